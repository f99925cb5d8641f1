package import Domain
import GRDB

extension HistoryStore {
    /// Everything that people have set, of one moment.
    ///
    /// - Throws: ``StoreError``.
    package func settings() async throws -> StoredSettings {
        try await read { db in
            let revision = try Self.revision("configuration", in: db)
            return StoredSettings(settings: try Self.settings(in: db), revision: revision)
        }
    }

    /// Makes what people have set equal to `target`, all or nothing, in one transaction.
    ///
    /// What is equal is not written: it raises no revision. Endpoints, schedules and budgets are told
    /// by their names; those that `target` has not are removed, endpoints with their history. A budget
    /// that would count in another currency or zone is removed and set anew.
    ///
    /// - Parameters:
    ///   - stored: What was read and `target` was made of.
    ///   - target: With the store's keys of the endpoints and schedules that there are.
    ///   - now: Decides the present periods of new budgets.
    ///   - offsets: Of the budgets' zones, by name.
    /// - Throws: ``StoreError/settingsChanged`` when somebody changed something since then,
    ///   ``StoreError/otherCurrencies(budget:endpoints:)``, ``StoreError/unknownZone(_:)``, or
    ///   ``StoreError/ruleBroken(rule:)``.
    /// - Complexity: O(*n* log *n*) in endpoints, schedules and budgets.
    package func replace(
        _ stored: StoredSettings,
        with target: FleetSettings,
        at now: Timestamp,
        offsets: [String: UTCOffsets]
    ) async throws {
        try await write { db in
            guard try Self.revision("configuration", in: db) == stored.revision else {
                throw StoreError.settingsChanged
            }
            try Self.removeBudgets(of: stored.settings, missingIn: target, in: db)
            let ids = try Self.writeEndpoints(of: target, over: stored.settings, in: db)
            try Self.checkCurrencies(of: target)
            try Self.writeBudgets(
                of: target,
                over: stored.settings,
                ids: ids,
                at: now,
                offsets: offsets,
                in: db
            )
            // At last: budgets that begin anew count what these endpoints have spent.
            try Self.removeEndpoints(of: stored.settings, missingIn: target, in: db)
        }
    }

    // MARK: - Reading

    private static func settings(in db: Database) throws -> FleetSettings {
        let endpoints = try endpoints(in: db, where: "TRUE", [])
        let names = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, $0.name) })
        let schedules = Dictionary(
            grouping: try Row.fetchAll(db, sql: "SELECT id, \(ScheduleRow.columns) FROM schedule")
                .map(ScheduleRow.schedule),
            by: \.endpointID
        )
        let budgets = try Row.fetchAll(db, sql: budgetsSQL).map(BudgetRow.budget)
        return FleetSettings(
            endpoints: endpoints.map {
                EndpointSettings(endpoint: $0, schedules: schedules[$0.id] ?? [])
            },
            budgets: budgets.map { budget in
                BudgetSettings(
                    key: .init(scope: budget.scope.named(names), period: budget.period),
                    timeZone: budget.timeZone,
                    limit: budget.limit,
                    isHard: budget.isHard,
                    warnShare: budget.warnShare
                )
            }
        )
    }

    // MARK: - Removing

    private static func removeBudgets(
        of stored: FleetSettings,
        missingIn target: FleetSettings,
        in db: Database
    ) throws {
        let kept = Dictionary(
            target.budgets.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let ids = try budgetIDs(in: db)
        for budget in stored.budgets {
            if let new = kept[budget.key], !new.countsOtherwise(than: budget) { continue }
            guard let id = ids[budget.key] else { throw StoreError.settingsChanged }
            try deleteBudget(id, in: db)
        }
    }

    private static func removeEndpoints(
        of stored: FleetSettings,
        missingIn target: FleetSettings,
        in db: Database
    ) throws {
        let endpoints = Set(target.endpoints.map(\.endpoint.id))
        let schedules = Set(target.endpoints.flatMap(\.schedules).map(\.id))
        for settings in stored.endpoints {
            guard endpoints.contains(settings.endpoint.id) else {
                try delete(settings.endpoint.id, in: db)
                continue
            }
            for schedule in settings.schedules where !schedules.contains(schedule.id) {
                try db.execute(sql: "DELETE FROM schedule WHERE id = ?", arguments: [schedule.id])
            }
        }
    }

    // MARK: - Writing

    /// - Returns: The keys of all endpoints, by name.
    private static func writeEndpoints(
        of target: FleetSettings,
        over stored: FleetSettings,
        in db: Database
    ) throws -> [String: EndpointID] {
        let known = Dictionary(
            uniqueKeysWithValues: stored.endpoints.map { ($0.endpoint.id, $0.endpoint) }
        )
        let schedules = Dictionary(
            uniqueKeysWithValues: stored.endpoints.flatMap(\.schedules).map { ($0.id, $0) }
        )
        var ids: [String: EndpointID] = [:]
        for settings in target.endpoints {
            var id = settings.endpoint.id
            if let before = known[id] {
                if before != settings.endpoint { try replace(settings.endpoint, in: db) }
            } else {
                id = try insert(settings.endpoint, in: db)
            }
            ids[settings.endpoint.name] = id
            for var schedule in settings.schedules {
                schedule.endpointID = id
                if let before = schedules[schedule.id] {
                    if before != schedule { try replace(schedule, in: db) }
                } else {
                    _ = try insert(schedule, in: db)
                }
            }
        }
        return ids
    }

    private static func writeBudgets(
        of target: FleetSettings,
        over stored: FleetSettings,
        ids: [String: EndpointID],
        at now: Timestamp,
        offsets: [String: UTCOffsets],
        in db: Database
    ) throws {
        let known = Dictionary(
            stored.budgets.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let budgetIDs = try budgetIDs(in: db)
        for settings in target.budgets where known[settings.key] != settings {
            let budget = settings.budget(scope: try scope(settings.key.scope, ids: ids))
            if let id = budgetIDs[settings.key] {
                try change(id, to: budget, in: db)
                continue
            }
            guard let zone = offsets[budget.timeZone] else {
                throw StoreError.unknownZone(budget.timeZone)
            }
            _ = try insert(
                budget,
                period: budget.period.range(containing: now, offsets: zone),
                in: db
            )
        }
    }

    private static func scope(
        _ scope: BudgetSettings.Scope,
        ids: [String: EndpointID]
    ) throws -> Budget.Scope {
        switch scope {
        case .fleet: return .fleet
        case .group(let name): return .group(name)
        case .endpoint(let name):
            guard let id = ids[name] else { throw StoreError.endpointIsGone }
            return .endpoint(id)
        }
    }

    private static func budgetIDs(in db: Database) throws -> [BudgetSettings.Key: Int64] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM endpoint")
        let names = Dictionary(
            uniqueKeysWithValues: rows.map { (EndpointID(rawValue: $0[0]), $0[1] as String) }
        )
        let budgets = try Row.fetchAll(db, sql: budgetsSQL).map(BudgetRow.budget)
        return Dictionary(
            budgets.map { (.init(scope: $0.scope.named(names), period: $0.period), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Refuses budgets that cover endpoints which pay in another currency.
    private static func checkCurrencies(of target: FleetSettings) throws {
        let members = BudgetMembers(of: target)
        for budget in target.budgets {
            let strangers = members.members(of: budget.key.scope)
                .compactMap { endpoint -> StoreError.Priced? in
                    guard let currency = endpoint.payingCurrency,
                        currency != budget.limit.currency
                    else { return nil }
                    return StoreError.Priced(name: endpoint.name, currency: currency)
                }
            guard strangers.isEmpty else {
                throw StoreError.otherCurrencies(
                    budget: budget.limit.currency,
                    endpoints: strangers
                )
            }
        }
    }
}

extension Budget.Scope {
    /// The same with the endpoint's name for its key.
    fileprivate func named(_ names: [EndpointID: String]) -> BudgetSettings.Scope {
        switch self {
        case .fleet: .fleet
        case .group(let name): .group(name)
        case .endpoint(let id): .endpoint(names[id] ?? "")
        }
    }
}
