internal import Domain
internal import History

/// What the pings of manual schedules came to and avoided, apart from the plan's.
struct ScheduleSavings {
    private let store: HistoryStore
    private let since: Timestamp
    private let figures: [EndpointID: [String: LedgerFigures]]
    /// One for each schedule, as their endpoints were added.
    private var rows: [SavingsReport.Row] = []

    /// Reads what `store` holds of a period.
    ///
    /// - Throws: `StoreError`.
    init(in store: HistoryStore, _ period: ReportPeriod) async throws {
        self.store = store
        since = period.since
        figures = try await store.scheduledLedger(in: since..<period.until)
    }

    /// Adds the rows of an endpoint's schedules.
    ///
    /// - Throws: `StoreError`.
    mutating func add(_ history: EndpointHistory) async throws {
        let figures = figures[history.endpoint.id] ?? [:]
        let pings = try await store.findingsBySchedule(of: history.endpoint.id, in: history.range)
        let avoided = history.coldStartsAvoided(by: pings, since: since)
        for name in Set(figures.keys).union(avoided.keys).sorted() {
            var row = SavingsReport.Row(key: "\(history.endpoint.name)/\(name)")
            if let figures = figures[name] { row[.preheat].add(figures) }
            row[.nothing].coldStarts = avoided[name] ?? 0
            rows.append(row)
        }
    }

    /// Gives each schedule its row, with what it takes from the plan's.
    ///
    /// That is pings, money, and the cold starts that it avoided; what was met stays with the plan.
    ///
    /// - Parameter plan: The only row so far, or none without endpoints.
    func split(_ plan: inout [SavingsReport.Row]) {
        guard !plan.isEmpty else { return }
        for row in rows {
            plan[0][.preheat].pings -= row[.preheat].pings
            plan[0][.preheat].costs = plan[0][.preheat].costs.without(row[.preheat].costs)
            plan[0][.nothing].coldStarts -= row[.nothing].coldStarts
        }
        plan += rows
        for index in plan.indices { plan[index].policies = [.preheat, .nothing] }
    }
}
