internal import Domain
package import Forecasting

/// The engine's reasoning about one endpoint and one minute, as a value: every number behind a
/// decision, also behind the one not to ping.
package struct Explanation: Equatable, Sendable {
    /// Since the epoch.
    package var minute: Int
    /// The level that decided: how many instances at least.
    package var level: Int
    /// Minutes since the level's last request, or since watching began.
    package var elapsedMinutes: Int
    /// Whether the level was ever needed.
    package var hasSeenRequest: Bool
    /// Each expert's hazard and weight, the mixture's hazard, and the survival until the minute.
    package var opinion: HazardModel.Opinion
    /// The mixture has been worse than a constant hazard: this one is planned with instead.
    package var memorylessHazard: Double?
    /// The price of a warm ping, in avoided cold starts, and of a cold one.
    package var prices: PingPrices
    /// The next ping of the plan if no request comes: at `minute` itself when it pings now.
    package var nextPingMinute: Int?
    /// The next ping of the best plan that decides otherwise about `minute`.
    package var runnerUpMinute: Int?
    /// What the decision saves against the runner-up, in avoided cold starts; `nil` where the
    /// decision is to wait.
    package var saving: Double?
    /// The chance of a request within the warmth that a ping at `minute` buys.
    package var requestProbability: Double?
    /// The last minute through which the instance is believed warm anyway; `nil` where it is cold.
    package var warmThroughMinute: Int?
    /// What an avoided cold start is worth, in pings.
    package var coldStartValue = 0.0
    /// By how much pings count more than they cost: 1 + the sum of the budgets' λ.
    package var priceFactor = 1.0
    /// What the endpoint's account allows to be spent, and what this gap has cost, in avoided cold
    /// starts.
    package var credit = 0.0
    package var spentInGap = 0.0
    /// The idle timeout believed.
    package var idle = IdleBelief(stated: .zero)
}

extension LevelPlanner {
    /// The reasoning behind a ping of this level's plan.
    func explanation(of ping: PlannedPing, in terms: PlanTerms) -> Explanation {
        Explanation(
            minute: ping.minute,
            level: level,
            elapsedMinutes: ping.elapsedMinutes,
            hasSeenRequest: ping.hasSeenRequest,
            opinion: ping.opinion,
            memorylessHazard: hazard.isWorseThanMemoryless ? hazard.memorylessHazard : nil,
            prices: terms.prices(ofLevel: level),
            nextPingMinute: ping.minute,
            runnerUpMinute: ping.runnerUpMinute,
            saving: ping.saving,
            requestProbability: ping.requestProbability
        )
    }

    /// The reasoning about not pinging at `minute`, when `next` is the plan's next ping: who waits
    /// might have pinged at once.
    func explanation(
        at minute: Int,
        next: PlannedPing?,
        in terms: PlanTerms,
        with workspace: inout PlanWorkspace
    ) -> Explanation? {
        guard let origin = hazard.origin else { return nil }
        let opinion = hazard.opinion(of: minute, in: terms.setting, with: &workspace.ahead)
        guard let opinion else { return nil }
        let warmMinutes = max(terms.keptHalfMinutes / 2, 1)
        let survival = (minute..<minute + warmMinutes).reduce(1.0) { survival, minute in
            let hazard = hazard.opinion(of: minute, in: terms.setting, with: &workspace.ahead)?
                .hazard
            return survival * (1 - (hazard ?? 0))
        }
        return Explanation(
            minute: minute,
            level: level,
            elapsedMinutes: minute - origin,
            hasSeenRequest: hazard.lastEvent != nil,
            opinion: opinion,
            memorylessHazard: hazard.isWorseThanMemoryless ? hazard.memorylessHazard : nil,
            prices: terms.prices(ofLevel: level),
            nextPingMinute: next?.minute,
            runnerUpMinute: minute,
            requestProbability: 1 - survival
        )
    }
}
