internal import Domain
import RealModule

/// The hazard of one endpoint's next request (or of its next minute that needs *k* instances):
/// five experts, mixed by how well they have predicted (docs/how-it-decides.md).
///
///  0. *product*: the fleet's hazard × level × elapsed × hour × weekday × hour of week × minute;
///  1. *clockwork*: the same, sharper in the minute of the hour and with the minute of the day;
///  2. *sharp gaps* and 3. *wide gaps*: a Dirichlet process over inter-arrival gaps on expert 0;
///  4. *fleet*: the fleet's table alone.
///
/// Time is whole minutes since the epoch. A minute with a request is an *event*. Before the first
/// one the fleet says when new endpoints were first called. The state is compact (about 12 kB);
/// what a plan needs of it is spread out in a shared ``HazardWorkspace``.
package struct HazardModel: Equatable, Sendable {
    /// One number for each expert; lanes beyond the fifth are unused.
    package typealias Experts = SIMD8<Double>

    package static let expertCount = 5
    /// Rises with every change that makes saved states mean something else.
    package static let version = 1

    /// Observations are forgotten by this factor in the experts' log scores.
    private static let scoreRetention = 0.97
    /// No expert falls lower than this in log weight, so that each can come back.
    private static let lowestLogWeight = -7.0
    /// The logarithm of a twentieth.
    private static let clearlyWorse = -3.0

    var rates = ArrivalRates()
    /// `nil` until there was something to learn.
    var factors: SeasonalFactors?
    var gaps = RecentGaps()
    /// Log weights of the experts at the last event.
    var logWeights = Experts(repeating: 0)
    private var gap = OpenGap()
    /// Elapsed minutes at which the open gap's data went missing, and how many minutes are missing.
    var missingFrom: Int? { gap.unknown }
    var missingMinutes: Int { gap.unknownMinutes }

    /// Opens the gap after the last event as it stood before anything of it was committed.
    mutating func openGap(missingFrom: Int?, minutes: Int) {
        gap = OpenGap(
            unknown: missingFrom,
            unknownMinutes: minutes,
            memorylessHazard: memorylessHazard,
            logWeights: logWeights
        )
    }

    /// By how much the mixture's log score has been better than that of a constant hazard, the last
    /// week's; and how many gaps are in it.
    var advantage = 0.0
    var advantageGaps = 0.0

    /// The last minute with a request, or `nil` before the first one.
    package internal(set) var lastEvent: Int?
    /// The minute from which on an endpoint without any request has been watched.
    package internal(set) var watchedFrom: Int?

    package init(watchedFrom: Int? = nil) { self.watchedFrom = watchedFrom }

    /// The minute that elapsed time is counted from: the last event, or the one before watching
    /// began; `nil` when neither is known.
    package var origin: Int? { lastEvent ?? watchedFrom.map { $0 - 1 } }

    /// How many minutes after the origin have been learned to be without a request.
    package var committedMinutes: Int { gap.committed }

    /// The class of the fleet's table that the open gap belongs to.
    package var tableRow: Int { lastEvent == nil ? FleetPrior.firstRequestRow : rates.tableRow }

    /// Learns that `minute` had a request and that the minutes since the last event had none.
    ///
    /// - Precondition: `minute` lies after every minute that was learned from.
    /// - Complexity: O(*g*) in the minutes since the last event.
    package mutating func observe(
        eventAt minute: Int,
        in setting: HazardSetting,
        with workspace: inout HazardWorkspace
    ) {
        var length: Int?
        if let lastEvent {
            precondition(minute > lastEvent + gap.committed, "the past has been learned from")
            let elapsed = minute - lastEvent
            length = elapsed - gap.unknownMinutes
            if elapsed > setting.burstMinutes {
                endGap(after: elapsed, at: lastEvent, in: setting, with: &workspace)
            }
            if gap.unknown == nil { gaps.add(gap: elapsed) }
        }
        rates.observe(gap: length)
        factors?.grow(to: minute)
        lastEvent = minute
        gap = OpenGap(memorylessHazard: memorylessHazard, logWeights: logWeights)
    }

    /// Learns that the first `elapsed` minutes after the origin had no request.
    ///
    /// - Precondition: there is an origin.
    /// - Complexity: O(*n*) in newly committed minutes.
    package mutating func commit(
        elapsed: Int,
        in setting: HazardSetting,
        with workspace: inout HazardWorkspace
    ) {
        guard let origin else { preconditionFailure("no gap is open before watching begins") }
        guard elapsed > gap.committed else { return }
        if lastEvent != nil {
            let known = gap.unknown.map { min(elapsed, $0 - 1) } ?? elapsed
            fill(&workspace, setting)
            let stretch = Stretch(
                first: gap.committed + 1,
                last: known,
                survival: gap.survival,
                endsWithEvent: false
            )
            walk(
                stretch,
                from: origin,
                scores: true,
                learns: false,
                in: setting,
                view: workspace.view
            )
        }
        gap.committed = elapsed
    }

    /// Takes note that nothing is known of a minute: no data is not no request.
    ///
    /// From there on the open gap teaches nothing any more.
    package mutating func missData(atMinute minute: Int) {
        guard let lastEvent, minute > lastEvent + gap.committed else { return }
        let elapsed = minute - lastEvent
        guard let unknown = gap.unknown else {
            gap.unknown = elapsed
            gap.unknownMinutes = 1
            return
        }
        guard elapsed > unknown else { return }
        gap.unknownMinutes += 1
    }

    /// Writes the hazards of the minutes after the committed ones.
    ///
    /// `workspace.hazards[j]` is P(a request in minute `origin + committed + j` | none before), for
    /// *j* from 1 on; index 0 is unused.
    ///
    /// - Precondition: there is an origin.
    /// - Complexity: O(*horizon*), about 20 ns a minute.
    package func writeHazards(to workspace: inout HazardWorkspace, in setting: HazardSetting) {
        guard let origin else { preconditionFailure("no hazard before watching begins") }
        fill(&workspace, setting)
        let view = workspace.view
        var walk = Walk(offsets: setting.offsets, lastEvent: origin, survival: gap.survival)
        var weights = currentWeights
        let committed = gap.committed
        for step in 1...workspace.horizon {
            let elapsed = committed + step
            let hazards = walk.hazards(atElapsed: elapsed, in: view)
            workspace.set(step, experts: hazards, weights: weights)
            guard elapsed > setting.burstMinutes, lastEvent != nil else { continue }
            weights *= 1 - hazards
            if step % 32 == 0 { weights /= weights.max() }
        }
    }

    /// What each expert says of one minute, and how much it counts.
    package struct Opinion: Equatable, Sendable {
        /// P(a request in that minute | none before), by expert.
        package var hazards: Experts
        /// They sum to 1.
        package var weights: Experts
        /// The mixture's.
        package var hazard: Double
        /// The mixture's chance that no request came between the committed minutes and this one.
        package var survival: Double
    }

    /// The experts' opinions of `minute`, which lies after the committed ones.
    ///
    /// - Returns: `nil` where the model has no origin or the minute has been learned from.
    /// - Complexity: O(*n*) in the minutes since the committed ones.
    package func opinion(
        of minute: Int,
        in setting: HazardSetting,
        with workspace: inout HazardWorkspace
    ) -> Opinion? {
        guard let origin, minute > origin + gap.committed else { return nil }
        fill(&workspace, setting)
        let view = workspace.view
        var walk = Walk(offsets: setting.offsets, lastEvent: origin, survival: gap.survival)
        var weights = currentWeights
        var survival = 1.0
        for elapsed in gap.committed + 1..<minute - origin {
            let hazards = walk.hazards(atElapsed: elapsed, in: view)
            survival *= 1 - min((weights * hazards).sum() / weights.sum(), 0.99)
            guard elapsed > setting.burstMinutes, lastEvent != nil else { continue }
            weights *= 1 - hazards
            if elapsed % 32 == 0 { weights /= weights.max() }
        }
        let hazards = walk.hazards(atElapsed: minute - origin, in: view)
        weights /= weights.sum()
        return Opinion(
            hazards: hazards,
            weights: weights,
            hazard: min((weights * hazards).sum(), 0.99),
            survival: survival
        )
    }

    /// Before the first request only the fleet has something to say.
    private var currentWeights: Experts {
        lastEvent == nil ? Experts(0, 0, 0, 0, 1, 0, 0, 0) : Self.weights(gap.logWeights)
    }

    private func fill(_ workspace: inout HazardWorkspace, _ setting: HazardSetting) {
        workspace.view.fill(from: factors, gaps: gaps, table: setting.table, row: tableRow)
    }

    private mutating func endGap(
        after elapsed: Int,
        at lastEvent: Int,
        in setting: HazardSetting,
        with workspace: inout HazardWorkspace
    ) {
        let known = gap.unknown.map { $0 - 1 } ?? elapsed
        let endsWithEvent = gap.unknown == nil
        if factors == nil {
            factors = SeasonalFactors()
            factors?.grow(to: lastEvent)
        }
        fill(&workspace, setting)
        let stretch = Stretch(
            first: gap.committed + 1,
            last: known,
            survival: gap.survival,
            endsWithEvent: endsWithEvent
        )
        if gap.committed == 0 {
            walk(
                stretch,
                from: lastEvent,
                scores: true,
                learns: true,
                in: setting,
                view: workspace.view
            )
        } else {
            walk(
                stretch,
                from: lastEvent,
                scores: true,
                learns: false,
                in: setting,
                view: workspace.view
            )
            var whole = stretch
            whole.first = 1
            whole.survival = 1
            walk(
                whole,
                from: lastEvent,
                scores: false,
                learns: true,
                in: setting,
                view: workspace.view
            )
        }
        guard endsWithEvent else { return }
        compareWithMemoryless(elapsed: elapsed, in: setting)
        let relative = gap.logWeights - Self.highest(gap.logWeights)
        logWeights = pointwiseMax(
            Self.scoreRetention * relative,
            Experts(repeating: Self.lowestLogWeight)
        )
        for unused in Self.expertCount..<Experts.scalarCount { logWeights[unused] = 0 }
    }

    /// Whether a constant hazard has predicted the last week's gaps better than the mixture.
    ///
    /// Ten gaps are the least that says so, and it must be 20 times as likely.
    package var isWorseThanMemoryless: Bool { advantageGaps >= 10 && advantage < Self.clearlyWorse }

    /// The hazard that does not know the time: events a minute, more than a burst after the last.
    package var memorylessHazard: Double { (factors ?? .none).memorylessHazard }

    private mutating func compareWithMemoryless(elapsed: Int, in setting: HazardSetting) {
        let mixture = Self.logSum(gap.logWeights) - Self.logSum(logWeights)
        let minutes = Double(elapsed - setting.burstMinutes)
        let hazard = gap.memorylessHazard
        let memoryless = Double.log(hazard) + (minutes - 1) * Double.log(onePlus: -hazard)
        let kept = Double.exp2(-Double(elapsed) / (7 * 1440))
        advantage = advantage * kept + mixture - memoryless
        advantageGaps = advantageGaps * kept + 1
    }

    private static func logSum(_ logWeights: Experts) -> Double {
        let highest = highest(logWeights)
        return highest + Double.log(weights(logWeights).sum())
    }

    /// Minutes of a gap, by elapsed time.
    private struct Stretch {
        var first: Int
        var last: Int
        /// The chance that expert 0 gave to silence before the first of them.
        var survival: Double
        /// The last of them holds the event.
        var endsWithEvent: Bool
    }

    /// Walks through minutes of a gap, adding to the experts' log scores, to the factors'
    /// expectations, or to both.
    ///
    /// The factors move only when a gap has ended, over the whole of it: within it they stand as
    /// they did at its start.
    private mutating func walk(
        _ stretch: Stretch,
        from lastEvent: Int,
        scores: Bool,
        learns: Bool,
        in setting: HazardSetting,
        view: FrozenView
    ) {
        guard stretch.first <= stretch.last else { return }
        var walk = Walk(offsets: setting.offsets, lastEvent: lastEvent, survival: stretch.survival)
        var learned = learns ? factors ?? SeasonalFactors() : SeasonalFactors.none
        if learns { factors = nil }  // Sole owner, so that learning copies nothing.
        var product = Experts(repeating: 1)
        var sinceFolded = 0
        for minute in stretch.first...stretch.last {
            let hazards = walk.hazards(atElapsed: minute, in: view)
            guard minute > setting.burstMinutes else { continue }
            let isEvent = stretch.endsWithEvent && minute == stretch.last
            if learns {
                learned.learn(hazard: hazards[0], isEvent: isEvent, cells: walk.cells, view: view)
            }
            guard scores else { continue }
            product *= isEvent ? hazards : 1 - hazards
            sinceFolded += 1
            if sinceFolded == 32 {
                gap.logWeights += Self.logarithms(product)
                product = Experts(repeating: 1)
                sinceFolded = 0
            }
        }
        if learns { factors = learned }
        guard scores else { return }
        gap.logWeights += Self.logarithms(product)
        gap.survival = walk.survival
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
private struct OpenGap: Equatable, Sendable {
    /// Minutes since the event that were learned to be without another.
    var committed = 0
    /// The chance that expert 0 gave to those minutes being silent.
    var survival = 1.0
    /// Elapsed minutes at which the data went missing, and how many are missing.
    var unknown: Int?
    var unknownMinutes = 0
    /// What a constant hazard said at the gap's start.
    var memorylessHazard = 0.0
    /// The experts' log weights after those minutes.
    var logWeights = HazardModel.Experts(repeating: 0)
}
