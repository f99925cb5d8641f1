import Domain
import Simulating

/// A small trace of which an independent program knows what each policy does to it.
///
/// Written by rules, so that it is the same on every machine. ``invocationsCSV`` and
/// ``functionsCSV`` are what that program reads.
enum LabTrace {
    static let days = 3
    static let minutes = days * 1440

    /// Every 25 minutes.
    static let timer = function("timer", minutes: strided(from: 7, by: 25)) { _ in 1 }

    /// Bursts at irregular distances of one to six hours, their minutes one to seven apart.
    static let bursty = function("bursty", minutes: bursts()) { 1 + Int64($0 * 7 % 4) }

    /// 900 ms a request and up to 300 requests a minute: one to five instances.
    static let wide = function(
        "wide",
        minutes: strided(from: 30, by: 9).filter { $0 / 60 % 24 >= 8 && $0 / 60 % 24 < 20 },
        meanDuration: .milliseconds(900)
    ) { 1 + Int64($0 * 37 % 300) }

    /// Five requests in all, hours apart, one of them at the very end.
    static let sparse = function("sparse", minutes: [61, 700, 713, 2950, minutes - 1]) { _ in 1 }

    /// Nearly every minute, with a pause of an hour and a half every ten hours.
    static let dense = function(
        "dense",
        minutes: Array(0..<minutes).filter { $0 % 11 != 3 && $0 % 600 >= 90 },
        meanDuration: .milliseconds(250)
    ) { 1 + Int64($0 * 13 % 50) }

    /// Gaps just below, at and just above idle timeouts of 5, 10 and 20 minutes.
    static let edges = function("edges", minutes: edgeMinutes()) { _ in 1 }

    static let all = [bursty, dense, edges, sparse, timer, wide]

    static var invocationsCSV: String {
        let rows = all.flatMap { function in
            zip(function.minutes, function.counts).map { "\(function.name),\($0),\($1)" }
        }
        return (["function,minute,count"] + rows).joined(separator: "\n") + "\n"
    }

    static var functionsCSV: String {
        let rows = all.map { "\($0.name),\($0.meanDuration.milliseconds),\(days),test" }
        return (["function,avg_duration_ms,days,source"] + rows).joined(separator: "\n") + "\n"
    }

    private static func function(
        _ name: String,
        minutes active: [Int],
        meanDuration: Duration = .zero,
        count: (Int) -> Int64
    ) -> RecordedFunction {
        RecordedFunction(
            name: name,
            source: "test",
            minutes: active,
            counts: active.map(count),
            meanDuration: meanDuration,
            traceMinutes: minutes
        )
    }

    private static func strided(from first: Int, by step: Int) -> [Int] {
        Array(stride(from: first, to: minutes, by: step))
    }

    private static func bursts() -> [Int] {
        var active: [Int] = []
        var start = 50
        for burst in 0... {
            var minute = start
            for request in 0..<(4 + burst % 5) {
                guard minute < minutes else { return active }
                active.append(minute)
                minute += 1 + (burst * 3 + request * 5) % 7
            }
            start = minute + 60 + burst * 83 % 300
        }
        return active
    }

    private static func edgeMinutes() -> [Int] {
        var active: [Int] = []
        var minute = 3
        while minute < minutes {
            for gap in [4, 5, 6, 9, 10, 11, 19, 20, 21, 239, 240, 241] where minute < minutes {
                active.append(minute)
                minute += gap
            }
        }
        return active
    }
}
