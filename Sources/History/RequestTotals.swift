/// The whole traffic of one endpoint in a few numbers.
package struct RequestTotals: Equatable, Sendable {
    /// The known requests of all bins.
    package var requests: Int64
    package var bins: Int64
    /// Where the first and the last bin start, in seconds since the epoch; `nil` without bins.
    package var firstStartedAtS: Int64?
    package var lastStartedAtS: Int64?
}
