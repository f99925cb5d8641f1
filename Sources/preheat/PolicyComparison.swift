import Domain
import Forecasting
import Reporting
import Simulating

/// Policies run over the same functions on the same platform, and what came of it.
struct PolicyComparison {
    private struct Run {
        var policy: PolicyArgument
        var pings: [[TracePing]]
        /// By function.
        var tallies: [Tally]

        var tally: Tally { tallies.reduce(Tally(), +) }
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

    /// Runs a policy over the fleet.
    mutating func run(
        _ policy: PolicyArgument,
        onProgress: @escaping (Double) -> Void = { _ in }
    ) async throws {
        let pings = try await Simulating.pings(
            of: policy.policy,
            over: functions,
            settings: settings,
            prior: FleetPrior.shipped.hazardTable(),
            offsets: offsets,
            onProgress: onProgress
        )
        let tallies = zip(functions, pings).map { tally(of: $0, pings: $1) }
        runs.append(Run(policy: policy, pings: pings, tallies: tallies))
    }

    /// What pings did to one function on the simulated platform.
    func tally(of function: RecordedFunction, pings: [TracePing]) -> Tally {
        replay(
            function,
            pings: pings,
            idleTimeoutS: settings.idleTimeout.inSeconds,
            softCurve: settings.softPlatform
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
            ?? functions.reduce(0) { $0 + tally(of: $1, pings: []).coldStarts }
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

    /// A table for each group of functions, the groups in order of their names.
    func tableText(by groups: [String]) -> String {
        var table = TextTable(
            header: [
                "GROUP", "FUNCTIONS", "POLICY", "PINGS", "COLD STARTS", "AVOIDED", "TOTAL COST",
            ]
        )
        for row in view(by: groups) {
            table.add([
                row.group, "\(row.functions)", row.figures.policy, "\(row.figures.pings)",
                "\(row.figures.coldStarts)", percentage(row.figures.avoidedShare),
                decimal(row.figures.totalCost, places: 0),
            ])
        }
        return table.text
    }

    /// The figures of every policy for every group.
    func view(by groups: [String]) -> [GroupRow] {
        Set(groups).sorted().flatMap { group in
            let members = groups.indices.filter { groups[$0] == group }
            let without = members.reduce(0) {
                $0 + tally(of: functions[$1], pings: []).coldStarts
            }
            return runs.map { run in
                let sum = members.map { run.tallies[$0] }.reduce(Tally(), +)
                return GroupRow(
                    group: group,
                    functions: members.count,
                    figures: Row(run.policy, sum, without: without, settings: settings)
                )
            }
        }
    }

    struct GroupRow: Encodable {
        var group: String
        var functions: Int
        var figures: Row
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
        var requestedMinutes: Int
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
            case requestedMinutes = "requested_minutes"
            case avoidedShare = "avoided_share"
            case avoidedPerPing = "avoided_cold_starts_per_ping"
            case totalCost = "total_cost_cold_starts"
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
            requestedMinutes = tally.activeMinutes
            requests = tally.requests
            avoidedShare = without > 0 ? 1 - Double(coldStarts) / Double(without) : 0
            avoidedPerPing = pings > 0 ? Double(without - coldStarts) / Double(pings) : nil
            totalCost = tally.expectedColdStarts + Double(pings) / settings.coldStartValue
            idleWarmS = tally.idleWarmS
        }
    }
}
