import Domain
import Foundation

@testable import Forecasting

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A Poisson count by Knuth's product of uniforms, in parts small enough for e^−λ.
    mutating func poisson(_ mean: Double) -> Double {
        guard mean > 0 else { return 0 }
        guard mean <= 100 else { return poisson(100) + poisson(mean - 100) }
        let limit = exp(-mean)
        var product = uniform()
        var count = 0.0
        while product > limit {
            product *= uniform()
            count += 1
        }
        return count
    }
}

/// Monday 2025-09-01 00:00 UTC.
let monday = 29_278_080

/// Series whose bins are told by the wall clock.
enum DemandSamples {
    /// Each bin's demand from its weekday (0 for Monday) and its hour, with a fraction.
    ///
    /// Days are 24 hours each, whatever the clock does; a fraction ends within one.
    static func series(
        days: Double,
        binMinutes: Int = 60,
        startMinute: Int = monday,
        offsets: UTCOffsets = .utc,
        _ demand: (_ weekday: Int, _ hour: Double) -> Double?
    ) -> DemandSeries {
        let bins = Int((days * 1440).rounded()) / binMinutes
        let counts = (0..<bins).map { bin -> Double? in
            let local = offsets.local(startMinute + bin * binMinutes)
            return demand(local.dayOfWeek, Double(local.minuteOfDay) / 60)
        }
        return DemandSeries(startMinute: startMinute, binMinutes: binMinutes, counts: counts)
    }

    /// Busy afternoons, quiet weekends, Poisson noise.
    static func busy(
        seed: Int,
        days: Double = 15,
        binMinutes: Int = 120,
        times factor: Double = 1
    ) -> DemandSeries {
        var random = SplitMix64(seed: seed)
        return series(days: days, binMinutes: binMinutes) { weekday, hour in
            let afternoon = 60 * exp(-(hour - 14) * (hour - 14) / 16)
            return random.poisson((20 + afternoon) * (weekday >= 5 ? 0.4 : 1) * factor)
        }
    }

    /// A request in a bin of twelve or so, more by day.
    static func sparse(seed: Int, days: Double = 12, binMinutes: Int = 60) -> DemandSeries {
        var random = SplitMix64(seed: seed)
        return series(days: days, binMinutes: binMinutes) { _, hour in
            random.poisson(hour >= 8 && hour < 20 ? 0.15 : 0.03)
        }
    }
}

extension DemandSeries {
    /// The same with other counts.
    func mapped(_ change: (_ bin: Int, _ count: Double?) -> Double?) -> DemandSeries {
        DemandSeries(
            startMinute: startMinute,
            binMinutes: binMinutes,
            counts: counts.enumerated().map { change($0.offset, $0.element) }
        )
    }

    func shifted(minutes: Int) -> DemandSeries {
        DemandSeries(startMinute: startMinute + minutes, binMinutes: binMinutes, counts: counts)
    }
}

extension DemandFrame {
    /// A history without a horizon of its own.
    init(
        _ series: DemandSeries,
        offsets: UTCOffsets = .utc,
        specialDates: [SpecialDate] = []
    ) {
        self.init(
            of: series,
            offsets: offsets,
            horizonBins: series.binsPerDay,
            specialDates: specialDates
        )
    }
}

extension DemandForecast.Distribution {
    /// Nine ascending finite quantiles, none below 0, and a mean that is neither.
    var isSound: Bool {
        quantiles.count == 9 && zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }
            && (quantiles + [mean]).allSatisfy { $0.isFinite && $0 >= 0 }
    }
}

/// Whether two numbers differ by a part of the greater one at most, or by as much.
func isClose(_ first: Double, _ second: Double, within tolerance: Double = 1e-6) -> Bool {
    abs(first - second) <= tolerance * max(1, abs(first), abs(second))
}

func areClose(_ first: [Double], _ second: [Double], within tolerance: Double = 1e-6) -> Bool {
    first.count == second.count
        && zip(first, second).allSatisfy { isClose($0, $1, within: tolerance) }
}
