package import Domain

extension Endpoint {
    /// The longest idle timeout that is believed possible: the longest that the learner tells apart
    /// where none was stated.
    package var longestIdle: Duration {
        statedIdleTimeout ?? .seconds(30 * IdleLayout.lastBin)
    }

    /// What is reserved for a ping of so many instances: the most that it can cost.
    package func reservation(instances: Int) -> Money {
        worstCase(instances: instances, longestIdle: longestIdle)
    }
}
