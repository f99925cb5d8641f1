import Domain
import Forecasting
import Foundation
import Planning
import Simulating

// Prints what the decision core costs, with its limits. Absolute times mean little on a shared
// machine; the ratios of one run do. 'fleet N' runs N endpoints through one simulated day, 'refit N'
// forecasts the demand of N endpoints anew, 'ledger N' reports on a year of their pings, 'frontier N'
// runs all policies over four weeks of them, 'status N' asks the command for the status of N,
// 'config N' reads a configuration of N.

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "fleet" {
    try await runFleet(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000)
} else if arguments.first == "refit" {
    try await runRefit(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000)
} else if arguments.first == "ledger" {
    try await runLedger(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 1000)
} else if arguments.first == "frontier" {
    try await runFrontier(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 100)
} else if arguments.first == "status" {
    try await runStatus(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000)
} else if arguments.first == "config" {
    try runConfiguration(of: arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000)
} else {
    for figure in figures() + demandFigures() { print(figure.line) }
}

func figures() -> [Figure] {
    let memory = memory()  // First, while nothing has been freed.
    var workspace = HazardWorkspace(horizon: 580)
    let office = Subjects.minutes(.officeHours(perHour: 20), days: 21)
    let model = Subjects.model(office, with: &workspace)
    let hazards = Stopwatch.microseconds(calls: 200) {
        model.writeHazards(to: &workspace, in: Subjects.setting)
        return workspace.hazards[1]
    }
    return memory
        + [Figure(name: "hazards of 580 minutes", value: hazards, unit: "µs", limit: 250)]
        + plans(workspace.hazards) + updates(model) + decisions() + idleTimeouts()
}

func plans(_ hazards: [Double]) -> [Figure] {
    func time(_ curve: IdleCurve, _ warm: Double, _ cold: Double) -> Double {
        var plan = WarmPlan()
        return Stopwatch.microseconds(calls: 200) {
            let pings = plan.pings(
                hazards: hazards,
                curve: curve,
                prices: PingPrices(warm: warm, cold: cold),
                lastUse: .request(minutesBefore: 0)
            )
            return Double(pings.count)
        }
    }
    let hard = time(.hard(halfMinutes: 20), 0.03, 0.03)
    let dear = time(.hard(halfMinutes: 20), 0.03, 0.06)
    let step = time(Subjects.curve(from: 10, to: 14), 0.03, 0.03)
    let soft = time(Subjects.curve(from: 4, to: 60), 0.03, 0.03)
    let busy = time(Subjects.curve(from: 4, to: 60), 0.0001, 0.0001)
    return [
        Figure(name: "plan, hard timeout", value: hard, unit: "µs", limit: 20),
        Figure(name: "plan, hard timeout, cold pings dearer", value: dear, unit: "µs", limit: 20),
        Figure(name: "plan, soft over 2 minutes", value: step, unit: "µs", limit: 20),
        Figure(name: "plan, soft over 28 minutes", value: soft, unit: "µs", limit: 20),
        Figure(name: "  the same ÷ hard timeout", value: soft / hard, unit: "×"),
        Figure(name: "  the same with pings at a 300th of the price", value: busy, unit: "µs"),
    ]
}

func updates(_ model: HazardModel) -> [Figure] {
    [60, 600, 6000].map { gap in
        var workspace = HazardWorkspace(horizon: 580)
        let micros = Stopwatch.microseconds(calls: max(1, 2000 / gap)) {
            var learned = model
            guard let last = learned.lastEvent else { return .nan }
            learned.observe(eventAt: last + gap, in: Subjects.setting, with: &workspace)
            return Double(learned.committedMinutes)
        }
        return Figure(
            name: "update a minute, gap of \(gap) minutes",
            value: micros / Double(gap),
            unit: "µs",
            limit: 2
        )
    }
}

/// One alarm that finds one of so many endpoints due.
func decisions() -> [Figure] {
    [1, 100, 10_000].map { count in
        var engine = Engine(prior: Subjects.table)
        var now = Timestamp(minute: Subjects.origin)
        let ids = (1...count).map { EndpointID(rawValue: Int64($0)) }
        _ = engine.handle(
            .configured(ids.map { ConfiguredEndpoint(endpoint: Subjects.endpoint($0)) }),
            at: now
        )
        for id in ids { _ = engine.handle(.loaded(id, [], recentPings: [], saved: nil), at: now) }
        for _ in 0..<600 {
            now = now.advanced(by: .seconds(60))
            _ = engine.handle(.woke, at: now)
        }
        let micros = Stopwatch.microseconds(calls: 10) {
            now = now.advanced(by: .seconds(20 * 60))
            let bin = TrafficBin(startedAtS: now.secondsSinceEpoch - 11 * 60, requests: 1)
            _ = engine.handle(
                .traffic([EndpointTraffic(endpointID: ids[0], bins: [bin])]),
                at: now
            )
            return Double(engine.handle(.woke, at: now).count)
        }
        return Figure(name: "request and decision, \(count) endpoints", value: micros, unit: "µs")
    }
}

func idleTimeouts() -> [Figure] {
    var pool = IdleTimeoutPool(platform: .genericHTTP)
    var learner = IdleTimeoutLearner()
    var idle = 1
    let observe = Stopwatch.microseconds(calls: 200) {
        idle = idle % 40 + 1
        learner.observe(afterHalfMinutes: idle, wasCold: idle > 20, pool: &pool)
        return Double(learner.observations)
    }
    let curve = Stopwatch.microseconds(calls: 50) {
        learner.curve(pool: pool).coldChance(afterHalfMinutes: 12)
    }
    return [
        Figure(name: "idle timeout, one observation", value: observe, unit: "µs"),
        Figure(name: "idle timeout, its curve", value: curve, unit: "µs"),
    ]
}

/// What a model's state takes, by what thousands of them add to the process.
func memory() -> [Figure] {
    let everyMinute = Array(
        stride(from: Subjects.origin, to: Subjects.origin + 6 * 7 * 1440, by: 6)
    ).enumerated().map { $1 + $0 / 240 % 6 }
    let subjects: [(String, [Int], Double)] = [
        ("never called", [], 16),
        (
            "ten requests a day for eight weeks",
            Subjects.minutes(.rare(perDay: 10), days: 56), 16
        ),
        ("every minute of the day seen", Set(everyMinute).sorted(), 32),
    ]
    // All are kept, so that none takes the room that another has freed.
    var kept: [[HazardModel]] = []
    return subjects.map { name, minutes, limit in
        var workspace = HazardWorkspace(horizon: 580)
        let seed = Subjects.model(minutes, with: &workspace).serialized
        let before = residentBytes()
        let models = (0..<4000).compactMap { _ in HazardModel(serialized: seed) }
        kept.append(models)
        let kilobytes = Double(residentBytes() - before) / 1000 / Double(max(models.count, 1))
        return Figure(
            name: "memory a level, \(name)",
            value: kilobytes,
            unit: "kB",
            limit: limit
        )
    }
}

/// The process's resident memory.
func residentBytes() -> Int {
    guard let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
        preconditionFailure("/proc/self/statm cannot be read")
    }
    return (pages.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
}

func runFleet(of count: Int) async throws {
    print("\(count) made-up endpoints, one simulated day")
    let fleet = Subjects.fleet(count)
    let start = ContinuousClock.now
    let pings = try await Simulating.pings(
        of: .adaptive,
        over: fleet,
        settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 30),
        prior: Subjects.table,
        onProgress: { share in
            FileHandle.standardError.write(Data("\r\(Int(share * 100)) %".utf8))
        }
    )
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let active = fleet.reduce(0) { $0 + $1.minutes.count }
    print("\n\(active) active minutes, \(pings.reduce(0) { $0 + $1.count }) pings")
    print(Figure(name: "time", value: seconds, unit: "s", limit: 300).line)
    let megabytes = Double(residentBytes()) / 1e6
    print(Figure(name: "memory", value: megabytes, unit: "MB", limit: 4000).line)
}

func runFrontier(of count: Int) async throws {
    print("\(count) made-up endpoints, four weeks, all policies of a frontier")
    let members = Subjects.fleet(count, days: 28).map { function in
        var endpoint = Subjects.endpoint(EndpointID(rawValue: 0))
        endpoint.platform = .awsLambda
        return FrontierMember(function: function, endpoint: endpoint)
    }
    let start = ContinuousClock.now
    let frontier = try await Simulating.frontier(
        of: members,
        prior: Subjects.table,
        onProgress: { share in
            FileHandle.standardError.write(Data("\r\(Int(share * 100)) %".utf8))
        }
    )
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let pings = frontier.points.reduce(0) { $0 + $1.fleet.pings }
    print("\n\(frontier.points.count) points, \(pings) pings")
    print(Figure(name: "time", value: seconds, unit: "s", limit: 30).line)
    let megabytes = Double(residentBytes()) / 1e6
    print(Figure(name: "memory", value: megabytes, unit: "MB").line)
}
