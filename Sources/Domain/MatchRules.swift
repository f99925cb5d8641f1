/// Which requests of an access log belong to an endpoint.
///
/// All the rules that are given must hold.
package struct MatchRules: Equatable, Sendable {
    /// The request's path is this one or lies under it (`/api` takes `/api` and `/api/x`, not `/apix`).
    package var pathPrefix: String?
    /// The host that the log names, compared without case and port.
    package var host: String?
    /// A regular expression found somewhere in the request's target (path and query).
    package var pattern: String?

    package init(pathPrefix: String? = nil, host: String? = nil, pattern: String? = nil) {
        self.pathPrefix = pathPrefix
        self.host = host
        self.pattern = pattern
    }

    /// An endpoint without rules takes no line of a log by itself.
    package var isEmpty: Bool { pathPrefix == nil && host == nil && pattern == nil }
}
