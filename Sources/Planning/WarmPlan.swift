package import Forecasting

/// The cheapest pings until the next request, by exact dynamic programming.
///
/// On the path without a request, the state after a minute is only how long the instance stays
/// warm. With a hard idle timeout of W minutes a ping on a still warm instance is never better than
/// waiting, so that the cost-to-go from a cold minute *j* is
///
///     U(j) = min{ f(j) + U(j+1),  θ·S(j) + U(j+W) },   f(j) = S(j) − S(j+1)
///
/// in units of one avoided cold start: S(j) is the chance that no request came before minute *j*,
/// θ the price of a ping. After a request the state is the same whatever was done before, so the
/// plan until the next request is all that matters (docs/how-it-decides.md).
package struct WarmPlan: Sendable {
    /// A ping that fires if no request comes before its minute.
    package struct Ping: Equatable, Sendable {
        /// Minutes after the plan's start, from 1 on.
        package var step: Int
        /// The chance that no request comes before this minute, seen from the plan's start.
        package var survival: Double
        /// The chance of a request within the W minutes of warmth, none having come before.
        package var requestProbability: Double
        /// What pinging at this minute saves against not pinging, in avoided cold starts.
        package var saving: Double
    }

    /// How far ahead costs are weighed, and how far the plan is used: beyond, it is made anew.
    package static let horizon = 580
    package static let usedMinutes = 480

    private var survival: [Double]
    private var costToGo: [Double]

    package init() {
        survival = [Double](repeating: 0, count: Self.horizon + 2)
        costToGo = survival
    }

    /// Plans the pings of the coming minutes.
    ///
    /// - Parameters:
    ///   - ahead: Hazards of the minutes 1…``horizon``.
    ///   - price: θ, the price of a ping in avoided cold starts.
    ///   - warmMinutes: W, at least 1.
    ///   - firstStep: The first minute at which the instance is cold and a ping may fire.
    /// - Returns: Pings ascending by step, from `firstStep` through ``usedMinutes``.
    /// - Complexity: O(*horizon*), about 5 µs.
    package mutating func pings(
        ahead: HazardsAhead,
        price: Double,
        warmMinutes: Int,
        firstStep: Int
    ) -> [Ping] {
        precondition(ahead.horizon == Self.horizon, "hazards of another horizon")
        precondition(warmMinutes >= 1, "the plan's unit is a minute")
        weigh(ahead: ahead, price: price, warmMinutes: warmMinutes)
        var pings: [Ping] = []
        var step = max(firstStep, 1)
        while step <= Self.usedMinutes {
            let chance = survival[step]
            let waiting = chance - survival[step + 1] + costToGo[step + 1]
            guard costToGo[step] < waiting - 1e-15 else {
                step += 1
                continue
            }
            let end = min(step + warmMinutes, Self.horizon + 1)
            pings.append(
                Ping(
                    step: step,
                    survival: chance,
                    requestProbability: 1 - survival[end] / chance,
                    saving: (waiting - costToGo[step]) / chance
                )
            )
            step += warmMinutes
        }
        return pings
    }

    /// Fills `survival` forwards and `costToGo` backwards; nothing is charged beyond the horizon.
    private mutating func weigh(ahead: HazardsAhead, price: Double, warmMinutes: Int) {
        survival[1] = 1
        for step in 1...Self.horizon {
            survival[step + 1] = survival[step] * (1 - ahead.hazards[step])
        }
        costToGo[Self.horizon + 1] = 0
        for step in stride(from: Self.horizon, through: 1, by: -1) {
            let after = step + warmMinutes
            let waiting = survival[step] - survival[step + 1] + costToGo[step + 1]
            let pinging =
                price * survival[step] + (after <= Self.horizon + 1 ? costToGo[after] : 0)
            costToGo[step] = min(waiting, pinging)
        }
    }
}
