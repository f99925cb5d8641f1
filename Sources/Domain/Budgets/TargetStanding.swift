/// How an endpoint stands to its target, in a word.
package enum TargetStanding: String, CaseIterable, Sendable {
    case met
    case missed
    /// Too little has been seen to say.
    case unknown
    /// It cannot be met with the money there is, or with any.
    case infeasible
}

extension TargetState {
    /// So many requested minutes must have been seen before a target counts as missed.
    package static let minutesToJudge = 20.0
    /// A missed target counts as met again only below this part of what may be cold.
    package static let metAgainShare = 0.95

    package var standing: TargetStanding {
        if isInfeasible { return .infeasible }
        guard requestedMinutes >= Self.minutesToJudge else { return .unknown }
        return isMissed ? .missed : .met
    }

    package var isInfeasible: Bool { verdict == .unaffordable || verdict == .unreachable }

    /// Requested minutes of the window that may meet a cold start.
    package var allowedMinutes: Double { rate * requestedMinutes }

    /// Whether enough has been seen, and more of it was cold than may be.
    package var isMissed: Bool {
        requestedMinutes >= Self.minutesToJudge && coldMinutes > allowedMinutes
    }

    /// Whether what was missed is met again, and by more than a hair.
    package var isMetAgain: Bool {
        requestedMinutes >= Self.minutesToJudge
            && coldMinutes < Self.metAgainShare * allowedMinutes
    }

    /// Whether what could not be met can be, and by more than a hair where money is what limits it.
    package var isFeasibleAgain: Bool {
        guard verdict == .feasible else { return false }
        let hair = Self.metAgainShare * rate
        guard (bestRate ?? 0) <= hair else { return false }
        return priceFactor <= 1 || (presentRate ?? 1) <= hair
    }
}
