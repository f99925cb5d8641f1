/// What is believed of an idle timeout, for people to read.
package struct IdleBelief: Equatable, Sendable {
    /// The timeout is shorter with a chance of 10 %.
    package var low: Duration
    /// As likely shorter as longer.
    package var median: Duration
    /// The timeout is longer with a chance of 10 %.
    package var high: Duration
    /// The chance that the endpoint's timeout is that of the others on its platform.
    package var sharedChance: Double
    /// How many idle times the endpoint itself has shown.
    package var observations: Int
}

extension IdleBelief {
    /// A timeout that somebody stated.
    init(stated: Duration) {
        self.init(low: stated, median: stated, high: stated, sharedChance: 1, observations: 0)
    }
}
