import ArgumentParser
import Domain
import Forecasting
import History
import Planning
import Reporting
import Serving

/// Says why an endpoint was pinged at a moment, or was not.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why an endpoint was pinged at a moment, or was not, in sentences.",
        discussion: """
            Of a minute about which the service decided, the stored record speaks: the chance of a \
            request and where it came from, the idle timeout believed, prices, and what would have \
            changed the answer. Of any other minute the engine is asked again with what the history \
            holds of the time before it.

            Example: preheat explain shop --at 2026-11-21T09:15:00Z
            """
    )

    @Argument(help: "The endpoint's name.", completion: .endpointNames)
    var endpoint: String

    @Option(
        help: ArgumentHelp(
            "Which moment: a time, or how long ago. (default: the last decision)",
            valueName: "time"
        )
    )
    var at: MomentArgument?

    @Option(help: "table (sentences), json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    /// How far back a decision's price is still that of a moment after it.
    private static let memoryMinutes = 1440

    func run() async throws {
        let now = SystemClock().now
        let view = try await store.withStore(.existing) { store in
            let endpoint = try await store.endpoint(named: endpoint)
            let offsets = try utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
            let moment = at?.resolved(at: now, offsets: offsets)
            let until = moment.map { $0.minute + 1 } ?? .max / 60_000
            let known = try await store.decisions(
                of: endpoint.id,
                in: (moment.map { $0.minute - Self.memoryMinutes } ?? 0)..<until,
                limit: 1
            ).last
            guard moment != nil || known != nil else {
                throw CommandError(
                    "nothing has been decided about '\(endpoint.name)' yet; run 'preheat serve', or ask "
                        + "about a moment with --at"
                )
            }
            if let known, moment.map({ $0.minute == known.minute }) ?? true {
                return try await stored(known, of: endpoint, in: store, offsets)
            }
            let asked = moment ?? now
            guard asked <= now else {
                throw CommandError(
                    "\(rfc3339(asked)) lies ahead; ask 'preheat plan \(endpoint.name)' what is to come"
                )
            }
            let minute = Timestamp(minute: asked.minute)
            let sent = try await store.pings(
                of: endpoint.id,
                in: minute..<minute.advanced(by: .seconds(60)),
                limit: 1
            ).last
            let engine = try await EngineInput(store: store).engine(
                prior: FleetPrior.shipped.hazardTable(),
                of: endpoint,
                asOf: asked.advanced(by: .seconds(-60))
            )
            return ExplainView(
                nothingAt: asked,
                sent: sent,
                engine.explanation(of: endpoint.id, at: asked.advanced(by: .seconds(-60))),
                wishes: engine.scheduleWishes(of: endpoint.id, inMinute: asked.minute),
                of: endpoint,
                lastFactor: known.flatMap { Why($0)[.priceFactor] },
                offsets: offsets
            )
        }
        try format.show(view, table: view.text)
    }

    private func stored(
        _ decision: Decision,
        of endpoint: Endpoint,
        in store: HistoryStore,
        _ offsets: UTCOffsets
    ) async throws -> ExplainView {
        let minute = Timestamp(minute: decision.minute)
        let pings = try await store.pings(
            of: endpoint.id,
            in: minute..<minute.advanced(by: .seconds(60)),
            limit: 1
        )
        let schedules = try await store.schedules(of: endpoint.id)
        return ExplainView(
            decision,
            of: endpoint,
            schedules: Dictionary(uniqueKeysWithValues: schedules.map { ($0.id, $0) }),
            ping: decision.action == .ping ? pings.last : nil,
            offsets: offsets
        )
    }
}
