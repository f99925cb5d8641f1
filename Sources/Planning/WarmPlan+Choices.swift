internal import Domain

/// The way along the cheapest plan, once its costs are known.
extension WarmPlan {
    /// The next ping of a plan with what was weighed against it.
    private struct Choice {
        /// `horizon + 1` where no ping is worth its price.
        var step: Int
        var saving: Double
        /// The step of the best plan without it.
        var runnerUp: Int
    }

    /// Walks along the cheapest plan from the last use on.
    ///
    /// - Parameters:
    ///   - lastUsed: In half-minutes from the origin's start, `nil` where there was no use.
    ///   - firstStep: At least 1.
    /// - Returns: Ascending by step, through ``usedMinutes``.
    /// - Complexity: O(*A*) for every ping.
    func pings(lastUsed: Int?, firstStep: Int) -> [Ping] {
        guard firstStep <= usedMinutes else { return [] }
        var pings: [Ping] = []
        var lastUsed = lastUsed
        var next = firstChoice(lastUsed: lastUsed, firstStep: firstStep)
        while next.step <= usedMinutes {
            let step = next.step
            let following = choice(afterPingAt: step)
            let coldChance =
                lastUsed.map { table.curve.coldChance(afterHalfMinutes: 2 * step - $0) }
                ?? table.lastChance
            pings.append(
                Ping(
                    step: step,
                    survival: survival[step],
                    requestProbability: served(from: step, to: following.step) / survival[step],
                    saving: next.saving / survival[step],
                    coldChance: coldChance,
                    price: table.prices.expected(coldChance: coldChance),
                    runnerUp: next.runnerUp <= horizon ? next.runnerUp : nil
                )
            )
            lastUsed = 2 * step
            next = following
        }
        return pings
    }

    /// The first ping of the cheapest plan that follows the last use.
    private func firstChoice(lastUsed: Int?, firstStep: Int) -> Choice {
        guard let lastUsed else { return settledChoice(from: firstStep) }
        let curve = table.curve
        let prices = table.prices
        // Never before the last use, nor a second ping in its own minute.
        let start = max(firstStep, lastUsed >> 1 + 1)
        return choice(
            from: min(start, horizon + 1),
            settledFrom: min(max((lastUsed + table.settledAfter + 1) >> 1, start), horizon + 1),
            requestChance: { curve.coldChance(afterHalfMinutes: 2 * $0 + 1 - lastUsed) },
            pingPrice: {
                prices.expected(coldChance: curve.coldChance(afterHalfMinutes: 2 * $0 - lastUsed))
            }
        )
    }

    /// The first ping of the cheapest plan that follows a ping at `step`.
    private func choice(afterPingAt step: Int) -> Choice {
        let requestChances = table.requestChances.span
        let pingPrices = table.pingPrices.span
        return choice(
            from: min(step + table.firstGap, horizon + 1),
            settledFrom: min(step + table.length, horizon + 1),
            requestChance: { requestChances[$0 - step] },
            pingPrice: { pingPrices[$0 - step] }
        )
    }

    /// The first ping of the cheapest plan from `start` on, walking back from the step from which the
    /// curve has settled.
    @inline(__always)
    private func choice(
        from start: Int,
        settledFrom end: Int,
        requestChance: (Int) -> Double,
        pingPrice: (Int) -> Double
    ) -> Choice {
        let survival = survival.span
        let arrivals = arrivals.span
        let costAfterPing = costAfterPing.span
        var cost = costWhenCold[end]
        var choice = settledChoice(from: end)
        for step in stride(from: end - 1, through: start, by: -1) {
            let waiting = requestChance(step) * arrivals[step] + cost
            let pinging = pingPrice(step) * survival[step] + costAfterPing[step]
            if pinging < waiting - Self.leastSaving {
                choice = Choice(step: step, saving: waiting - pinging, runnerUp: choice.step)
            }
            cost = min(waiting, pinging)
        }
        return choice
    }

    /// The first ping of the cold chain from `step` on.
    private func settledChoice(from step: Int) -> Choice {
        let first = firstWhenCold[step]
        guard first <= horizon else { return Choice(step: first, saving: 0, runnerUp: first) }
        let waiting = table.lastChance * arrivals[first] + costWhenCold[first + 1]
        return Choice(
            step: first,
            saving: waiting - (table.lastPrice * survival[first] + costAfterPing[first]),
            runnerUp: firstWhenCold[first + 1]
        )
    }

    /// The chance that the next request comes in a minute from `step` on, before `next` and before
    /// the curve has settled, and finds warm what a ping at `step` used.
    private func served(from step: Int, to next: Int) -> Double {
        var served = 0.0
        for gap in 0..<min(next - step, table.length) {
            served += arrivals[step + gap] * (1 - table.requestChances[gap])
        }
        return served
    }
}
