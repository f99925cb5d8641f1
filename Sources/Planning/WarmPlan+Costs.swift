/// Costs for any idle curve, any two prices and any steps forbidden.
///
/// Where the curve has settled, at A minutes after a ping, the time since the ping no longer matters,
/// and a second chain takes over:
///
///     UC(j) = min{ p∞·f(j) + UC(j+1),  c∞·S(j) + U(j) }
extension WarmPlan {
    /// Fills `survival` and `arrivals`.
    mutating func weigh(hazards: [Double]) {
        var chance = 1.0
        survival[1] = chance
        for step in 1...horizon {
            let next = chance * (1 - hazards[step])
            survival[step + 1] = next
            arrivals[step] = chance - next
            chance = next
        }
    }

    /// Fills `costAfterPing` and the cold chain backwards.
    ///
    /// - Parameter isForbidden: By step; empty where all are allowed.
    /// - Complexity: O(*horizon* · *A*)
    mutating func weighPings(isForbidden: [Bool]) {
        Self.weighPings(
            survival: survival,
            arrivals: arrivals,
            table: table,
            isForbidden: isForbidden,
            horizon: horizon,
            costAfterPing: &costAfterPing,
            costWhenCold: &costWhenCold,
            firstWhenCold: &firstWhenCold
        )
    }

    /// Four neighbouring pings are weighed at a time: the sums over what may follow them are the
    /// same sums, shifted by a step, and only pings within the four must wait for one another.
    private static func weighPings(
        survival: [Double],
        arrivals: [Double],
        table: IdleTable,
        isForbidden: [Bool],
        horizon: Int,
        costAfterPing: inout [Double],
        costWhenCold: inout [Double],
        firstWhenCold: inout [Int]
    ) {
        let survival = survival.span
        let arrivals = arrivals.span
        var costAfterPing = costAfterPing.mutableSpan
        var costWhenCold = costWhenCold.mutableSpan
        var firstWhenCold = firstWhenCold.mutableSpan
        var cold = 0.0
        var first = horizon + 1
        costWhenCold[horizon + 1] = cold
        firstWhenCold[horizon + 1] = first
        let top = 1 + (horizon - 1) / 4 * 4
        for base in stride(from: top, through: 1, by: -4) {
            for step in base..<base + 4 { costAfterPing[step] = .infinity }
            let four = weighFour(
                from: base,
                table: table,
                survival: survival,
                arrivals: arrivals,
                costAfterPing: costAfterPing.span
            )
            for lane in stride(from: min(3, horizon - base), through: 0, by: -1) {
                let step = base + lane
                if isForbidden.isEmpty || !isForbidden[step] {
                    let settled = costWhenCold[min(step + table.length, horizon + 1)]
                    let neighbour = cheapestNeighbour(
                        of: step,
                        before: base + 4,
                        table: table,
                        survival: survival,
                        arrivals: arrivals,
                        costAfterPing: costAfterPing.span
                    )
                    costAfterPing[step] = min(
                        four.best[lane],
                        four.waited[lane] + settled,
                        neighbour
                    )
                }
                let waiting = table.lastChance * arrivals[step] + cold
                let pinging = table.lastPrice * survival[step] + costAfterPing[step]
                if pinging < waiting - Self.leastSaving { first = step }
                cold = min(waiting, pinging)
                costWhenCold[step] = cold
                firstWhenCold[step] = first
            }
        }
    }

    /// For pings at the four steps from `base` on: what waiting through the curve costs, and the
    /// least cost of pinging again within it.
    ///
    /// The innermost loop: reads are unchecked, all within the room that `init` made.
    private static func weighFour(
        from base: Int,
        table: IdleTable,
        survival: Span<Double>,
        arrivals: Span<Double>,
        costAfterPing: Span<Double>
    ) -> (waited: SIMD4<Double>, best: SIMD4<Double>) {
        let requestChances = table.requestChances.span
        let pingPrices = table.pingPrices.span
        var waited = SIMD4<Double>.zero
        var best = SIMD4<Double>(repeating: .infinity)
        // Waiting for a later first gap costs nothing.
        if table.firstGap == 1 { waited = requestChances[0] * arrivals.four(from: base) }
        for gap in table.firstGap..<table.length {
            let step = base &+ gap
            let pinging =
                waited + pingPrices[unchecked: gap] * survival.four(from: step)
                + costAfterPing.four(from: step)
            best.replace(with: pinging, where: pinging .< best)
            waited += requestChances[unchecked: gap] * arrivals.four(from: step)
        }
        return (waited, best)
    }

    /// The least cost of a ping at `step` that is followed by another before `end`.
    @inline(__always)
    private static func cheapestNeighbour(
        of step: Int,
        before end: Int,
        table: IdleTable,
        survival: Span<Double>,
        arrivals: Span<Double>,
        costAfterPing: Span<Double>
    ) -> Double {
        let last = min(table.length, end - step)
        guard table.firstGap < last else { return .infinity }
        var waited = table.firstGap == 1 ? table.requestChances[0] * arrivals[step] : 0
        var best = Double.infinity
        for gap in table.firstGap..<last {
            let pinging =
                waited + table.pingPrices[gap] * survival[step + gap] + costAfterPing[step + gap]
            best = min(best, pinging)
            waited += table.requestChances[gap] * arrivals[step + gap]
        }
        return best
    }
}

extension Span<Double> {
    /// Four values from `first` on.
    @inline(__always)
    fileprivate func four(from first: Int) -> SIMD4<Double> {
        SIMD4(
            self[unchecked: first],
            self[unchecked: first + 1],
            self[unchecked: first + 2],
            self[unchecked: first + 3]
        )
    }
}
