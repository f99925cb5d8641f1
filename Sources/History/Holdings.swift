package import Domain

/// What the history holds of one endpoint: said before it is removed for good.
package struct Holdings: Equatable, Sendable {
    package var bins: Int64
    /// The known requests of all bins.
    package var requests: Int64
    package var pings: Int64
    package var decisions: Int64
    /// The first and last moment of all that is held; `nil` when there is nothing.
    package var first: Timestamp?
    package var last: Timestamp?
}
