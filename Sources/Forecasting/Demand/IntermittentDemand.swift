import RealModule

/// Demand where most bins are empty: the probability that a bin has a request, times how many it has
/// then (a hurdle model: Mullahy 1986).
///
/// The probability is a logistic regression whose weights are shared by all endpoints; eight of them
/// may move with an endpoint's own history, hardly at all unless it looks like a timer's. The size
/// of a busy bin is taken from past busy bins of like probability. Mean and quantiles are read from
/// that one distribution.
struct IntermittentDemand {
    /// The fewest days of history.
    static let fewestDays = 3

    /// Past origins, a day apart.
    private static let originDays = 21
    /// Days after which a row counts 1/e for the probability, and a busy bin for the size.
    private static let rowLifetime = 20.0
    private static let sizeLifetime = 10.0
    /// What the shipped weights are worth in rows; a timer's history soon outweighs them.
    private static let priorRows = 1000.0
    private static let leastPriorRows = 8.0
    private static let timerTrust = 3.0
    /// The level is not known as well as a fitted probability pretends: middling ones are lowered.
    private static let doubt = 0.15

    private let frame: DemandFrame
    private let features: ActivityFeatures
    private let adaptation: SIMD8<Double>
    private let sizes: BusyBins

    /// - Precondition: The frame has at least ``fewestDays`` days.
    /// - Complexity: O(*n* + rows), with 96 slots of a day learned from at most.
    init(of frame: DemandFrame) {
        precondition(frame.count >= Self.fewestDays * frame.perDay, "three days to learn from")
        self.frame = frame
        features = ActivityFeatures(of: frame)
        let days = min(Self.originDays, frame.count / frame.perDay - 2)
        let stride = max(1, frame.perDay / 96)
        let origins = features.origins(days: days, stride: stride, horizon: 0..<0)
        let past = Array(origins.dropLast())
        let timer = origins.last?.timer ?? 0
        adaptation = Self.adaptation(to: past, timer: timer, rowWeight: Double(stride), frame)
        sizes = BusyBins(of: past, adaptation, lifetime: Self.sizeLifetime, in: frame)
    }

    /// What may come in each slot of a day; see ``SeasonalRegression/day(_:)``.
    ///
    /// - Complexity: O(slots of a day · busy bins).
    func day(_ daysAhead: Int) -> [DemandForecast.Distribution] {
        let perDay = frame.perDay
        let first = (daysAhead - 1) * perDay
        let origins = features.origins(days: 0, stride: 1, horizon: first..<first + perDay)
        guard let now = origins.last else { return [] }
        return zip(now.steps, now.rows).map { step, row in
            let logOdds = row.priorLogOdds + (row.adapted * adaptation).sum()
            let fitted = Self.probability(logOdds)
            let probability = fitted - Self.doubt * fitted * (1 - fitted)
            let distribution = sizes.distribution(
                probability: probability,
                logOdds: logOdds,
                step: step % perDay
            )
            let factor = frame.days.factors[frame.day(ofSlot: frame.count + step)]
            return distribution.scaled(by: factor)
        }
    }

    private static func probability(_ logOdds: Double) -> Double {
        1 / (1 + Double.exp(-min(max(logOdds, -20), 20)))
    }

    /// Two Newton steps of the penalised likelihood, from the shipped weights.
    private static func adaptation(
        to origins: [ActivityFeatures.Origin],
        timer: Double,
        rowWeight: Double,
        _ frame: DemandFrame
    ) -> SIMD8<Double> {
        let scales = ActivityFeatures.adaptedScales
        let trust = max(leastPriorRows, priorRows * Double.exp(-timerTrust * max(timer, 0)))
        let penalty = scales * scales * trust
        var change = SIMD8<Double>.zero
        for _ in 0..<2 {
            var curvature = InlineArray<8, SIMD8<Double>>(repeating: .zero)
            var slope = -penalty * change
            for column in 0..<8 { curvature[column][column] = penalty[column] }
            for origin in origins {
                let age = Double(frame.count - origin.slot) / Double(frame.perDay)
                let weight = Double.exp(-age / rowLifetime) * rowWeight
                for (step, row) in zip(origin.steps, origin.rows)
                where frame.isKnown[origin.slot + step] {
                    let logOdds = row.priorLogOdds + (row.adapted * change).sum()
                    let fitted = probability(logOdds)
                    let busy: Double = frame.counts[origin.slot + step] > 0 ? 1 : 0
                    slope += row.adapted * (weight * (busy - fitted))
                    let information = row.adapted * (weight * max(fitted * (1 - fitted), 1e-6))
                    for column in 0..<8 {
                        curvature[column] += information * row.adapted[column]
                    }
                }
            }
            change += solvedByElimination(&curvature, slope)
        }
        return change
    }
}

/// Past busy bins and how many requests each had.
private struct BusyBins {
    private struct Bin {
        var size: Double
        var logOdds: Double
        var weight: Double
        var step: Int
    }

    /// The width of the kernel on log odds, and its steps.
    private static let width = 0.7
    private static let kernelSteps = 32.0
    /// Exactly the same time of day weighs six times as much.
    private static let sameTime = 6.0
    /// What is believed of a busy bin before one was seen: its size, and how many bins that is worth
    /// for the mean and for the geometric distribution around it.
    private static let priorSize = 1.8
    private static let priorBins = 3.0
    private static let geometricBins = 4.0

    /// By size, ascending.
    private let bins: [Bin]
    private let typicalSize: Double
    private let kernel: [Double]

    init(
        of origins: [ActivityFeatures.Origin],
        _ adaptation: SIMD8<Double>,
        lifetime: Double,
        in frame: DemandFrame
    ) {
        var bins: [Bin] = []
        for origin in origins {
            let age = Double(frame.count - origin.slot) / Double(frame.perDay)
            let weight = Double.exp(-age / lifetime)
            for (step, row) in zip(origin.steps, origin.rows) {
                let size = frame.counts[origin.slot + step]
                guard size > 0 else { continue }
                let logOdds = row.priorLogOdds + (row.adapted * adaptation).sum()
                bins.append(Bin(size: size, logOdds: logOdds, weight: weight, step: step))
            }
        }
        bins.sort { $0.size < $1.size }
        self.bins = bins
        let weight = bins.reduce(0) { $0 + $1.weight }
        let requests = bins.reduce(0) { $0 + $1.weight * $1.size }
        typicalSize =
            (requests + Self.priorBins * Self.priorSize) / (weight + Self.priorBins)
        kernel = (0..<Int(3 * Self.kernelSteps)).map {
            let distance = (Double($0) + 0.5) / Self.kernelSteps
            return Double.exp(-distance * distance / 2)
        }
    }

    /// The distribution of a bin that has a request with a probability.
    ///
    /// - Complexity: O(busy bins).
    func distribution(
        probability: Double,
        logOdds: Double,
        step: Int
    ) -> DemandForecast.Distribution {
        var weighted: [WeightedSample] = []
        weighted.reserveCapacity(bins.count)
        var total = 0.0
        var requests = 0.0
        for bin in bins {
            let distance = abs(logOdds - bin.logOdds) * Self.kernelSteps / Self.width
            guard distance < Double(kernel.count) else { continue }
            let weight =
                bin.weight * kernel[Int(distance)] * (bin.step == step ? Self.sameTime : 1)
            weighted.append(WeightedSample(value: bin.size, weight: weight))
            total += weight
            requests += weight * bin.size
        }
        let mean = max(
            (requests + Self.priorBins * typicalSize) / (total + Self.priorBins),
            1.0001
        )
        let sizeMean =
            (requests + Self.geometricBins * mean) / (total + Self.geometricBins)
        var sizes = SizeQuantiles(
            weighted,
            total: total,
            geometricWeight: Self.geometricBins,
            mean: mean
        )
        let quantiles = (1...9).map { decile -> Double in
            let level = Double(decile) / 10
            guard 1 - level < probability else { return 0 }
            return sizes.next(atLeast: 1 - (1 - level) / probability)
        }
        return DemandForecast.Distribution(mean: probability * sizeMean, quantiles: quantiles)
    }
}

/// Ascending quantiles of weighted sizes mixed with a geometric distribution.
private struct SizeQuantiles {
    private let samples: [WeightedSample]
    private let total: Double
    private let geometricWeight: Double
    private let logTail: Double
    private var index = 0
    private var below = 0.0
    private var size = 1.0

    init(_ samples: [WeightedSample], total: Double, geometricWeight: Double, mean: Double) {
        self.samples = samples
        self.total = total + geometricWeight
        self.geometricWeight = geometricWeight
        logTail = Double.log(1 - 1 / mean)
    }

    /// The least whole number of requests, not below any asked for before, that a busy bin does not
    /// exceed with a probability.
    mutating func next(atLeast probability: Double) -> Double {
        while true {
            while index < samples.count, samples[index].value <= size {
                below += samples[index].weight
                index += 1
            }
            // The geometric part must hold what the samples so far do not.
            let missing = (probability - 1e-12) * total - below
            let tail = 1 - missing / geometricWeight
            let wanted =
                tail >= 1 ? size : max(size, (Double.log(max(tail, 1e-300)) / logTail).rounded(.up))
            let nextSample = index < samples.count ? samples[index].value.rounded(.up) : .infinity
            if wanted < nextSample || nextSample <= size {
                size = min(wanted, 1e15)
                return size
            }
            size = nextSample
        }
    }
}
