internal import Domain

/// What an import changes in one bin.
struct ImportedChange {
    var endpoint: EndpointID
    var startedAtS: Int64
    var widthS: Int64
    var requestsBefore: Int64?
    /// `nil` for a bin that becomes known to be unknown.
    var requestsAfter: Int64?
    /// The lines that are new; `nil` when the import replaces the bin.
    var digests: [UInt32]?
}
