import Domain

/// The manual schedule that asked for a warm-up, which may have been removed since.
struct Asking {
    let key: Int64
    /// The one that has the key now.
    let schedule: Schedule?
    /// As the ledger calls who asked.
    let ledgerName: String?

    /// A key may have been given to another schedule since: the ledger's name tells.
    private var present: Schedule? {
        guard let schedule, ledgerName == nil || ledgerName == schedule.name else { return nil }
        return schedule
    }

    var name: String { ledgerName ?? present?.name ?? "\(key) (removed)" }

    var sentence: String {
        if let present {
            return
                "The schedule '\(present.name)' (\(present.expression), \(present.timeZone)) asked "
                + "for it."
        }
        return ledgerName.map { "The schedule '\($0)', removed since, asked for it." }
            ?? "A schedule, removed since, asked for it."
    }
}
