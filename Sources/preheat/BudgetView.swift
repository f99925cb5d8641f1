import Domain
import Forecasting
import History
import Reporting

/// A budget in its present period, as `list` and `show` print it.
struct BudgetView: Encodable {
    let id: Int64
    let scopeKey: Budget.Scope
    let status: BudgetStatus
    /// As commands take it.
    let scope: String
    let per: String
    /// The endpoints that a hard budget will never let be pinged: one ping may cost more than the
    /// whole limit.
    let neverPinged: [String]
    /// λ, the price of money: by how much more than itself a unit of it counts; `nil` until the
    /// service has looked at it.
    let priceOfMoney: Double?
    /// Those of the present period, oldest first.
    let notices: [Notice]
    private let offsets: UTCOffsets

    /// Every budget, in the store's order.
    static func all(in store: HistoryStore, at now: Timestamp) async throws -> [BudgetView] {
        let offsets = try zoneOffsets(of: await store.budgets())
        let endpoints = try await store.endpoints()
        let names = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, $0.name) })
        let prices = try await store.priceState(modelVersion: HazardModel.version).budgets
        let notices = try await store.latestNotices()
        return try await store.statuses(at: now, offsets: offsets).map { status in
            var name = ""
            if case .endpoint(let id) = status.budget.scope { name = names[id] ?? "" }
            return BudgetView(
                status,
                scope: status.budget.scope.text(endpointName: name),
                endpoints: endpoints.filter(status.budget.covers),
                offsets: offsets[status.budget.timeZone] ?? .utc,
                priceOfMoney: prices.first { $0.budgetID == status.budget.id }?.price,
                notices: notices.filter {
                    $0.subject
                        == .budget(status.budget.id, periodStart: status.period.lowerBound)
                }
            )
        }
    }

    init(
        _ status: BudgetStatus,
        scope: String,
        endpoints: [Endpoint],
        offsets: UTCOffsets,
        priceOfMoney: Double?,
        notices: [Notice]
    ) {
        let budget = status.budget
        id = budget.id
        scopeKey = budget.scope
        self.status = status
        self.scope = scope
        self.offsets = offsets
        self.priceOfMoney = priceOfMoney
        self.notices = notices
        per = budget.period.description
        neverPinged =
            budget.isHard
            ? endpoints.filter {
                $0.reservation(instances: $0.instances).nanos > budget.limit.nanos
            }
            .map(\.name) : []
    }

    private var budget: Budget { status.budget }

    /// `fleet per day`.
    var name: String { "\(scope) per \(per)" }

    private var manner: String { budget.isHard ? "hard" : "soft" }

    // MARK: - Text

    /// What was set, and what it means.
    var settingText: String {
        let spent = Money(nanos: status.spend.totalNanos, currency: budget.limit.currency)
        let words = [
            "\(name): \(budget.limit), \(manner), in \(budget.timeZone); "
                + "\(spent) spent or reserved since \(rfc3339(status.period.lowerBound))"
        ]
        return (words + notes).joined(separator: "\n")
    }

    /// What a person should know who sees the figures.
    private var notes: [String] {
        var notes: [String] = []
        let end = rfc3339(status.period.upperBound)
        if budget.isHard, budget.limit.nanos == 0 {
            notes.append("\(name) is zero: no ping that costs anything is sent")
        } else if let first = neverPinged.first {
            notes.append(
                "\(name) is less than one ping of '\(first)' may cost"
                    + (neverPinged.count > 1 ? " (and of \(neverPinged.count - 1) more)" : "")
                    + ": it will never be pinged"
            )
        }
        if status.over.nanos > 0 {
            notes.append(
                budget.isHard
                    ? "\(name) is lower than what is spent already, by \(status.over): nothing more is spent until \(end)"
                    : "\(name) is over its limit by \(status.over)"
            )
        } else if status.isWarning, budget.limit.nanos > 0 {
            notes.append("\(percentage(status.shareUsed)) of \(name) is used until \(end)")
        }
        return notes
    }

    static func tableText(of views: [BudgetView]) -> String {
        var table = TextTable(header: [
            "SCOPE", "PER", "LIMIT", "SPENT", "RESERVED", "UNCERTAIN", "LEFT", "USED", "KIND",
            "λ", "NOTICES", "FROM", "UNTIL", "ZONE",
        ])
        for view in views {
            let status = view.status
            table.add([
                view.scope, view.per, "\(view.budget.limit)", "\(status.settled)",
                "\(status.reserved)", "\(status.uncertain)", "\(status.left)",
                percentage(status.shareUsed), view.manner, view.priceText,
                view.noticeKinds.isEmpty ? "–" : view.noticeKinds.joined(separator: ", "),
                view.local(status.period.lowerBound), view.local(status.period.upperBound),
                view.budget.timeZone,
            ])
        }
        let notes = views.flatMap(\.notes)
        return table.text + (notes.isEmpty ? "" : "\n\n" + notes.joined(separator: "\n"))
    }

    /// Setting and value, then the notes.
    var detailText: String {
        var table = TextTable(header: ["SETTING", "VALUE"])
        let rows: [(String, String)] = [
            ("scope", scope), ("per", per), ("time zone", budget.timeZone),
            ("limit", "\(budget.limit)"), ("kind", manner),
            ("warns from", percentage(budget.warnShare)), ("spent", "\(status.settled)"),
            ("of it uncertain", "\(status.uncertain)"), ("reserved", "\(status.reserved)"),
            ("left", "\(status.left)"), ("over", "\(status.over)"),
            ("used", percentage(status.shareUsed)), ("price of money", priceText),
            ("from", local(status.period.lowerBound)), ("until", local(status.period.upperBound)),
            ("from in UTC", rfc3339(status.period.lowerBound)),
            ("until in UTC", rfc3339(status.period.upperBound)),
        ]
        for (setting, value) in rows { table.add([setting, value]) }
        let told = notices.map { "\(rfc3339($0.noticedAt)): \($0.sentence)" }
        return ([table.text] + notes + told).joined(separator: "\n")
    }

    private var priceText: String { priceOfMoney.map { briefText($0) } ?? "–" }

    /// Without what all of them begin with.
    private var noticeKinds: [String] {
        notices.map { String($0.kind.rawValue.trimmingPrefix("budget-")) }
    }

    /// A moment on the zone's clocks, with their offset from UTC.
    private func local(_ moment: Timestamp) -> String {
        rfc3339(moment, offsets: offsets)
    }

    // MARK: - CSV and JSON

    static func csvText(of views: [BudgetView]) -> String {
        csv(
            header: [
                "scope", "per", "timezone", "kind", "warn_share", "currency", "limit_nanos",
                "spent_nanos", "reserved_nanos", "uncertain_nanos", "left_nanos", "over_nanos",
                "used_share", "period_start", "period_end", "period_start_local",
                "period_end_local", "price_of_money", "notices",
            ],
            rows: views.map { view in
                let (budget, status, spend) = (view.budget, view.status, view.status.spend)
                return [
                    view.scope, view.per, budget.timeZone, view.manner, "\(budget.warnShare)",
                    budget.limit.currency, "\(budget.limit.nanos)", "\(spend.settledNanos)",
                    "\(spend.reservedNanos)", "\(spend.uncertainNanos)", "\(status.left.nanos)",
                    "\(status.over.nanos)", "\(status.shareUsed)",
                    rfc3339(status.period.lowerBound), rfc3339(status.period.upperBound),
                    view.local(status.period.lowerBound), view.local(status.period.upperBound),
                    view.priceOfMoney.map { "\($0)" } ?? "",
                    view.notices.map(\.kind.rawValue).joined(separator: ";"),
                ]
            }
        )
    }

    enum CodingKeys: String, CodingKey {
        case scope, per, timezone, kind, currency, warning, notices
        case priceOfMoney = "price_of_money"
        case warnShare = "warn_share"
        case limitNanos = "limit_nanos"
        case spentNanos = "spent_nanos"
        case reservedNanos = "reserved_nanos"
        case uncertainNanos = "uncertain_nanos"
        case leftNanos = "left_nanos"
        case overNanos = "over_nanos"
        case usedShare = "used_share"
        case periodStart = "period_start"
        case periodEnd = "period_end"
        case periodStartLocal = "period_start_local"
        case periodEndLocal = "period_end_local"
        case neverPinged = "never_pinged"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(scope, forKey: .scope)
        try values.encode(per, forKey: .per)
        try values.encode(budget.timeZone, forKey: .timezone)
        try values.encode(manner, forKey: .kind)
        try values.encode(budget.warnShare, forKey: .warnShare)
        try values.encode(budget.limit.currency, forKey: .currency)
        try values.encode(budget.limit.nanos, forKey: .limitNanos)
        try values.encode(status.spend.settledNanos, forKey: .spentNanos)
        try values.encode(status.spend.reservedNanos, forKey: .reservedNanos)
        try values.encode(status.spend.uncertainNanos, forKey: .uncertainNanos)
        try values.encode(status.left.nanos, forKey: .leftNanos)
        try values.encode(status.over.nanos, forKey: .overNanos)
        try values.encode(status.shareUsed, forKey: .usedShare)
        try values.encode(status.isWarning, forKey: .warning)
        try values.encode(rfc3339(status.period.lowerBound), forKey: .periodStart)
        try values.encode(rfc3339(status.period.upperBound), forKey: .periodEnd)
        try values.encode(local(status.period.lowerBound), forKey: .periodStartLocal)
        try values.encode(local(status.period.upperBound), forKey: .periodEndLocal)
        try values.encode(neverPinged, forKey: .neverPinged)
        try values.encodeIfPresent(priceOfMoney, forKey: .priceOfMoney)
        try values.encode(notices.map(NoticeView.init), forKey: .notices)
    }
}
