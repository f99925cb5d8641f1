/// What a point of a frontier is to meet: a cold-start rate, an amount of money, or both.
package struct FrontierGoal: Equatable, Sendable {
    /// A bound of the share of minutes with requests that meet a cold start.
    package enum Rate: Equatable, Sendable {
        case below(Double)
        case atMost(Double)
    }

    package var rate: Rate?
    package var mostNanosPerMonth: Int64?

    package init(rate: Rate? = nil, mostNanosPerMonth: Int64? = nil) {
        self.rate = rate
        self.mostNanosPerMonth = mostNanosPerMonth
    }

    func isRateMet(by point: FrontierPoint) -> Bool {
        let share = point.fleet.coldStartRate ?? 0
        return switch rate {
        case .below(let bound): share < bound
        case .atMost(let bound): share <= bound
        case nil: true
        }
    }

    func isPaid(by point: FrontierPoint) -> Bool {
        mostNanosPerMonth.map { point.fleet.costNanosPerMonth <= $0 } ?? true
    }
}

/// Which point of a frontier meets a goal, as an index into its points.
package enum FrontierChoice: Equatable, Sendable {
    case point(Int)
    /// None does; the nearest that meet a part of it, where there are some: the cheapest that
    /// meets the rate, and the one that meets the fewest cold starts within the money.
    case infeasible(meetingRate: Int?, withinMoney: Int?)
}

extension Frontier {
    /// The point of the engine that meets a goal: the cheapest where a rate is asked for, else the
    /// one with the fewest cold minutes.
    ///
    /// Only the engine's points can be chosen, for only it is what runs; as the nearest for a
    /// rate, another policy is named where the engine reaches it at no price.
    ///
    /// - Complexity: O(*n* log *n*) in the points.
    package func choice(for goal: FrontierGoal) -> FrontierChoice {
        let own = points.indices.filter { points[$0].policy.coldStartValue != nil }
        let feasible = own.filter {
            goal.isRateMet(by: points[$0]) && goal.isPaid(by: points[$0])
        }
        if let best = goal.rate != nil ? cheapest(feasible) : warmest(feasible) {
            return .point(best)
        }
        func meets(_ index: Int) -> Bool { goal.isRateMet(by: points[index]) }
        return .infeasible(
            meetingRate: cheapest(own.filter(meets)) ?? cheapest(points.indices.filter(meets)),
            withinMoney: warmest(own.filter { goal.isPaid(by: points[$0]) })
        )
    }

    private func cheapest(_ indices: [Int]) -> Int? {
        indices.min { cost($0) < cost($1) }
    }

    private func warmest(_ indices: [Int]) -> Int? {
        indices.min { warmth($0) < warmth($1) }
    }

    private func cost(_ index: Int) -> (Int64, Int, Int) {
        let fleet = points[index].fleet
        return (fleet.costNanosPerMonth, fleet.coldMinutes, index)
    }

    private func warmth(_ index: Int) -> (Int, Int64, Int) {
        let fleet = points[index].fleet
        return (fleet.coldMinutes, fleet.costNanosPerMonth, index)
    }
}
