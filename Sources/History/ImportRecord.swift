package import Domain

/// One import as the history remembers it.
package struct ImportRecord: Equatable, Sendable {
    package var id: Int64
    package var importedAt: Timestamp
    /// The path as the person gave it.
    package var source: String
    package var format: String
    /// Recognises the same source again.
    package var fingerprint: String
    /// Where the source's own time 0 was put, in seconds since the epoch, when it has one.
    package var originS: Int64?
    package var lines: Int64
    /// What was added or replaced, as the store counts it: lines of a log, or bins of a series.
    package var counted: Int64
    /// What was there already, as the store counts it.
    package var alreadyKnown: Int64
    package var malformed: Int64
    package var unmatched: Int64
    package var ownPings: Int64
    package var undoneAt: Timestamp?

    package init(
        id: Int64 = 0,
        importedAt: Timestamp,
        source: String,
        format: String,
        fingerprint: String,
        originS: Int64? = nil,
        lines: Int64 = 0,
        counted: Int64 = 0,
        alreadyKnown: Int64 = 0,
        malformed: Int64 = 0,
        unmatched: Int64 = 0,
        ownPings: Int64 = 0,
        undoneAt: Timestamp? = nil
    ) {
        self.id = id
        self.importedAt = importedAt
        self.source = source
        self.format = format
        self.fingerprint = fingerprint
        self.originS = originS
        self.lines = lines
        self.counted = counted
        self.alreadyKnown = alreadyKnown
        self.malformed = malformed
        self.unmatched = unmatched
        self.ownPings = ownPings
        self.undoneAt = undoneAt
    }
}
