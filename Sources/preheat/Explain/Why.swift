import Domain
import Forecasting
import Planning
import Reporting

/// Every number behind one decision, or behind the one not to ping, by its name.
struct Why {
    /// As they were stored with the decision, or as the engine gives them.
    private(set) var numbers: [Reason.Name: Double]
    /// The next ping of the plan, where nothing is pinged now.
    var nextPingMinute: Int?
    /// Through when the instance is believed warm anyway.
    var warmThroughMinute: Int?
    private var hasSeenRequest = true

    init(_ decision: Decision) {
        numbers = Dictionary(
            decision.reasons.map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    init(_ explanation: Explanation) {
        let value = explanation.coldStartValue
        var numbers: [Reason.Name: Double] = [
            .elapsedMinutes: Double(explanation.elapsedMinutes),
            .survival: explanation.opinion.survival,
            .hazard: explanation.opinion.hazard,
            .coldStartValue: value,
            .price: explanation.prices.warm * value,
            .idleTimeoutMinutes: explanation.idle.median.inSeconds / 60,
            .idleTimeoutLowMinutes: explanation.idle.low.inSeconds / 60,
            .idleTimeoutHighMinutes: explanation.idle.high.inSeconds / 60,
            .credit: explanation.credit * value,
            .spentInGap: explanation.spentInGap * value,
            .priceFactor: explanation.priceFactor,
        ]
        numbers[.requestProbability] = explanation.requestProbability
        numbers[.saving] = explanation.saving.map { $0 * value }
        numbers[.memorylessHazard] = explanation.memorylessHazard
        for (expert, name) in Self.experts.enumerated() {
            numbers[name.weight] = explanation.opinion.weights[expert]
            numbers[name.hazard] = explanation.opinion.hazards[expert]
        }
        self.numbers = numbers
        nextPingMinute = explanation.nextPingMinute
        warmThroughMinute = explanation.warmThroughMinute
        hasSeenRequest = explanation.hasSeenRequest
    }

    /// The same with what another knows besides.
    func completed(by other: Why) -> Why {
        var why = self
        why.numbers.merge(other.numbers) { own, _ in own }
        why.hasSeenRequest = other.hasSeenRequest
        return why
    }

    subscript(name: Reason.Name) -> Double? {
        // Stored numbers may be anything; none that means something is so large.
        numbers[name].flatMap { abs($0) < 1e12 ? $0 : nil }
    }

    /// The experts, and what each is called in a sentence.
    static let experts: [(weight: Reason.Name, hazard: Reason.Name, says: String)] = [
        (.weightOfProduct, .hazardOfProduct, "the hours of the day and the week"),
        (.weightOfClockwork, .hazardOfClockwork, "a timer's regular calls"),
        (.weightOfSharpGaps, .hazardOfSharpGaps, "gaps of exactly this length before"),
        (.weightOfWideGaps, .hazardOfWideGaps, "gaps of about this length before"),
        (.weightOfFleet, .hazardOfFleet, "what other endpoints did after such gaps"),
    ]
}

extension Why {
    private static let heard = 0.1

    /// What a request's chance is, and who says so.
    var chanceSentences: [String] {
        guard let probability = self[.requestProbability] else { return [] }
        let elapsed = self[.elapsedMinutes].map { durationText(.seconds(60 * Int64($0))) }
        let since =
            hasSeenRequest
            ? elapsed.map { ", \($0) after the last one" } ?? "" : "; none had been seen yet"
        var sentences = [
            "Within the warmth that a ping buys a request was \(percentage(probability)) likely\(since)."
        ]
        let voices = Self.experts.compactMap { weight, hazard, says in
            self[weight].map { (weight: $0, hazard: self[hazard] ?? 0, says: says) }
        }
        .filter { $0.weight >= Self.heard }
        .sorted { $0.weight > $1.weight }
        if let memoryless = self[.memorylessHazard] {
            sentences.append(
                "The forecast has lately been worse than a constant chance, and so that was taken: "
                    + "\(percentage(memoryless)) a minute."
            )
        } else if !voices.isEmpty {
            let parts = voices.map {
                "\($0.says) (weight \(percentage($0.weight)), \(percentage($0.hazard)) in this minute)"
            }
            sentences.append("That comes from \(parts.joined(separator: "; ")).")
        }
        return sentences
    }

    /// What is believed of the platform.
    var idleSentence: String? {
        guard let median = self[.idleTimeoutMinutes] else { return nil }
        func text(_ minutes: Double?) -> String? {
            minutes.map { durationText(.seconds(Int64(($0 * 60).rounded()))) }
        }
        let low = text(self[.idleTimeoutLowMinutes])
        let high = text(self[.idleTimeoutHighMinutes])
        let kept = durationText(.seconds(Int64((median * 60).rounded())))
        guard let low, let high, low != high else {
            return "An idle instance is kept for \(kept), as stated."
        }
        return "An idle instance is believed to be kept for \(kept): with a chance of 80 % for "
            + "\(low) to \(high)."
    }

    /// What a ping costs, and what it is worth.
    var priceSentence: String? {
        guard let value = self[.coldStartValue], let price = self[.price] else { return nil }
        let factor = self[.priceFactor] ?? 1
        let budgets =
            factor > 1.000_5
            ? ", for budgets made each count \(decimal(factor, places: 2)) times (λ = "
                + "\(decimal(factor - 1, places: 2)))" : ""
        return "An avoided cold start was worth \(decimal(value, places: 1)) pings, and the ping "
            + "counted \(decimal(price, places: 2))\(budgets)."
    }

    /// What would have turned a ping into none: it pays where the chance of a request, times what an
    /// avoided cold start is worth, is more than its price.
    var turnOfPing: String? {
        guard let probability = self[.requestProbability], let price = self[.price],
            let value = self[.coldStartValue], probability > 0, price > 0
        else { return nil }
        return "It would not have been sent had an avoided cold start been worth less than about "
            + "\(decimal(price / probability, places: 1)) pings, or pings counted more than about "
            + "\(decimal(value * probability / price, places: 1)) times as much."
    }

    /// What would have turned none into a ping.
    var turnOfNone: String? {
        guard let value = self[.coldStartValue], let price = self[.price], value > 0,
            let probability = self[.requestProbability]
        else { return nil }
        let least = price / value
        guard probability < least else {
            return "Waiting was better than pinging at once: the plan's next ping covers the same "
                + "requests for less."
        }
        return "A ping pays from a chance of about \(percentage(least)) on; at "
            + "\(percentage(probability)) it would have had to be worth "
            + "\(decimal(price / max(probability, 1e-9), places: 0)) pings to avoid a cold start."
    }
}
