internal import Domain
internal import History

/// The ledger's figures of a report: by endpoint, or where rows are times by part alone.
struct ReportLedger {
    private let parts: [EndpointID: [LedgerPart]]
    private let count: Int
    /// Of all endpoints together, where rows are times.
    let merged: [(part: Int, figures: LedgerFigures)]

    init(in store: HistoryStore, cuts: [Timestamp], by grouping: ReportGrouping) async throws {
        let ledger = try await store.ledger(between: cuts, mergesEndpoints: grouping.isTime)
        count = cuts.count - 1
        parts = grouping.isTime ? [:] : Dictionary(grouping: ledger, by: \.endpointID)
        merged = grouping.isTime ? ledger.map { ($0.part, $0.figures) } : []
    }

    /// One for each part; nothing where rows are times.
    subscript(id: EndpointID) -> [LedgerFigures] {
        var figures = [LedgerFigures](repeating: LedgerFigures(), count: count)
        for part in parts[id] ?? [] { figures[part.part] = part.figures }
        return figures
    }
}
