/// How one endpoint stands to its target.
package struct TargetState: Equatable, Sendable {
    /// Whether the target can be met.
    package enum Verdict: String, CaseIterable, Sendable {
        /// Too little has been seen to say.
        case unknown
        /// It can, with the money there is.
        case feasible
        /// Its budgets do not allow what it costs.
        case unaffordable
        /// Not at any price.
        case unreachable
    }

    package var endpointID: EndpointID
    /// The highest share of requested minutes that may meet a cold start.
    package var rate: Double
    /// Requested minutes of the target's window, and how many of them met a cold start, as the
    /// engine believes.
    package var requestedMinutes: Double
    package var coldMinutes: Double
    /// ν: what an avoided cold start is worth, in pings.
    package var value: Double
    /// 1 + the sum of the budgets' λ.
    package var priceFactor: Double
    package var verdict: Verdict
    /// The rate that present prices bring; `nil` while that is not known.
    package var presentRate: Double?
    /// What pings cost a month of 30 days at present prices, and what meeting the target (or where
    /// that cannot be, coming as near as can be) would cost.
    package var presentMonthly: Money?
    package var neededMonthly: Money?
    /// The lowest rate that any money brings.
    package var bestRate: Double?

    package init(
        endpointID: EndpointID,
        rate: Double,
        requestedMinutes: Double,
        coldMinutes: Double,
        value: Double,
        priceFactor: Double,
        verdict: Verdict,
        presentRate: Double? = nil,
        presentMonthly: Money? = nil,
        neededMonthly: Money? = nil,
        bestRate: Double? = nil
    ) {
        self.endpointID = endpointID
        self.rate = rate
        self.requestedMinutes = requestedMinutes
        self.coldMinutes = coldMinutes
        self.value = value
        self.priceFactor = priceFactor
        self.verdict = verdict
        self.presentRate = presentRate
        self.presentMonthly = presentMonthly
        self.neededMonthly = neededMonthly
        self.bestRate = bestRate
    }

    /// Requested minutes that may still meet a cold start in the window; negative when more have than
    /// may.
    package var errorBudgetLeft: Double { rate * requestedMinutes - coldMinutes }
}
