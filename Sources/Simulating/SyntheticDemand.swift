internal import Domain
import RealModule

/// Made-up demand with documented rates, for demos and tests.
package enum SyntheticDemand: Equatable, Sendable {
    /// A request every so many minutes, at second 2 (cron's own).
    case timer(everyMinutes: Int)
    /// Poisson arrivals on weekdays from 08:00 to 18:00, half as many in the first and last hour.
    case officeHours(perHour: Double)
    /// Poisson starts of bursts, evenly over the day; each of `requests` requests with gaps that are
    /// exponential with a mean of three minutes.
    case bursts(perDay: Double, requests: Int)
    /// Poisson arrivals, evenly over the day.
    case rare(perDay: Double)

    /// The moments of the requests in a stretch of time, in seconds since the epoch, ascending.
    ///
    /// - Complexity: O(*n* log *n*) in requests.
    package func arrivals(
        in minutes: Range<Int>,
        using generator: inout some RandomNumberGenerator
    ) -> [Double] {
        let start = Double(minutes.lowerBound) * 60
        let end = Double(minutes.upperBound) * 60
        switch self {
        case .timer(let period):
            let first = floorDivision(minutes.lowerBound + period - 1, period) * period
            return stride(from: first, to: minutes.upperBound, by: period).map {
                Double($0) * 60 + 2
            }
        case .officeHours(let perHour):
            return poisson(meanGapS: 3600 / perHour, from: start, to: end, using: &generator) {
                Double.random(in: 0..<1, using: &$1) < Self.officeShare($0) ? [$0] : []
            }
        case .bursts(let perDay, let requests):
            return poisson(meanGapS: 86_400 / perDay, from: start, to: end, using: &generator) {
                var moment = $0
                var burst: [Double] = []
                for _ in 0..<requests {
                    burst.append(moment)
                    moment += Self.exponential(mean: 180, using: &$1)
                }
                return burst
            }
        case .rare(let perDay):
            return poisson(meanGapS: 86_400 / perDay, from: start, to: end, using: &generator) {
                moment,
                _ in [moment]
            }
        }
    }

    private static func officeShare(_ moment: Double) -> Double {
        let local = LocalMinute(minutesSinceEpoch: Int(moment / 60))
        guard local.dayOfWeek < 5, (8..<18).contains(local.hourOfDay) else { return 0 }
        return local.hourOfDay == 8 || local.hourOfDay == 17 ? 0.5 : 1
    }

    /// Poisson moments, each replaced by the requests that follow from it; all that is drawn for one
    /// is drawn before the next, so that a longer stretch begins like a shorter one.
    private func poisson<Generator: RandomNumberGenerator>(
        meanGapS: Double,
        from start: Double,
        to end: Double,
        using generator: inout Generator,
        requests: (Double, inout Generator) -> [Double]
    ) -> [Double] {
        var arrivals: [Double] = []
        var moment = start + Self.exponential(mean: meanGapS, using: &generator)
        while moment < end {
            arrivals += requests(moment, &generator).filter { $0 < end }
            moment += Self.exponential(mean: meanGapS, using: &generator)
        }
        return arrivals.sorted()
    }

    private static func exponential(
        mean: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Double {
        -mean * Double.log(onePlus: -Double.random(in: 0..<1, using: &generator))
    }
}

/// A generator whose sequence a seed fixes: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
