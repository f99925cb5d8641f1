internal import Domain

/// The keys that take several values.
extension EndpointKey {
    func set(list given: [String], of endpoint: inout Endpoint) throws(SettingFlaw) {
        if given.contains(Self.none), given.count > 1, self != .header {
            throw SettingFlaw(rawValue, "none stands alone; leave it out or the others")
        }
        let parts = given == [Self.none] ? [] : given
        if let most, parts.count > most {
            throw SettingFlaw(rawValue, "is given \(parts.count) times; the most is \(most)")
        }
        switch self {
        case .header: try setHeaders(parts, of: &endpoint)
        case .quiet: try setQuietWindows(parts, of: &endpoint)
        case .holiday, .oneOff: try setDates(parts, of: &endpoint)
        default: endpoint.prices = try SettingRules.prices(parts)
        }
    }

    private var most: Int? {
        switch self {
        case .quiet, .price: 50
        case .holiday, .oneOff: 400
        default: nil
        }
    }

    private func setHeaders(
        _ parts: [String],
        of endpoint: inout Endpoint
    ) throws(SettingFlaw) {
        var headers: [WarmUpRequest.Header] = []
        for part in parts { headers.append(try SettingRules.header(part)) }
        endpoint.warmUp.headers = headers
    }

    private func setQuietWindows(
        _ parts: [String],
        of endpoint: inout Endpoint
    ) throws(SettingFlaw) {
        var windows: [QuietWindow] = []
        for part in parts {
            guard let window = QuietWindow(part) else {
                throw SettingFlaw(
                    rawValue,
                    "'\(part)' is no window; write 22:00-06:00 or 'Mon-Fri 20:00-07:00', or none"
                )
            }
            windows.append(window)
        }
        endpoint.quietWindows = windows
    }

    /// What is given now holds over what was given of the other kind before.
    private func setDates(_ parts: [String], of endpoint: inout Endpoint) throws(SettingFlaw) {
        let given = try dates(parts)
        let days = Set(given.map(\.day))
        let kept = endpoint.specialDates.filter { date in
            !days.contains(date.day) && (date.kind == .holiday) != (self == .holiday)
        }
        endpoint.specialDates = (kept + given).sorted { $0.day < $1.day }
    }

    /// Reads the dates of ``holiday`` or ``oneOff``.
    private func dates(_ parts: [String]) throws(SettingFlaw) -> [SpecialDate] {
        var dates: [SpecialDate] = []
        var days = Set<Int>()
        for part in parts {
            let date: SpecialDate
            if self == .holiday {
                guard let day = CalendarDay(part) else {
                    throw SettingFlaw(
                        rawValue,
                        "'\(part)' is no date; write one such as 2026-12-25"
                    )
                }
                date = SpecialDate(day: day.daysSinceEpoch, kind: .holiday)
            } else {
                let text = CalendarDay(part) == nil ? part : "\(part) x1"
                guard let oneOff = SpecialDate(text) else {
                    throw SettingFlaw(
                        rawValue,
                        "'\(part)' is no date; write 2026-11-27, or '2026-11-27 x3' with a factor from 0 to 1000"
                    )
                }
                date = oneOff
            }
            guard days.insert(date.day).inserted else { throw doubled(date.day) }
            dates.append(date)
        }
        return dates
    }

    private func doubled(_ day: Int) -> SettingFlaw {
        SettingFlaw(
            rawValue,
            sentence:
                "\(CalendarDay(daysSinceEpoch: day)) is given twice; a day is one thing, a holiday or a one-off"
        )
    }

    /// Refuses a day that is given both as a holiday and as a one-off.
    ///
    /// - Throws: ``SettingFlaw``; lists that cannot be read are another rule's.
    package static func checkDates(
        holidays: [String],
        oneOffs: [String]
    ) throws(SettingFlaw) {
        let days = Set(holidays.compactMap { CalendarDay($0)?.daysSinceEpoch })
        for part in oneOffs {
            guard let text = part.split(separator: " ").first, let day = CalendarDay(text) else {
                continue
            }
            if days.contains(day.daysSinceEpoch) { throw oneOff.doubled(day.daysSinceEpoch) }
        }
    }
}
