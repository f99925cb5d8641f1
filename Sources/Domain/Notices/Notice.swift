/// What a person is told once of a budget or a target.
package struct Notice: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The share from which on a budget warns is used.
        case budgetWarning = "budget-warning"
        /// Nothing that costs something fits a budget any more.
        case budgetReached = "budget-reached"
        /// A budget that had warned or was reached does neither any more.
        case budgetRelieved = "budget-relieved"
        /// More of the window's requested minutes met a cold start than may.
        case targetMissed = "target-missed"
        /// A target that was missed is met again.
        case targetMet = "target-met"
        /// A target cannot be met with the money there is, or with any.
        case targetInfeasible = "target-infeasible"
        /// A target that could not be met can be.
        case targetFeasible = "target-feasible"
    }

    package enum Subject: Hashable, Sendable {
        /// A budget, by its id, in the period that begins then.
        case budget(Int64, periodStart: Timestamp)
        /// An endpoint's target, as it was written then.
        case target(EndpointID, text: String)
    }

    package var id: Int64
    package var kind: Kind
    package var subject: Subject
    /// `fleet per day`, or the endpoint's name.
    package var name: String
    package var noticedAt: Timestamp
    package var sentence: String
    /// The figures of that moment, as JSON.
    package var details: String
    /// How often a webhook did not take it.
    package var attempts: Int
    /// `nil` until a webhook took it.
    package var deliveredAt: Timestamp?

    package init(
        id: Int64 = 0,
        kind: Kind,
        subject: Subject,
        name: String,
        noticedAt: Timestamp,
        sentence: String,
        details: String,
        attempts: Int = 0,
        deliveredAt: Timestamp? = nil
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.name = name
        self.noticedAt = noticedAt
        self.sentence = sentence
        self.details = details
        self.attempts = attempts
        self.deliveredAt = deliveredAt
    }
}

extension Notice {
    /// Nothing is tried later than so long after the notice.
    package static let longestTrying = Duration.seconds(86_400)
    /// The longest time between two attempts.
    package static let longestPause = Duration.seconds(3600)

    /// When a webhook that has just not taken it is tried again: after 1, 2, 4 … 60 minutes.
    ///
    /// - Parameters:
    ///   - attempts: How often it was tried, the last time included.
    ///   - now: When the last attempt ended.
    /// - Returns: `nil` when that would be more than a day after the notice.
    /// - Precondition: `attempts` is positive.
    package func nextAttempt(after attempts: Int, at now: Timestamp) -> Timestamp? {
        precondition(attempts > 0, "a first attempt comes without a pause")
        let pause = min(Duration.seconds(60 << min(attempts - 1, 6)), Self.longestPause)
        let next = now.advanced(by: pause)
        return next <= noticedAt.advanced(by: Self.longestTrying) ? next : nil
    }
}
