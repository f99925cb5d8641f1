internal import Domain

extension EndpointPlanner {
    /// So many requested minutes must be known before it is said that a target cannot be met.
    private static let minutesToJudge = 20.0
    private static let daysOfMonth = 30.0

    /// How the endpoint stands to its target; `nil` without one.
    var targetState: TargetState? {
        guard let target, let landscape else { return nil }
        let window = target.window
        var state = TargetState(
            endpointID: endpoint.id,
            rate: target.rate,
            requestedMinutes: window.requested,
            coldMinutes: window.cold,
            value: 1 / target.price,
            priceFactor: priceFactor,
            verdict: .unknown
        )
        guard landscape.weight >= Self.minutesToJudge, let pings = landscape.pingsPerDay else {
            return state
        }
        let rates = TargetController.rates(landscape)
        let best = rates[PriceGrid.count - 1]
        let meeting = PriceGrid.highestPrice(attaining: target.rate, rates)
        let present = PriceGrid.interpolated(rates, at: min(price, 1))
        state.bestRate = best
        state.presentRate = present
        state.presentMonthly = monthly(pings, at: price)
        state.neededMonthly = monthly(pings, at: meeting)
        if best > target.rate {
            state.verdict = .unreachable
        } else {
            // A price raised by budgets alone makes it unaffordable; else the controller is on its way.
            let isRaised = price > target.price * (1 + Self.leastPriceStep)
            state.verdict = isRaised && present > target.rate ? .unaffordable : .feasible
        }
        return state
    }

    private func monthly(_ pingsPerDay: PriceGrid.Values, at price: Double) -> Money {
        let pings = PriceGrid.interpolated(pingsPerDay, at: price) * Self.daysOfMonth
        let nanos = min((pings * nanosPerPing).rounded(.up), 0x1p62)
        return Money(nanos: Int64(nanos), currency: endpoint.priceModel.currency)
    }
}
