package import Forecasting

/// A ping of one level that fires at its minute unless a request comes first, with its numbers.
package struct PlannedPing: Equatable, Sendable {
    /// Since the epoch.
    package var minute: Int
    /// How many instances: the level that the ping holds.
    package var instances: Int
    /// Minutes since the level's last event, or since watching began.
    package var elapsedMinutes: Int
    /// Whether the level was ever needed.
    package var hasSeenRequest: Bool
    /// What the experts say of `minute`; the chance that no request comes before it is seen from
    /// where the plan was made.
    package var opinion: HazardModel.Opinion
    /// The chance of a request within the warmth that the ping buys, none having come before.
    package var requestProbability: Double
    /// What pinging saves against not pinging at this minute, in avoided cold starts.
    package var saving: Double
    /// The price to expect of the ping, in avoided cold starts.
    package var price: Double
    /// The chance that the ping finds the instance cold.
    package var coldChance: Double
    /// What an avoided cold start is worth, in pings.
    package var value: Double
    /// When the best plan that does not ping at `minute` would ping next; `nil` where it would not.
    package var runnerUpMinute: Int?
}
