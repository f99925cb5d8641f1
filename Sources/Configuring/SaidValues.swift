internal import Domain

/// What has to be said of a setting for a file to have it: all that is not usual.
extension Endpoint {
    var saidValues: [(key: EndpointKey, value: SettingValue)] {
        EndpointKey.allCases.compactMap { key in
            let value = key.value(of: self)
            guard value != key.usualValue(of: self), let shown = key.shownValue(of: self) else {
                return nil
            }
            return (key, shown)
        }
    }
}

extension Schedule {
    func saidValues(of endpoint: Endpoint) -> [(key: ScheduleKey, value: SettingValue)] {
        let usual = Schedule(usualOf: endpoint, named: name)
        return ScheduleKey.allCases.compactMap { key in
            let value = key.value(of: self)
            return value == key.value(of: usual) ? nil : (key, value)
        }
    }
}

extension BudgetSettings {
    var saidValues: [(key: BudgetKey, value: SettingValue)] {
        let usual = BudgetSettings(usualFor: key)
        return BudgetKey.allCases.compactMap { key in
            let value = key.value(of: self)
            let isSaid = BudgetKey.required.contains(key) || value != key.value(of: usual)
            return isSaid ? (key, value) : nil
        }
    }
}
