/// One price and a hard idle timeout: a ping on a still warm instance is never better than waiting.
///
/// Then only cold minutes have a choice, and a ping holds the minutes through the timeout's end:
///
///     U(j) = min{ f(j) + U(j+1),  θ·S(j) + U(j+W) }
///
/// where W counts the minutes whose request finds a ping's instance warm.
extension WarmPlan {
    /// Plans for one price and a hard idle timeout, with every step allowed.
    ///
    /// - Parameters:
    ///   - hazards: By step.
    ///   - keptHalfMinutes: Warm through so many half-minutes.
    ///   - price: θ, in avoided cold starts.
    ///   - lastUsed: In half-minutes from the origin's start, `nil` where there was no use.
    ///   - firstStep: At least 1.
    /// - Returns: Ascending by step, through ``usedMinutes``.
    /// - Complexity: O(*horizon*)
    mutating func pings(
        hazards: [Double],
        keptHalfMinutes: Int,
        price: Double,
        lastUsed: Int?,
        firstStep: Int
    ) -> [Ping] {
        // Less than half a minute does not even serve the request of the ping's own minute.
        guard keptHalfMinutes >= 1 else { return [] }
        let kept = min(keptHalfMinutes, 1 << 42)
        let warmMinutes = min((kept + 1) / 2, horizon + 1)
        weigh(hazards: hazards, price: price, warmMinutes: warmMinutes)
        var lastUsed = lastUsed
        var pings: [Ping] = []
        var step = firstStep
        // The minute's request comes half a minute after its ping would.
        if let lastUsed { step = max(step, (lastUsed + kept + 1) >> 1) }
        while step <= usedMinutes {
            step = firstWhenCold[step]
            guard step <= usedMinutes else { break }
            let chance = survival[step]
            let waiting = chance - survival[step + 1] + costWhenCold[step + 1]
            let runnerUp = firstWhenCold[step + 1]
            let isWarm = lastUsed.map { 2 * step - $0 <= kept } ?? false
            pings.append(
                Ping(
                    step: step,
                    survival: chance,
                    requestProbability: 1 - survival[min(step + warmMinutes, horizon + 1)] / chance,
                    saving: (waiting - costWhenCold[step]) / chance,
                    coldChance: isWarm ? 0 : 1,
                    price: price,
                    runnerUp: runnerUp <= horizon ? runnerUp : nil
                )
            )
            lastUsed = 2 * step
            step += warmMinutes
        }
        return pings
    }

    /// Fills `survival` forwards, and backwards the cost-to-go of cold minutes.
    private mutating func weigh(hazards: [Double], price: Double, warmMinutes: Int) {
        survival[1] = 1
        for step in 1...horizon { survival[step + 1] = survival[step] * (1 - hazards[step]) }
        costWhenCold[horizon + 1] = 0
        var first = horizon + 1
        for step in stride(from: horizon, through: 1, by: -1) {
            let waiting = survival[step] - survival[step + 1] + costWhenCold[step + 1]
            let pinging =
                price * survival[step] + costWhenCold[min(step + warmMinutes, horizon + 1)]
            costWhenCold[step] = min(waiting, pinging)
            if pinging < waiting - Self.leastSaving { first = step }
            firstWhenCold[step] = first
        }
    }
}
