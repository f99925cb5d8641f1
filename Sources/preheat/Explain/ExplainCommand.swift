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
            holds of the time before it, and it is said whether a service was at work.

            Example: preheat explain shop --at 2026-11-21T09:15:00Z
            """
    )

    @Argument(help: "The endpoint's name.", completion: .endpointNames)
    var endpoint: String

    @Option(
        help: ArgumentHelp(
            """
            Which moment: a time, by the clocks of the endpoint's zone unless it has an offset, a day of \
            that zone, or how long ago. (default: the last decision; now where nothing was decided)
            """,
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
            let past = Past(of: endpoint, in: store, offsets)
            let moment = at?.resolvedByClocks(at: now, offsets: offsets)
            if let known = try await past.decision(inMinuteOf: moment) {
                return try await stored(known, past)
            }
            if moment == nil, try await !past.hasHistory {
                throw CommandError(
                    "nothing is known of '\(endpoint.name)' yet; import its traffic, or run "
                        + "'preheat serve'"
                )
            }
            let asked = moment ?? now
            guard asked <= now else {
                throw CommandError(
                    "\(rfc3339(asked)) lies ahead; ask 'preheat plan \(endpoint.name)' what is to come"
                )
            }
            return try await workedOut(asked, past)
        }
        try format.show(view, table: view.text)
    }

    private func stored(_ decision: Decision, _ past: Past) async throws -> ExplainView {
        let pings = try await past.pings(inMinute: decision.minute)
        let why = Why(decision)
        let asked = why[.schedule] == nil ? nil : pings.last { $0.schedule != nil }
        let schedules = try await past.store.schedules(of: past.endpoint.id)
        let isBare = why[.schedule] != nil && why[.requestProbability] == nil
        let moment = Timestamp(minute: decision.minute)
        return ExplainView(
            decision,
            of: past.endpoint,
            schedules: Dictionary(uniqueKeysWithValues: schedules.map { ($0.id, $0) }),
            ping: decision.action == .ping ? asked ?? pings.last : nil,
            workedOut: isBare
                ? try await past.engine(before: moment)
                    .explanation(of: past.endpoint.id, at: moment.advanced(by: .seconds(-60)))
                : nil,
            offsets: past.offsets
        )
    }

    private func workedOut(_ asked: Timestamp, _ past: Past) async throws -> ExplainView {
        let id = past.endpoint.id
        let engine = try await past.engine(before: asked)
        return ExplainView(
            nothingAt: asked,
            sent: try await past.pings(inMinute: asked.minute).last,
            engine.explanation(of: id, at: asked.advanced(by: .seconds(-60))),
            wishes: engine.scheduleWishes(of: id, inMinute: asked.minute),
            absence: Absence(
                registeredAt: try await past.store.registrations()[id],
                presence: try await past.store.servicePresence(inMinute: asked.minute)
            ),
            of: past.endpoint,
            offsets: past.offsets
        )
    }

    /// What the history holds of one endpoint.
    private struct Past {
        let endpoint: Endpoint
        let store: HistoryStore
        let offsets: UTCOffsets

        init(of endpoint: Endpoint, in store: HistoryStore, _ offsets: UTCOffsets) {
            self.endpoint = endpoint
            self.store = store
            self.offsets = offsets
        }

        var hasHistory: Bool {
            get async throws {
                let farthest = Timestamp(millisecondsSinceEpoch: .max)
                let pings = try await store.pings(
                    of: endpoint.id,
                    in: Timestamp(minute: 0)..<farthest,
                    limit: 1
                )
                let last = try await store.lastTraffic(of: endpoint.id, before: .max)
                return !pings.isEmpty || last != nil
            }
        }

        /// The decision about a moment's minute, or the last of all.
        func decision(inMinuteOf moment: Timestamp?) async throws -> Decision? {
            let minutes = moment.map { $0.minute..<$0.minute + 1 } ?? 0..<Int.max / 60_000
            return try await store.decisions(of: endpoint.id, in: minutes, limit: 1).last
        }

        func pings(inMinute minute: Int) async throws -> [PingRecord] {
            try await store.pings(
                of: endpoint.id,
                in: Timestamp(minute: minute)..<Timestamp(minute: minute + 1),
                limit: 10
            )
        }

        /// An engine that knows what was known before a moment's minute; pings count what they did
        /// at the last decision before.
        func engine(before moment: Timestamp) async throws -> Engine {
            var engine = try await EngineInput(store: store).engine(
                prior: FleetPrior.shipped.hazardTable(),
                of: endpoint,
                asOf: moment.advanced(by: .seconds(-60))
            )
            let decisions = try await store.decisions(
                of: endpoint.id,
                in: moment.minute - ExplainCommand.memoryMinutes..<moment.minute,
                limit: ExplainCommand.memoryMinutes
            )
            // What schedules alone ask for is decided without prices.
            let factor = decisions.reversed().lazy.compactMap { Why($0)[.priceFactor] }.first
            if let factor { engine.assume(priceFactor: max(factor, 1), of: endpoint.id) }
            return engine
        }
    }
}
