package import Domain

/// What an import, or its undoing, changed.
package struct ImportOutcome: Equatable, Sendable {
    /// The import's number; `nil` after a dry run, or when nothing changed and so nothing was kept.
    package var importID: Int64?
    /// By how many requests the endpoints' traffic grew; negative where it shrank.
    package var added: [EndpointID: Int64] = [:]
    /// Lines, or bins of a series, that the history had already.
    package var alreadyKnown: Int64 = 0
    package var binsChanged: Int = 0
}
