/// Whether a pinged instance was running already.
package enum Temperature: String, CaseIterable, Sendable {
    case warm
    case cold
    /// Nothing in the answer told it.
    case unknown
}
