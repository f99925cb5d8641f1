package import Domain

/// The cheapest pings until the next request, by exact dynamic programming.
///
/// On the path without a request, the state after a ping is only the time since then. With S(j) the
/// chance that no request came before minute *j* and f(j) = S(j) − S(j+1), the cost-to-go right after
/// a ping at *i* is
///
///     U(i) = min over the next ping j > i, or none, of
///            Σ f(t)·p(2(t−i) + 1) + S(j)·c(2(j−i)) + U(j),   t from i to j − 1
///
/// in units of one avoided cold start: p is the chance of being cold by idle half-minutes, and c the
/// price of a ping that it makes. After a request the state is the same whatever was done before, so
/// the plan until the next request is all that matters (docs/how-it-decides.md).
package struct WarmPlan: Sendable {
    /// A ping that fires if no request comes before its minute.
    package struct Ping: Equatable, Sendable {
        /// Minutes after the plan's origin, from 1 on.
        package var step: Int
        /// The chance that no request comes before this minute, seen from the plan's origin.
        package var survival: Double
        /// The chance of a request that the ping's warmth serves, none having come before: within
        /// the idle curve and before the next planned ping.
        package var requestProbability: Double
        /// What pinging at this minute saves against the best plan that does not, in avoided cold
        /// starts.
        package var saving: Double
        /// The chance that the ping finds the instance cold.
        package var coldChance: Double
        /// The price to expect of the ping, in avoided cold starts.
        package var price: Double
        /// Where the best plan that does not ping at this minute would ping next; `nil` where it
        /// would not within the horizon.
        package var runnerUp: Int?
    }

    /// How far ahead costs are weighed, in minutes; nothing is charged beyond.
    package let horizon: Int
    /// How far the plan is used: beyond, it is made anew.
    package let usedMinutes: Int

    /// By less a ping must not be better than waiting: sums are rounded.
    static let leastSaving = 1e-15

    /// Index *j*: S(j); 0 beyond what the horizon's last minute leaves.
    var survival: [Double]
    /// Index *j*: f(j), the chance that the next request comes in minute *j*.
    var arrivals: [Double]
    /// Index *i*: U(i), infinite where no ping may fire.
    var costAfterPing: [Double]
    /// Index *j*: the cost-to-go from minute *j* on when the instance is as cold as can be.
    var costWhenCold: [Double]
    /// Index *j*: where that plan pings first; `horizon + 1` where it never does.
    var firstWhenCold: [Int]
    var table: IdleTable

    /// - Precondition: The plan is used for at least a minute and for no more than the horizon.
    package init(horizon: Int = 580, used: Int = 480) {
        precondition(used >= 1 && used <= horizon, "a plan is used within its horizon")
        self.horizon = horizon
        usedMinutes = used
        // Room to read on behind the horizon, where nothing comes and nothing costs.
        let room = 2 * horizon + 8
        survival = [Double](repeating: 0, count: room)
        arrivals = survival
        costAfterPing = [Double](repeating: .infinity, count: room)
        costWhenCold = survival
        firstWhenCold = [Int](repeating: horizon + 1, count: horizon + 2)
        table = IdleTable(horizon: horizon)
    }

    /// Plans the pings of the coming minutes.
    ///
    /// - Parameters:
    ///   - hazards: Index *j*: the chance of a request in minute *j*, none having come before; index
    ///     0 is unused and ``horizon`` the last.
    ///   - curve: How likely an idle instance is gone.
    ///   - prices: What pings cost.
    ///   - lastUse: What the instance was last used by.
    ///   - firstStep: The first step at which a ping may fire: what lies before has passed.
    ///   - isForbidden: Index *j*: no ping may fire at step *j*; empty where all may, else as long as
    ///     `hazards`.
    /// - Returns: Pings ascending by step, from `firstStep` through ``usedMinutes``.
    /// - Complexity: O(*horizon*) for a hard curve with one price and nothing forbidden, about 5 µs;
    ///   else O(*horizon* · *A*), where *A* is the curve's length in minutes.
    package mutating func pings(
        hazards: [Double],
        curve: IdleCurve,
        prices: PingPrices,
        lastUse: LastUse,
        firstStep: Int = 1,
        isForbidden: [Bool] = []
    ) -> [Ping] {
        precondition(hazards.count == horizon + 1, "hazards of another horizon")
        precondition(
            isForbidden.isEmpty || isForbidden.count == hazards.count,
            "forbidden steps of another horizon"
        )
        let mayPingAnywhere = !isForbidden.contains(true)
        let lastUsed = lastUse.halfMinute
        if case .hard(let kept) = curve, prices.warm == prices.cold, mayPingAnywhere {
            return pings(
                hazards: hazards,
                keptHalfMinutes: kept,
                price: prices.warm,
                lastUsed: lastUsed,
                firstStep: max(firstStep, 1)
            )
        }
        table.fill(curve: curve, prices: prices, anyStep: mayPingAnywhere)
        weigh(hazards: hazards)
        weighPings(isForbidden: mayPingAnywhere ? [] : isForbidden)
        return pings(lastUsed: lastUsed, firstStep: max(firstStep, 1))
    }
}
