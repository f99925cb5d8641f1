package import Domain

extension TargetState {
    /// Whether the target can be met, as one sentence: of one that cannot, the nearest that can.
    ///
    /// - Parameters:
    ///   - name: The endpoint's.
    ///   - target: As it was written.
    /// - Returns: The sentence, without a full stop.
    package func verdictSentence(name: String, target: String) -> String {
        switch verdict {
        case .unknown:
            return "too little is known yet to say whether \(name) can meet \(target)"
        case .feasible:
            return "\(name) can meet \(target) with the money there is"
        case .unaffordable:
            var sentence = "\(name) cannot meet \(target) within its budgets"
            if let neededMonthly { sentence += ": it needs \(Self.brief(neededMonthly)) a month" }
            if let presentRate {
                let money = presentMonthly.map { "\(Self.brief($0)) a month" } ?? "money"
                sentence +=
                    "\(neededMonthly == nil ? ":" : ", and") the present \(money) brings "
                    + "\(Self.rateText(presentRate)) cold"
            }
            return sentence
        case .unreachable:
            let best = bestRate.map {
                ": the best that any money brings is \(Self.rateText($0)) cold"
            }
            return "\(name) cannot meet \(target) at any price\(best ?? "")"
        }
    }

    /// What of the window was cold, and what may be.
    func windowText(_ window: Duration) -> String {
        "\(briefText(coldMinutes)) of \(briefText(requestedMinutes)) requested minutes of the last "
            + "\(durationText(window)) met a cold start, \(briefText(allowedMinutes)) may"
    }

    private static func rateText(_ rate: Double) -> String { "\(briefText(rate * 100)) %" }

    private static func brief(_ money: Money) -> String {
        "\(briefText(Double(money.nanos) / 1e9)) \(money.currency)"
    }
}

extension BudgetStatus {
    /// What is told of a budget of this name.
    func sentence(_ kind: Notice.Kind, name: String) -> String {
        let until = "until \(rfc3339(period.upperBound))"
        switch kind {
        case .budgetReached where budget.isHard:
            return "\(name) is used up: of \(budget.limit) \(left) is left, and no ping that costs "
                + "more is sent \(until)"
        case .budgetReached:
            return
                "\(name) is used up: of \(budget.limit) \(left) is left \(until); it is soft, and "
                + "pings go on"
        case .budgetRelieved:
            return "\(name) has \(left) of \(budget.limit) left \(until)"
        default:
            return
                "\(percentage(shareUsed)) of \(name) is used: \(left) of \(budget.limit) is left "
                + until
        }
    }
}
