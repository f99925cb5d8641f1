internal import Domain
internal import History

/// The last weeks of the ledger by the hour: of each endpoint, and of all.
struct SpendHistory {
    /// How far back a forecast of spending looks.
    static let days = 28

    let end: Timestamp
    private let endpoints: [Endpoint]
    private let count: Int
    private let parts: [EndpointID: [LedgerPart]]

    /// Reads what `store` holds.
    ///
    /// - Parameters:
    ///   - endpoints: The registered ones.
    ///   - store: The history.
    ///   - since: Where it begins at the earliest; `nil` for four weeks before its end.
    ///   - until: Where it ends: the minute's beginning.
    /// - Throws: `StoreError`.
    /// - Complexity: O(*n*) in the pings of these weeks.
    init(
        of endpoints: [Endpoint],
        in store: HistoryStore,
        since: Timestamp? = nil,
        until: Timestamp
    ) async throws {
        let end = Timestamp(minute: until.minute)
        let most = Double(24 * Self.days)
        let asked = since.map { $0.duration(to: end).inSeconds / 3600 } ?? most
        let count = Int(max(1, min(asked, most)))
        let cuts = (0...count).map { end.advanced(by: .seconds(-3600 * (count - $0))) }
        self.endpoints = endpoints
        self.end = end
        self.count = count
        parts = Dictionary(grouping: try await store.ledger(between: cuts), by: \.endpointID)
    }

    var total: SpendSeries { series(of: endpoints) }

    /// The sum over some endpoints, in the currencies that they have paid in.
    func series(of endpoints: [Endpoint]) -> SpendSeries {
        let parts = endpoints.flatMap { self.parts[$0.id] ?? [] }
        let paid = parts.reduce(into: CurrencyAmounts()) { $0.add($1.figures.costs) }
        let currencies = paid.amounts.map(\.currency)
        var hours = [SpendSeries.Hour](
            repeating: SpendSeries.Hour(nanos: currencies.map { _ in 0 }),
            count: count
        )
        for part in parts {
            hours[part.part].pings += Double(part.figures.pings)
            for cost in part.figures.costs.amounts {
                let index = currencies.partitioningIndex { $0 >= cost.currency }
                hours[part.part].nanos[index] += Double(cost.nanos)
            }
        }
        return SpendSeries(currencies: currencies, endMinute: end.minute, hours: hours)
    }
}
