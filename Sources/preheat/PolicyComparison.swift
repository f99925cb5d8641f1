import Domain
import Forecasting
import Reporting
import Simulating

/// Policies run over the same functions on the same platform, and what came of it.
struct PolicyComparison {
    private struct Run {
        var policy: PolicyArgument
        var pings: [[TracePing]]
        var tally: Tally
    }

    private let functions: [RecordedFunction]
    private let settings: SimulationSettings
    private let offsets: UTCOffsets
    private var runs: [Run] = []

    init(
        functions: [RecordedFunction],
        settings: SimulationSettings,
        offsets: UTCOffsets = .utc
    ) {
        self.functions = functions
        self.settings = settings
        self.offsets = offsets
    }

    /// Runs a policy over every function, on all processors.
    mutating func run(
        _ policy: PolicyArgument,
        onProgress: (Double) -> Void = { _ in }
    ) async throws {
        let table = FleetPrior.shipped.hazardTable()
        var results = [(pings: [TracePing], tally: Tally)?](repeating: nil, count: functions.count)
        try await withThrowingTaskGroup(of: (Int, [TracePing], Tally).self) { group in
            for (index, function) in functions.enumerated() {
                group.addTask { [settings, offsets] in
                    let pings = try await Simulating.pings(
                        of: policy.policy,
                        over: function,
                        settings: settings,
                        prior: table,
                        offsets: offsets
                    )
                    let tally = replay(
                        function,
                        pings: pings,
                        idleTimeoutS: settings.idleTimeout.inSeconds
                    )
                    return (index, pings, tally)
                }
            }
            var done = 0.0
            for try await (index, pings, tally) in group {
                results[index] = (pings, tally)
                done += 1
                onProgress(done / Double(functions.count))
            }
        }
        let finished = results.compactMap { $0 }
        runs.append(
            Run(
                policy: policy,
                pings: finished.map(\.pings),
                tally: finished.map(\.tally).reduce(Tally(), +)
            )
        )
    }

    /// The pings of a policy that was run, a list for each function.
    func pings(of policy: Policy) -> [[TracePing]] {
        runs.first { $0.policy.policy == policy }?.pings ?? []
    }

    func tally(of policy: Policy) -> Tally? {
        runs.first { $0.policy.policy == policy }?.tally
    }

    /// Cold starts without any ping, known from whatever was run or replayed anew.
    private var coldWithout: Int {
        tally(of: .none)?.coldStarts
            ?? functions.reduce(0) { sum, function in
                sum
                    + replay(
                        function,
                        pings: [],
                        idleTimeoutS: settings.idleTimeout.inSeconds
                    ).coldStarts
            }
    }

    var tableText: String {
        let without = coldWithout
        var table = TextTable(
            header: ["POLICY", "PINGS", "COLD STARTS", "AVOIDED", "AVOIDED A PING", "TOTAL COST"])
        for run in runs {
            let row = Row(run.policy, run.tally, without: without, settings: settings)
            table.add([
                row.policy, "\(row.pings)", "\(row.coldStarts)", percentage(row.avoidedShare),
                row.avoidedPerPing.map { decimal($0, places: 3) } ?? "–",
                decimal(row.totalCost, places: 0),
            ])
        }
        return """
            \(counted(functions.count, "function")), idle timeout \(durationText(settings.idleTimeout)), \
            total cost = cold starts + pings ÷ \(decimal(settings.coldStartValue, places: 1))
            \(table.text)
            """
    }

    var view: [Row] {
        let without = coldWithout
        return runs.map { Row($0.policy, $0.tally, without: without, settings: settings) }
    }

    /// One policy's figures.
    struct Row: Encodable {
        var policy: String
        var pings: Int
        var coldPings: Int
        var coldStarts: Int
        var coldStartsWithout: Int
        var coldMinutes: Int
        var activeMinutes: Int
        var requests: Int64
        var avoidedShare: Double
        var avoidedPerPing: Double?
        /// In avoided cold starts.
        var totalCost: Double
        var idleWarmS: Double

        enum CodingKeys: String, CodingKey {
            case policy, pings, requests
            case coldPings = "cold_pings"
            case coldStarts = "cold_starts"
            case coldStartsWithout = "cold_starts_without"
            case coldMinutes = "cold_minutes"
            case activeMinutes = "active_minutes"
            case avoidedShare = "avoided_share"
            case avoidedPerPing = "avoided_per_ping"
            case totalCost = "total_cost"
            case idleWarmS = "idle_warm_s"
        }

        init(
            _ policy: PolicyArgument,
            _ tally: Tally,
            without: Int,
            settings: SimulationSettings
        ) {
            self.policy = policy.name
            pings = tally.pings
            coldPings = tally.coldPings
            coldStarts = tally.coldStarts
            coldStartsWithout = without
            coldMinutes = tally.coldMinutes
            activeMinutes = tally.activeMinutes
            requests = tally.requests
            avoidedShare = without > 0 ? 1 - Double(coldStarts) / Double(without) : 0
            avoidedPerPing = pings > 0 ? Double(without - coldStarts) / Double(pings) : nil
            totalCost = Double(coldStarts) + Double(pings) / settings.coldStartValue
            idleWarmS = tally.idleWarmS
        }
    }
}
