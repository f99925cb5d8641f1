package import Domain
internal import Forecasting

/// Why a ping is planned, itemised.
package func reasons(for ping: PlannedPing) -> [Reason] {
    let value = ping.value
    var reasons = [
        Reason(.elapsedMinutes, Double(ping.elapsedMinutes)),
        Reason(.survival, ping.opinion.survival),
        Reason(.hazard, ping.opinion.hazard),
        Reason(.requestProbability, ping.requestProbability),
        Reason(.coldStartValue, value),
        Reason(.price, ping.price * value),
        Reason(.saving, ping.saving * value),
        Reason(.coldChance, ping.coldChance),
    ]
    if let runnerUp = ping.runnerUpMinute {
        reasons.append(Reason(.runnerUpMinutesLater, Double(runnerUp - ping.minute)))
    }
    let experts: [(weight: Reason.Name, hazard: Reason.Name)] = [
        (.weightOfProduct, .hazardOfProduct), (.weightOfClockwork, .hazardOfClockwork),
        (.weightOfSharpGaps, .hazardOfSharpGaps), (.weightOfWideGaps, .hazardOfWideGaps),
        (.weightOfFleet, .hazardOfFleet),
    ]
    for (expert, name) in experts.enumerated() {
        reasons.append(Reason(name.weight, ping.opinion.weights[expert]))
        reasons.append(Reason(name.hazard, ping.opinion.hazards[expert]))
    }
    return reasons
}

/// The same with what the engine believed and allowed when it decided.
func reasons(
    for ping: PlannedPing,
    in choice: Choice,
    exploration: Exploration?
) -> [Reason] {
    var reasons = reasons(for: ping)
    if let explanation = choice.explanation {
        let value = ping.value
        reasons += [
            Reason(.idleTimeoutMinutes, explanation.idle.median.inSeconds / 60),
            Reason(.idleTimeoutLowMinutes, explanation.idle.low.inSeconds / 60),
            Reason(.idleTimeoutHighMinutes, explanation.idle.high.inSeconds / 60),
            Reason(.credit, explanation.credit * value),
            Reason(.spentInGap, explanation.spentInGap * value),
            Reason(.priceFactor, explanation.priceFactor),
        ]
        if let hazard = explanation.memorylessHazard {
            reasons.append(Reason(.memorylessHazard, hazard))
        }
    }
    if exploration != nil {
        let share = Exploration.withheldShare
        let isWithheld = choice.refusal == .exploration
        reasons.append(Reason(.probabilityOfDecision, isWithheld ? share : 1 - share))
    }
    return reasons
}
