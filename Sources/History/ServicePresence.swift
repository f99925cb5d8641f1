package import Domain

/// What the history knows of whether a service was at work in a minute.
package enum ServicePresence: Equatable, Sendable {
    case atWork
    /// Between two runs, after the last, or before the first; where both are `nil` no service has
    /// left a trace.
    case absent(since: Timestamp?, until: Timestamp?)
    /// Of a time before runs were recorded: between these moments nothing was decided for anyone,
    /// though there are decisions before.
    case unrecorded(lastDecision: Timestamp, nextDecision: Timestamp?)
}
