package import Domain

/// The keys of a schedule's settings, in the order of a file.
package enum ScheduleKey: String, CaseIterable, Sendable {
    case expression
    case timezone
    case instances
    case jitter
    case grace
    case except
    case enabled

    /// What its value looks like.
    package var kind: SettingKind {
        switch self {
        case .expression, .timezone: .text
        case .instances: .whole(1...Preheat.mostInstances)
        case .jitter, .grace: .duration
        case .except: .list
        case .enabled: .flag
        }
    }

    /// What holds where nothing is said, in words.
    package var usual: String {
        switch self {
        case .expression: "required"
        case .timezone, .instances: "the endpoint's"
        case .jitter: "`0s`"
        case .grace: "`1m`"
        case .except: "none"
        case .enabled: "`true`"
        }
    }

    /// What it means, in a sentence.
    package var summary: String {
        switch self {
        case .expression:
            "When: `0 8 * * Mon-Fri`, `@hourly`, `rate(5 minutes)`, `08:00-18:00 Mon-Fri`."
        case .timezone: "The IANA zone of its times and dates."
        case .instances: "How many instances it warms."
        case .jitter: "How much later a run may come, up to `1h`."
        case .grace: "How late a run may be, `1s` to `1d`."
        case .except: "Dates of the zone on which nothing starts: `2026-12-25`."
        case .enabled: "`false` keeps the schedule and lets it rest."
        }
    }
}

extension ScheduleKey {
    /// Checks a value and writes it over a schedule's.
    ///
    /// - Parameters:
    ///   - value: Of the key's kind.
    ///   - schedule: Is changed.
    /// - Throws: ``SettingFlaw``, with the schedule as it was.
    /// - Precondition: The value is of the key's kind.
    package func set(
        _ value: SettingValue,
        of schedule: inout Schedule
    ) throws(SettingFlaw) {
        switch (self, value) {
        case (.expression, .text(let text)):
            schedule.expression = try Self.expression(text).description
        case (.timezone, .text(let zone)):
            try SettingRules.check(zone: zone, of: rawValue)
            schedule.timeZone = zone
        case (.instances, .whole(let number)):
            guard (1...Preheat.mostInstances).contains(number) else {
                throw flaw("is \(number); it must be 1 to \(Preheat.mostInstances)")
            }
            schedule.instances = number
        case (.jitter, .duration(let duration)):
            guard Schedule.jitters.contains(duration) else { throw flaw("must be 0s to 1h") }
            schedule.jitter = duration
        case (.grace, .duration(let duration)):
            guard Schedule.graces.contains(duration) else { throw flaw("must be 1s to 1d") }
            schedule.grace = duration
        case (.except, .list(let texts)): schedule.exceptions = try exceptions(texts)
        case (.enabled, .flag(let isEnabled)): schedule.isEnabled = isEnabled
        default: preconditionFailure("\(rawValue) takes no \(value)")
        }
    }

    private func flaw(_ predicate: String) -> SettingFlaw { SettingFlaw(rawValue, predicate) }

    private func exceptions(_ texts: [String]) throws(SettingFlaw) -> [CalendarDay] {
        guard texts.count <= Schedule.mostExceptions else {
            throw flaw("is given \(texts.count) times; the most is \(Schedule.mostExceptions)")
        }
        var days = Set<Int>()
        for text in texts {
            guard let day = CalendarDay(text) else {
                throw flaw("'\(text)' is no date; write one such as 2026-12-25")
            }
            days.insert(day.daysSinceEpoch)
        }
        return days.sorted().map(CalendarDay.init(daysSinceEpoch:))
    }

    /// Checks a schedule's name.
    package static func check(name: String) throws(SettingFlaw) {
        guard Schedule.isName(name) else {
            throw SettingFlaw(
                "name",
                "'\(name)' is no name; write 1 to 100 letters, digits, '-', '_' and '.', not beginning with '-'"
            )
        }
    }

    /// Reads an expression in any notation.
    package static func expression(_ text: String) throws(SettingFlaw) -> ScheduleExpression {
        do throws(ScheduleFlaw) {
            return try ScheduleExpression(text)
        } catch {
            throw SettingFlaw(Self.expression.rawValue, sentence: error.description)
        }
    }

    /// The value that a schedule has, as a file says it.
    package func value(of schedule: Schedule) -> SettingValue {
        switch self {
        case .expression: .text(schedule.expression)
        case .timezone: .text(schedule.timeZone)
        case .instances: .whole(schedule.instances)
        case .jitter: .duration(schedule.jitter)
        case .grace: .duration(schedule.grace)
        case .except: .list(schedule.exceptions.map(\.description))
        case .enabled: .flag(schedule.isEnabled)
        }
    }
}

extension Schedule {
    /// A schedule of which nothing is said, on its endpoint's clocks and with its instances.
    init(usualOf endpoint: Endpoint, named name: String) {
        self.init(
            endpointID: endpoint.id,
            name: name,
            expression: "",
            timeZone: endpoint.timeZone,
            instances: endpoint.instances
        )
    }
}
