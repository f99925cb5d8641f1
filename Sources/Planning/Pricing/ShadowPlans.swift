internal import Domain

/// The cheapest plans of one stretch at every price of the grid, side by side.
///
/// The recursion of ``WarmPlan`` for one price and a hard idle timeout, with a lane for each price;
/// where the platform is soft or has two prices it is an approximation.
struct ShadowPlans: Sendable {
    let horizon: Int
    private var survival: [Double]
    private var costWhenCold: [PriceGrid.Values]
    /// Where the plan that is cold at a step pings first; `horizon + 1` where it never does.
    private var firstWhenCold: [SIMD16<Int64>]

    init(horizon: Int) {
        self.horizon = horizon
        survival = [Double](repeating: 1, count: horizon + 2)
        costWhenCold = [PriceGrid.Values](repeating: .zero, count: horizon + 2)
        firstWhenCold = [SIMD16<Int64>](repeating: .zero, count: horizon + 2)
    }

    /// Weighs the pings of the coming minutes at every price.
    ///
    /// - Parameters:
    ///   - hazards: By step; index 0 is unused and ``horizon`` the last.
    ///   - warmMinutes: How many minutes a ping holds, its own included; at least 1.
    ///   - factor: The level's price as a multiple of the grid's.
    /// - Complexity: O(*horizon*), about 15 µs.
    mutating func weigh(hazards: [Double], warmMinutes: Int, factor: Double) {
        precondition(hazards.count == horizon + 1, "hazards of another horizon")
        for step in 1...horizon { survival[step + 1] = survival[step] * (1 - hazards[step]) }
        let prices = PriceGrid.prices * factor
        var first = SIMD16<Int64>(repeating: Int64(horizon + 1))
        costWhenCold[horizon + 1] = .zero
        firstWhenCold[horizon + 1] = first
        for step in stride(from: horizon, through: 1, by: -1) {
            let waiting = costWhenCold[step + 1] + (survival[step] - survival[step + 1])
            let pinging =
                costWhenCold[min(step + warmMinutes, horizon + 1)] + prices * survival[step]
            costWhenCold[step] = pointwiseMin(waiting, pinging)
            first.replace(
                with: SIMD16<Int64>(repeating: Int64(step)),
                where: pinging .< waiting - WarmPlan.leastSaving
            )
            firstWhenCold[step] = first
        }
    }

    /// The step of the first ping at or after a cold step; `horizon + 1` where there is none.
    func firstPing(fromColdStep step: Int, place: Int) -> Int {
        Int(firstWhenCold[min(step, horizon + 1)][place])
    }
}
