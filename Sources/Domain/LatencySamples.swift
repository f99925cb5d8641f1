/// How long warm and cold starts were seen to take, in milliseconds, in any order.
package struct LatencySamples: Equatable, Sendable {
    package var warm: [Double]
    package var cold: [Double]

    package init(warm: [Double] = [], cold: [Double] = []) {
        self.warm = warm
        self.cold = cold
    }

    /// These samples; where no cold start was seen, each warm one and `startUp`.
    package func assuming(startUp: Duration?) -> LatencySamples {
        guard cold.isEmpty, let startUp else { return self }
        return LatencySamples(warm: warm, cold: warm.map { $0 + startUp.inSeconds * 1000 })
    }
}
