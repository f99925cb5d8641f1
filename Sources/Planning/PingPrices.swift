/// What a ping costs, in avoided cold starts, by what it finds.
///
/// A ping that finds the instance gone pays for its start-up as well; where idle time is billed, one
/// that finds it warm can be the dearer of the two. Neither order is assumed.
package struct PingPrices: Equatable, Sendable {
    /// The price of a ping that finds the instance warm.
    package let warm: Double
    /// The price of a ping that finds it cold.
    package let cold: Double

    /// - Precondition: Both prices are positive and finite.
    package init(warm: Double, cold: Double) {
        precondition(warm > 0 && warm.isFinite, "a warm ping's price is positive and finite")
        precondition(cold > 0 && cold.isFinite, "a cold ping's price is positive and finite")
        self.warm = warm
        self.cold = cold
    }

    /// The price to expect of a ping that finds the instance cold with the chance `coldChance`;
    /// exactly one of the two where that is 0 or 1.
    package func expected(coldChance: Double) -> Double {
        coldChance == 1 ? cold : warm + (cold - warm) * coldChance
    }
}
