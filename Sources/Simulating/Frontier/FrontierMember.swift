package import Domain

/// One endpoint of a frontier: its recorded demand, its settings and what warmth costs it.
package struct FrontierMember: Equatable, Sendable {
    package var function: RecordedFunction
    /// Decides the idle timeout, quiet windows, special dates and, by its mean duration, how many
    /// instances the engine takes requests for; its key, its mode, its value of a cold start and its
    /// priority are not read.
    package var endpoint: Endpoint
    /// Of the endpoint's zone.
    package var offsets: UTCOffsets
    package var prices: FrontierPrices

    /// A member that pays its endpoint's own prices where none are given.
    package init(
        function: RecordedFunction,
        endpoint: Endpoint,
        offsets: UTCOffsets = .utc,
        prices: FrontierPrices? = nil
    ) {
        self.function = function
        self.endpoint = endpoint
        self.offsets = offsets
        self.prices = prices ?? FrontierPrices(of: endpoint)
    }

    var idleTimeoutS: Double { endpoint.idleTimeout.inSeconds }
}
