/// What people deploy today and what was published, as ping schedules over a recorded demand.
///
/// Each is causal: a ping at a moment depends only on requests before it.
package enum Baselines {
    /// Seconds before the idle timeout at which a keep-warm ping is sent.
    static let marginS = 30.0

    /// How often a warmer pings that never lets an instance go: a margin before the timeout, of a
    /// timeout shorter than two margins the half.
    package static func alwaysOnPeriodS(idleTimeoutS: Double) -> Double { period(idleTimeoutS) }

    private static func period(_ idleTimeoutS: Double) -> Double {
        max(idleTimeoutS - marginS, idleTimeoutS / 2, 1)
    }

    /// A warmer on a fixed rate, day and night, as warmer plug-ins do.
    package static func alwaysOn(
        _ function: RecordedFunction,
        idleTimeoutS: Double
    ) -> [TracePing] {
        let period = period(idleTimeoutS)
        let end = 60 * Double(function.traceMinutes)
        return (0..<Int((end / period).rounded(.up))).map {
            TracePing(timeS: Double($0) * period, instances: 1)
        }
    }

    /// Keeps alive for `keepMinutes` after the last request: a fixed keep-alive window, by pings.
    package static func keepWarm(
        _ function: RecordedFunction,
        idleTimeoutS: Double,
        keepMinutes: Double
    ) -> [TracePing] {
        let period = period(idleTimeoutS)
        return schedule(function) { _ in
            Window(startS: period, periodS: period, keepS: 60 * keepMinutes)
        }
    }

    /// The hybrid histogram policy (Shahrad et al., USENIX ATC 2020, arXiv 2003.03423), its windows
    /// realised by pings.
    ///
    /// Idle times in 240 bins of a minute; the 5th and 99th percentile, 10 % margins, once ten were
    /// seen, at most half of them out of range and the bins' coefficient of variation is at least
    /// 2; else keep alive for the range, 4 hours. The ARIMA branch is left out.
    package static func hybridHistogram(
        _ function: RecordedFunction,
        idleTimeoutS: Double
    ) -> [TracePing] {
        let period = period(idleTimeoutS)
        var histogram = IdleHistogram()
        return schedule(function) { index in
            if index > 0 {
                histogram.add(function.minutes[index] - function.minutes[index - 1])
            }
            guard let bounds = histogram.bounds() else {
                return Window(startS: period, periodS: period, keepS: 240 * 60)
            }
            let prewarm = 60 * 0.9 * Double(bounds.head)
            return Window(
                startS: prewarm <= period ? period : prewarm,
                periodS: period,
                keepS: 60 * 1.1 * Double(bounds.tail)
            )
        }
    }

    /// Pings that follow one active minute: the first `startS` after its end, one each `periodS`,
    /// none later than `keepS`.
    private struct Window {
        var startS: Double
        var periodS: Double
        var keepS: Double
    }

    private static func schedule(
        _ function: RecordedFunction,
        window: (Int) -> Window
    ) -> [TracePing] {
        var pings: [TracePing] = []
        for index in function.minutes.indices {
            let end = function.lastEndS(index)
            let until =
                index + 1 < function.minutes.count
                ? function.firstArrivalS(index + 1) : 60 * Double(function.traceMinutes)
            let window = window(index)
            var time = end + window.startS
            while time < until, time - end <= window.keepS {
                pings.append(TracePing(timeS: time, instances: 1))
                time += window.periodS
            }
        }
        return pings
    }
}

/// Idle times in bins of a minute over four hours.
private struct IdleHistogram {
    private static let range = 240
    private var bins = [Double](repeating: 0, count: range)
    private var outOfRange = 0
    private var seen = 0

    mutating func add(_ idleMinutes: Int) {
        seen += 1
        if idleMinutes < Self.range { bins[idleMinutes] += 1 } else { outOfRange += 1 }
    }

    /// The 5th percentile's bin and the end of the 99th's, or `nil` while the histogram says too
    /// little.
    func bounds() -> (head: Int, tail: Int)? {
        let inside = bins.reduce(0, +)
        guard seen >= 10, inside > 0, Double(outOfRange) <= 0.5 * Double(seen) else { return nil }
        let mean = inside / Double(Self.range)
        let variance =
            bins.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.range)
        guard variance.squareRoot() / mean >= 2 else { return nil }
        var cumulative = 0.0
        var head = 0
        var hasHead = false
        for bin in 0..<Self.range {
            cumulative += bins[bin]
            if !hasHead, cumulative >= 0.05 * inside {
                head = bin
                hasHead = true
            }
            if cumulative >= 0.99 * inside { return (head, bin + 1) }
        }
        return (head, Self.range - 1)
    }
}
