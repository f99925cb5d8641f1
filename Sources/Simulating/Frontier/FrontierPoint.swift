/// A policy's place on a frontier.
package struct FrontierPoint: Equatable, Sendable {
    package var policy: FrontierPolicy
    /// Sums over all functions.
    package var fleet: FrontierFigures
    /// By function.
    package var functions: [FrontierFigures]
    /// Whether another point costs no more and meets no more cold minutes, and one of both less.
    package var isDominated = false

    package init(
        policy: FrontierPolicy,
        fleet: FrontierFigures,
        functions: [FrontierFigures]
    ) {
        self.policy = policy
        self.fleet = fleet
        self.functions = functions
    }
}
