import Domain
import Forecasting
import Foundation
import History
import Logging
import Serving
import Simulating

/// What demand forecasts cost, beside their limits.
func demandFigures() -> [Figure] {
    func milliseconds(_ series: DemandSeries, calls: Int) -> Double {
        Stopwatch.microseconds(calls: calls) {
            forecastDemand(of: series, horizonBins: series.binsPerDay)?.bins[0].mean ?? .nan
        } / 1000
    }
    let web = milliseconds(hills(days: 28, binMinutes: 60), calls: 20)
    let busy = milliseconds(hills(days: 28, binMinutes: 15), calls: 10)
    let sparse = milliseconds(rare(days: 28, binMinutes: 15), calls: 10)
    let minutes = milliseconds(hills(days: 28, binMinutes: 1), calls: 3)
    let long = milliseconds(hills(days: 40 * 365, binMinutes: 60), calls: 5)
    return [
        Figure(name: "forecast, 28 days of hours", value: web, unit: "ms", limit: 1),
        Figure(name: "forecast, 28 days of quarters, sparse", value: sparse, unit: "ms", limit: 3),
        Figure(name: "forecast, 28 days of quarters, busy", value: busy, unit: "ms", limit: 3),
        Figure(name: "  the same ÷ hours", value: busy / web, unit: "×"),
        Figure(name: "forecast, 28 days of minutes", value: minutes, unit: "ms"),
        Figure(name: "forecast, 40 years of hours", value: long, unit: "ms"),
        Figure(name: "  the same ÷ 28 days", value: long / web, unit: "×"),
    ]
}

/// So many requests at noon, none at night, less on weekends, with noise.
private func hills(days: Int, binMinutes: Int) -> DemandSeries {
    var generator = SeededGenerator(seed: 1)
    let perDay = 1440 / binMinutes
    let counts = (0..<days * perDay).map { bin -> Double? in
        let hour = Double(bin % perDay) / Double(perDay)
        let height = max(0, sin(2 * .pi * (hour - 0.25))) * (bin / perDay % 7 < 5 ? 500 : 100)
        return (5 + height * Double.random(in: 0.7...1.3, using: &generator)).rounded()
    }
    return DemandSeries(startMinute: Subjects.origin, binMinutes: binMinutes, counts: counts)
}

/// Ten requests a day, at daytime.
private func rare(days: Int, binMinutes: Int) -> DemandSeries {
    var generator = SeededGenerator(seed: 1)
    let perDay = 1440 / binMinutes
    let counts = (0..<days * perDay).map { bin -> Double? in
        let isDay = (perDay / 3..<perDay * 3 / 4).contains(bin % perDay)
        let chance = isDay ? 24.0 / Double(perDay) : 0
        return Double.random(in: 0..<1, using: &generator) < chance ? 1 : 0
    }
    return DemandSeries(startMinute: Subjects.origin, binMinutes: binMinutes, counts: counts)
}

/// Refits so many endpoints from a real database, and measures how late alarms ring meanwhile.
func runRefit(of count: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "preheat-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try HistoryStore(at: folder.appending(path: "bench.db").path, access: .create)
    let start = Subjects.origin
    print("\(count) endpoints of four weeks in bins of 15 minutes")
    let shapes = [hills(days: 28, binMinutes: 15), rare(days: 28, binMinutes: 15)]
    for place in 0..<count {
        let id = try await store.add(Subjects.endpoint(EndpointID(rawValue: Int64(place))))
        // One in ten is busy.
        let series = shapes[place % 10 == 0 ? 0 : 1]
        let bins = series.counts.enumerated().compactMap {
            bin,
            requests -> (EndpointID, TrafficBin)? in
            guard let requests, requests > 0 || bin == 0 else { return nil }
            let startedAtS = Int64(start + bin * 15) * 60
            return (id, TrafficBin(startedAtS: startedAtS, widthS: 900, requests: Int64(requests)))
        }
        try await store.write(bins)
        FileHandle.standardError.write(Data("\r\(place + 1)".utf8))
    }
    print("")
    let now = Timestamp(minute: start + 28 * 1440)
    let service = DemandService(
        store: store,
        clock: ScaledClock(from: now, scale: 1),
        logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    let quiet = try await lateness { try await Task.sleep(for: .seconds(5)) }
    var judged = 0
    let clock = ContinuousClock.now
    let busy = try await lateness { judged = try await service.judgeAll() }
    let seconds = (ContinuousClock.now - clock) / .seconds(1)
    precondition(judged == count, "all of them are judged")
    try store.close()
    print(Figure(name: "time", value: seconds, unit: "s", limit: 60).line)
    print(Figure(name: "an alarm is late, 99 % quantile, idle", value: quiet, unit: "ms").line)
    print(Figure(name: "an alarm is late, 99 % quantile, refitting", value: busy, unit: "ms").line)
}

/// The 99 % quantile of how many milliseconds late an alarm every 20 ms rings while `body` runs.
private func lateness(during body: () async throws -> Void) async throws -> Double {
    let alarms = Task {
        var late: [Double] = []
        var next = ContinuousClock.now
        while !Task.isCancelled {
            next = max(next.advanced(by: .milliseconds(20)), .now)
            try? await Task.sleep(until: next, tolerance: .zero)
            late.append((ContinuousClock.now - next) / .milliseconds(1))
        }
        return quantile(0.99, of: late) ?? .nan
    }
    try await body()
    alarms.cancel()
    return await alarms.value
}
