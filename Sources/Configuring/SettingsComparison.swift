internal import Domain

/// Compares settings by name, and collects changes and what there will be.
struct SettingsComparison {
    let prunes: Bool
    private(set) var changes: [ConfigurationChange] = []
    private(set) var leftAlone: [ConfigurationChange.Subject] = []
    private(set) var endpoints: [EndpointSettings] = []
    private(set) var budgets: [BudgetSettings] = []

    init(prunes: Bool) { self.prunes = prunes }

    // MARK: - Endpoints

    mutating func compareEndpoints(_ stored: [EndpointSettings], _ wanted: [EndpointSettings]) {
        for pair in pairs(stored, wanted, by: \.endpoint.name) {
            switch pair {
            case (let old?, let new?): compare(old, new)
            case (nil, let new?): add(new)
            case (let old?, nil):
                if drop(.endpoint(old.endpoint.name)) { endpoints.append(old) }
            case (nil, nil): break
            }
        }
    }

    private mutating func add(_ new: EndpointSettings) {
        let name = new.endpoint.name
        changes.append(
            ConfigurationChange(
                kind: .added,
                subject: .endpoint(name),
                fields: new.endpoint.saidValues.map { .init(key: $0.rawValue, after: $1) }
            )
        )
        for schedule in new.schedules { add(schedule, to: new.endpoint) }
        endpoints.append(new)
    }

    private mutating func add(_ schedule: Schedule, to endpoint: Endpoint) {
        let fields = schedule.saidValues(of: endpoint)
        changes.append(
            ConfigurationChange(
                kind: .added,
                subject: .schedule(schedule.name, endpoint: endpoint.name),
                fields: fields.map { .init(key: $0.rawValue, after: $1) }
            )
        )
    }

    private mutating func compare(_ old: EndpointSettings, _ new: EndpointSettings) {
        var endpoint = new.endpoint
        endpoint.id = old.endpoint.id
        if endpoint != old.endpoint {
            let fields = EndpointKey.allCases.compactMap { key in
                key.value(of: old.endpoint) == key.value(of: endpoint)
                    ? nil
                    : ConfigurationChange.Field(
                        key: key.rawValue,
                        before: key.shownValue(of: old.endpoint),
                        after: key.shownValue(of: endpoint)
                    )
            }
            changes.append(
                ConfigurationChange(
                    kind: .changed,
                    subject: .endpoint(endpoint.name),
                    fields: fields
                )
            )
        }
        let schedules = compareSchedules(old.schedules, new.schedules, of: endpoint)
        endpoints.append(EndpointSettings(endpoint: endpoint, schedules: schedules))
    }

    private mutating func compareSchedules(
        _ stored: [Schedule],
        _ wanted: [Schedule],
        of endpoint: Endpoint
    ) -> [Schedule] {
        var schedules: [Schedule] = []
        for pair in pairs(stored, wanted, by: \.name) {
            switch pair {
            case (let old?, var new?):
                new.id = old.id
                new.endpointID = old.endpointID
                if new != old {
                    let fields = ScheduleKey.allCases.compactMap { key in
                        Self.field(key.rawValue, key.value(of: old), key.value(of: new))
                    }
                    changes.append(
                        ConfigurationChange(
                            kind: .changed,
                            subject: .schedule(new.name, endpoint: endpoint.name),
                            fields: fields
                        )
                    )
                }
                schedules.append(new)
            case (nil, var new?):
                new.endpointID = endpoint.id
                add(new, to: endpoint)
                schedules.append(new)
            case (let old?, nil):
                if drop(.schedule(old.name, endpoint: endpoint.name)) { schedules.append(old) }
            case (nil, nil): break
            }
        }
        return schedules
    }

    // MARK: - Budgets

    mutating func compareBudgets(_ stored: [BudgetSettings], _ wanted: [BudgetSettings]) {
        let names = Set(endpoints.map(\.endpoint.name))
        for pair in pairs(stored, wanted, by: \.key) {
            switch pair {
            case (let old?, let new?):
                let fields = BudgetKey.allCases.compactMap { key in
                    Self.field(key.rawValue, key.value(of: old), key.value(of: new))
                }
                if new != old {
                    changes.append(
                        ConfigurationChange(
                            kind: .changed,
                            subject: .budget(new.key),
                            fields: fields
                        )
                    )
                }
                budgets.append(new)
            case (nil, let new?):
                changes.append(
                    ConfigurationChange(
                        kind: .added,
                        subject: .budget(new.key),
                        fields: new.saidValues.filter { ![.scope, .per].contains($0.key) }
                            .map { .init(key: $0.key.rawValue, after: $0.value) }
                    )
                )
                budgets.append(new)
            case (let old?, nil):
                // Without its endpoint there is nobody to pay for.
                if case .endpoint(let name) = old.key.scope, !names.contains(name) { continue }
                if drop(.budget(old.key)) { budgets.append(old) }
            case (nil, nil): break
            }
        }
    }

    // MARK: - Parts

    /// Removes what nobody wants, or leaves it alone.
    ///
    /// - Returns: Whether it stays.
    private mutating func drop(_ subject: ConfigurationChange.Subject) -> Bool {
        guard prunes else {
            leftAlone.append(subject)
            return true
        }
        changes.append(ConfigurationChange(kind: .removed, subject: subject, fields: []))
        return false
    }

    private static func field(
        _ key: String,
        _ before: SettingValue?,
        _ after: SettingValue?
    ) -> ConfigurationChange.Field? {
        before == after ? nil : .init(key: key, before: before, after: after)
    }

    /// Old and new of each key, in the keys' order; both are sorted by it.
    private func pairs<Element, Key: Comparable>(
        _ old: [Element],
        _ new: [Element],
        by key: (Element) -> Key
    ) -> [(Element?, Element?)] {
        var pairs: [(Element?, Element?)] = []
        var (left, right) = (old[...], new[...])
        while let one = left.first, let other = right.first {
            if key(one) < key(other) {
                pairs.append((left.removeFirst(), nil))
            } else if key(other) < key(one) {
                pairs.append((nil, right.removeFirst()))
            } else {
                pairs.append((left.removeFirst(), right.removeFirst()))
            }
        }
        return pairs + left.map { ($0, nil) } + right.map { (nil, $0) }
    }
}
