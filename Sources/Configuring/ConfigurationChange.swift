package import Domain

/// One endpoint, schedule or budget that is added, changed or removed.
package struct ConfigurationChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case added
        case changed
        case removed
    }

    package enum Subject: Equatable, Sendable {
        case endpoint(String)
        case schedule(String, endpoint: String)
        case budget(BudgetSettings.Key)
    }

    /// One key whose value differs; `nil` stands for nothing said.
    package struct Field: Equatable, Sendable {
        package var key: String
        package var before: SettingValue?
        package var after: SettingValue?
    }

    package let kind: Kind
    package let subject: Subject
    /// Those that differ; of what is added all that are not usual, of what is removed none.
    package let fields: [Field]
}

extension ConfigurationChange.Subject: CustomStringConvertible {
    /// `endpoint shop`, `schedule night of shop`, `budget fleet per day`.
    package var description: String {
        switch self {
        case .endpoint(let name): "endpoint \(name)"
        case .schedule(let name, let endpoint): "schedule \(name) of \(endpoint)"
        case .budget(let key): "budget \(key)"
        }
    }
}
