package import Domain
import RealModule

/// The chance, minute by minute, that the next request comes, learned online from active minutes.
///
/// Five experts (design: docs/how-it-decides.md) are mixed by their exponentially forgotten log
/// score; inside a gap the weights are the exact posterior, so that an expert who was sure of a
/// moment that has passed falls at once:
///  0. *product*: the fleet's hazard × level × elapsed time × hour × weekday × hour of week × minute;
///  1. *clockwork*: the same, sharper in the minute of the hour and with the minute of the day;
///  2. *sharp gaps* and 3. *wide gaps*: a Dirichlet process over inter-arrival gaps on expert 0;
///  4. *fleet*: the fleet's table alone.
///
/// Time is whole minutes since the epoch. A minute with a request is an *event*; only what happens
/// more than ``burstMinutes`` after the last event is scored and learned from, so that bursts stay
/// out of the statistics.
package struct HazardModel: Sendable {
    /// One number for each expert; lanes beyond the fifth are unused and zero.
    package typealias Experts = SIMD8<Double>

    package static let expertCount = 5
    package static let burstMinutes = 5

    /// Observations are forgotten by this factor in the experts' log scores.
    private static let scoreRetention = 0.97
    /// No expert falls lower than this in log weight, so that each can come back.
    private static let lowestLogWeight = -7.0

    private let table: HazardTable
    private let offsets: UTCOffsets
    private var rates = ArrivalRates()
    private var factors = SeasonalFactors()
    private var sharpGaps = GapMemory(kernel: .sharp, retention: 0.90, priorMass: 1)
    private var wideGaps = GapMemory(kernel: .wide, retention: 0.97, priorMass: 2)
    /// Log weights of the experts at the last event.
    private var logWeights = Experts(repeating: 0)
    private var gap = OpenGap()

    /// The last minute with a request, or `nil` before the first one.
    package private(set) var lastEvent: Int?
    /// How many active minutes were observed.
    package private(set) var eventCount = 0

    package init(table: HazardTable, offsets: UTCOffsets = .utc) {
        self.table = table
        self.offsets = offsets
    }

    /// How many minutes after the last event have been learned to be without one.
    package var committedMinutes: Int { gap.committed }

    /// Learns that `minute` had a request and that the minutes since the last event had none.
    ///
    /// - Precondition: `minute` lies after every minute that was learned from.
    /// - Complexity: O(*g*) in the minutes since the last event that were not committed.
    package mutating func observe(eventAt minute: Int) {
        var length: Int?
        if let lastEvent {
            precondition(minute > lastEvent + gap.committed, "the past has been learned from")
            let elapsed = minute - lastEvent
            length = elapsed
            if elapsed > Self.burstMinutes { endGap(after: elapsed, at: lastEvent) }
            sharpGaps.add(gap: elapsed)
            wideGaps.add(gap: elapsed)
        }
        rates.observe(gap: length)
        factors.grow(to: minute)
        lastEvent = minute
        eventCount += 1
        gap = OpenGap(logWeights: logWeights)
    }

    /// Learns that the first `elapsed` minutes after the last event had no request.
    ///
    /// - Precondition: there was an event.
    /// - Complexity: O(*n*) in newly committed minutes.
    package mutating func commit(elapsed: Int) {
        guard let lastEvent else { preconditionFailure("no gap is open before the first event") }
        guard elapsed > gap.committed else { return }
        let view = frozen()
        gap.view = view
        learn(through: elapsed, endsWithEvent: false, at: lastEvent, view: view)
    }

    /// Writes the hazards of the minutes after the committed ones.
    ///
    /// `ahead.hazards[j]` is P(a request in minute `lastEvent + committed + j` | none before), for
    /// *j* from 1 on; index 0 is unused.
    ///
    /// - Precondition: there was an event.
    /// - Complexity: O(*horizon*), about 20 ns a minute.
    package func writeHazards(to ahead: inout HazardsAhead) {
        guard let lastEvent else { preconditionFailure("no hazard before the first event") }
        let view = frozen()
        var walk = Walk(
            view: view,
            offsets: offsets,
            sharpGaps: sharpGaps,
            wideGaps: wideGaps,
            lastEvent: lastEvent,
            survival: gap.survival
        )
        var weights = Self.weights(gap.logWeights)
        let committed = gap.committed
        for step in 1...ahead.horizon {
            let elapsed = committed + step
            let hazards = walk.hazards(atElapsed: elapsed)
            let mixture = (weights * hazards).sum() / weights.sum()
            ahead.hazards[step] = min(mixture, 0.99)
            ahead.weights[step] = weights
            guard elapsed > Self.burstMinutes else { continue }
            weights *= 1 - hazards
            if step % 32 == 0 { weights /= weights.max() }
        }
    }

    private mutating func endGap(after elapsed: Int, at lastEvent: Int) {
        let view = frozen()
        learn(through: elapsed, endsWithEvent: true, at: lastEvent, view: view)
        let relative = gap.logWeights - Self.highest(gap.logWeights)
        logWeights = pointwiseMax(
            Self.scoreRetention * relative,
            Experts(repeating: Self.lowestLogWeight)
        )
    }

    /// Walks from the committed minutes through `elapsed`, adding to the factors' expectations and
    /// to the experts' log scores; the last minute may hold the event.
    private mutating func learn(
        through elapsed: Int,
        endsWithEvent: Bool,
        at lastEvent: Int,
        view: FrozenView
    ) {
        var walk = Walk(
            view: view,
            offsets: offsets,
            sharpGaps: sharpGaps,
            wideGaps: wideGaps,
            lastEvent: lastEvent,
            survival: gap.survival
        )
        var product = Experts(repeating: 1)
        var sinceFolded = 0
        for minute in gap.committed + 1...elapsed {
            let hazards = walk.hazards(atElapsed: minute)
            guard minute > Self.burstMinutes else { continue }
            let isEvent = endsWithEvent && minute == elapsed
            product *= isEvent ? hazards : 1 - hazards
            sinceFolded += 1
            if sinceFolded == 32 {
                gap.logWeights += Self.logarithms(product)
                product = Experts(repeating: 1)
                sinceFolded = 0
            }
            factors.learn(
                hazard: hazards[0],
                isEvent: isEvent,
                cells: walk.cells,
                view: view
            )
        }
        gap.logWeights += Self.logarithms(product)
        gap.survival = walk.survival
        gap.committed = elapsed
    }

    /// The factors as they stood at the last event, however much of the gap was learned from since.
    private func frozen() -> FrozenView {
        gap.view
            ?? FrozenView(
                factors: factors,
                sharpGaps: sharpGaps,
                wideGaps: wideGaps,
                table: table,
                row: rates.tableRow
            )
    }

    private static func highest(_ values: Experts) -> Double {
        (0..<expertCount).reduce(-.infinity) { max($0, values[$1]) }
    }

    private static func logarithms(_ values: Experts) -> Experts {
        var logarithms = Experts(repeating: 0)
        for expert in 0..<expertCount { logarithms[expert] = Double.log(values[expert]) }
        return logarithms
    }

    private static func weights(_ logWeights: Experts) -> Experts {
        let highest = highest(logWeights)
        var weights = Experts(repeating: 0)
        for expert in 0..<expertCount {
            weights[expert] = Double.exp(logWeights[expert] - highest)
        }
        return weights
    }
}

/// What is known of the gap that has not ended yet.
private struct OpenGap: Sendable {
    /// Minutes since the event that were learned to be without another.
    var committed = 0
    /// The chance that expert 0 gave to those minutes being silent.
    var survival = 1.0
    /// The factors at the event, kept once learning has moved them.
    var view: FrozenView?
    /// The experts' log weights after those minutes.
    var logWeights = HazardModel.Experts(repeating: 0)
}

/// Room for the hazards of the coming minutes, reused from plan to plan.
package struct HazardsAhead: Sendable {
    package let horizon: Int
    /// Index *j*: the hazard of the *j*-th minute ahead; index 0 is unused.
    package var hazards: [Double]
    /// The experts' weights in that hazard, not normalised.
    package var weights: [HazardModel.Experts]

    package init(horizon: Int) {
        self.horizon = horizon
        hazards = [Double](repeating: 0, count: horizon + 1)
        weights = [HazardModel.Experts](repeating: .zero, count: horizon + 1)
    }
}
