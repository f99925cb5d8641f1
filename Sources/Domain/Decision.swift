/// One choice of the engine, with its itemised why: kept in the history and shown to people.
package struct Decision: Equatable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        /// Pinged.
        case ping
        /// Would have pinged; the endpoint is in shadow mode.
        case shadowPing
        /// Planned, but not sent because the endpoint has been failing.
        case heldBack
        /// Planned, but not sent because what pings may cost the endpoint has been spent.
        case unaffordable
        /// Decided, but not sent because a hard budget has no room for what it might cost.
        case overBudget
        /// Planned, but withheld by chance, so that what warming saves can be estimated.
        case withheld
        /// Planned, but its minute had passed or was too near when the engine came to it: dropped and
        /// counted.
        case misfire
    }

    package var endpointID: EndpointID
    package var decidedAt: Timestamp
    /// The minute (since the epoch) that the decision is about.
    package var minute: Int
    package var action: Action
    package var instances: Int
    package var reasons: [Reason]

    package init(
        endpointID: EndpointID,
        decidedAt: Timestamp,
        minute: Int,
        action: Action,
        instances: Int,
        reasons: [Reason]
    ) {
        self.endpointID = endpointID
        self.decidedAt = decidedAt
        self.minute = minute
        self.action = action
        self.instances = instances
        self.reasons = reasons
    }
}

/// One item of a decision's why: a named number.
package struct Reason: Equatable, Sendable {
    package enum Name: String, CaseIterable, Sendable {
        /// Minutes since the last minute with a request.
        case elapsedMinutes
        /// The chance that no request has come by this minute, seen from the last one.
        case survival
        /// The chance of a request within the warmth that the ping buys, none having come before.
        case requestProbability
        /// What an avoided cold start is worth, in pings.
        case coldStartValue
        /// What the ping costs, in pings.
        case price
        /// What pinging saves against not pinging at this minute, in pings, by the whole plan.
        case saving
        /// Minutes that the platform is believed to keep an idle instance: the median, and what it
        /// is shorter and longer than with a chance of a tenth.
        case idleTimeoutMinutes
        case idleTimeoutLowMinutes
        case idleTimeoutHighMinutes
        /// The chance that the ping finds the instance cold.
        case coldChance
        /// The chance of a request in this very minute, none having come before.
        case hazard
        /// The constant hazard planned with where the mixture has been worse than it for a week.
        case memorylessHazard
        /// When the best plan without this ping would ping next; absent when it never would.
        case runnerUpMinutesLater
        /// What the endpoint's account allows to be spent, and what this gap has cost, in pings.
        case credit
        case spentInGap
        /// By how much pings count more than they cost, as budgets have it: 1 + the sum of their λ.
        case priceFactor
        /// The key of the manual schedule that asked for the warm-up.
        case schedule
        /// The chance with which this decision was drawn, where decisions are randomised.
        case probabilityOfDecision
        /// The weights of the experts in the forecast at this minute, and what each says.
        case weightOfProduct
        case weightOfClockwork
        case weightOfSharpGaps
        case weightOfWideGaps
        case weightOfFleet
        case hazardOfProduct
        case hazardOfClockwork
        case hazardOfSharpGaps
        case hazardOfWideGaps
        case hazardOfFleet
    }

    package var name: Name
    package var value: Double

    package init(_ name: Name, _ value: Double) {
        self.name = name
        self.value = value
    }
}
