package import Forecasting

/// A ping of one level that fires at its minute unless a request comes first, with its numbers.
package struct PlannedPing: Equatable, Sendable {
    /// Since the epoch.
    package var minute: Int
    /// How many instances: the level that the ping holds.
    package var instances: Int
    /// Minutes since the level's last event.
    package var elapsedMinutes: Int
    /// The chance that no request comes before `minute`, seen from where the plan was made.
    package var survival: Double
    /// The chance of a request within the warmth that the ping buys, none having come before.
    package var requestProbability: Double
    /// What pinging saves against not pinging at this minute, in avoided cold starts.
    package var saving: Double
    /// The price of the ping, in avoided cold starts.
    package var price: Double
    /// The experts' weights at this minute; they sum to 1.
    package var weights: HazardModel.Experts
}
