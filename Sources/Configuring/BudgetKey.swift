package import Domain

/// The keys of a budget's settings, in the order of a file.
package enum BudgetKey: String, CaseIterable, Sendable {
    case scope
    case limit
    case per
    case timezone
    case kind
    case warn

    /// Which have to be given.
    package static let required: [BudgetKey] = [.scope, .limit, .per]

    /// What its value looks like.
    package var valueKind: SettingKind {
        switch self {
        case .scope, .limit, .per, .timezone: .text
        case .kind: .choice(["hard", "soft"])
        case .warn: .share
        }
    }

    /// What holds where nothing is said, in words.
    package var usual: String {
        switch self {
        case .scope, .limit, .per: "required"
        case .timezone: "`UTC`"
        case .kind: "`hard`"
        case .warn: "`80%`"
        }
    }

    /// What it means, in a sentence.
    package var summary: String {
        switch self {
        case .scope: "`fleet`, `group:NAME`, or an endpoint's name."
        case .limit: "The most that a period may cost: `5USD`, `0.50 EUR`."
        case .per: "`day`, `week`, `month`, or a number of days such as `28d`."
        case .timezone: "The IANA zone of its days, weeks and months."
        case .kind: "`hard` refuses pings that might exceed it, `soft` only counts and warns."
        case .warn: "The share of the limit from which on to warn."
        }
    }
}

extension BudgetKey {
    /// Checks a value and writes it over a budget's.
    ///
    /// - Parameters:
    ///   - value: Of the key's kind; a share as text.
    ///   - budget: Is changed.
    /// - Throws: ``SettingFlaw``, with the budget as it was.
    /// - Precondition: The value is of the key's kind.
    package func set(
        _ value: SettingValue,
        of budget: inout BudgetSettings
    ) throws(SettingFlaw) {
        guard case .text(let text) = value else {
            preconditionFailure("\(rawValue) takes no \(value)")
        }
        switch self {
        case .scope: budget.key.scope = try scope(text)
        case .limit:
            do throws(Money.AmountFlaw) {
                budget.limit = try Money(amount: text)
            } catch {
                throw SettingFlaw(rawValue, sentence: error.description)
            }
        case .per:
            guard let period = Budget.Period(text) else {
                throw flaw(
                    "\(quoted(text)) is no period; write day, week, month, or a number of days such as 28d"
                )
            }
            budget.key.period = period
        case .timezone:
            try SettingRules.check(zone: text, of: rawValue)
            budget.timeZone = text
        case .kind:
            guard ["hard", "soft"].contains(text) else {
                throw SettingRules.flaw(ofChoice: text, among: ["hard", "soft"], of: rawValue)
            }
            budget.isHard = text == "hard"
        case .warn:
            guard let share = share(from: text) else {
                throw flaw("\(quoted(text)) is no share; write one such as 80%")
            }
            budget.warnShare = share
        }
    }

    private func flaw(_ predicate: String) -> SettingFlaw { SettingFlaw(rawValue, predicate) }

    private func scope(_ text: String) throws(SettingFlaw) -> BudgetSettings.Scope {
        let scope = BudgetSettings.Scope(text)
        switch scope {
        case .fleet: break
        case .group(let name), .endpoint(let name):
            try SettingRules.check(name: name, of: rawValue)
        }
        return scope
    }

    /// The value that a budget has, as a file says it.
    package func value(of budget: BudgetSettings) -> SettingValue {
        switch self {
        case .scope: .text(budget.key.scope.description)
        case .limit: .text(budget.limit.description)
        case .per: .text(budget.key.period.description)
        case .timezone: .text(budget.timeZone)
        case .kind: .text(budget.isHard ? "hard" : "soft")
        case .warn: .text(text(ofShare: budget.warnShare))
        }
    }
}

extension BudgetSettings {
    /// A budget of which nothing is said beside what tells it from others.
    init(usualFor key: Key) { self.init(key: key, limit: .zero("USD")) }
}
