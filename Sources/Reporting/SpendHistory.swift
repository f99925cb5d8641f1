internal import Domain
internal import History

/// The last weeks of the ledger by the hour: of each endpoint, and of all.
struct SpendHistory {
    /// How far back a forecast of spending looks.
    static let days = 28

    let end: Timestamp
    private let endpoints: [Endpoint]
    private let count: Int
    private let spends: [EndpointID: HourlySpend]

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
        count = Int(max(1, min(asked, most)))
        self.endpoints = endpoints
        self.end = end
        spends = try await store.hourlySpend(until: end, hours: count)
    }

    var total: SpendSeries { series(of: endpoints) }

    /// The sum over some endpoints, in the currencies that they have paid in.
    func series(of endpoints: [Endpoint]) -> SpendSeries {
        series(of: endpoints.compactMap { spends[$0.id] })
    }

    /// What the plan spends, and each manual schedule that has spent something, as rows of a report.
    ///
    /// - Throws: `StoreError`.
    /// - Complexity: O(*n*) in the pings of these weeks.
    func schedules(in store: HistoryStore) async throws -> [(key: String, series: SpendSeries)] {
        let spends = try await store.hourlySpendByOrigin(until: end, hours: count)
        let plan = endpoints.compactMap { spends[SpendOrigin(endpointID: $0.id)] }
        let names = Dictionary(grouping: spends.keys, by: \.endpointID)
            .mapValues { $0.compactMap(\.schedule).sorted() }
        let rows = endpoints.flatMap { endpoint in
            (names[endpoint.id] ?? []).map { name in
                let origin = SpendOrigin(endpointID: endpoint.id, schedule: name)
                return ("\(endpoint.name)/\(name)", series(of: [spends[origin]].compactMap { $0 }))
            }
        }
        return [(ReportKeys.plan, series(of: plan))] + rows
    }

    private func series(of spends: [HourlySpend]) -> SpendSeries {
        let currencies = Set(spends.flatMap { $0.costs.map(\.currency) }).sorted()
        var hours = [SpendSeries.Hour](
            repeating: SpendSeries.Hour(nanos: currencies.map { _ in 0 }),
            count: count
        )
        for spend in spends {
            for (hour, pings) in spend.pings.enumerated() { hours[hour].pings += pings }
            for cost in spend.costs {
                let index = currencies.partitioningIndex { $0 >= cost.currency }
                for (hour, nanos) in cost.nanos.enumerated() where nanos > 0 {
                    hours[hour].nanos[index] += nanos
                }
            }
        }
        return SpendSeries(currencies: currencies, endMinute: end.minute, hours: hours)
    }
}
