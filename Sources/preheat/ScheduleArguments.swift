import ArgumentParser
import Domain

/// What `schedule add` takes beside the expression.
struct ScheduleOptions: ParsableArguments {
    @Option(
        help:
            "Its name: letters, digits, '-', '_' and '.'. (default: its notation and a number, such as cron-1)"
    )
    var name: String?

    @Option(
        name: .customLong("timezone"),
        help: "The zone of its times and dates. (default: the endpoint's)"
    )
    var timeZone: String?

    @Option(help: "How many instances it warms, 1 to 64. (default: the endpoint's)")
    var instances: Int?

    @Option(
        help: ArgumentHelp(
            "How much later a run may come, 0s to 1h: drawn for each run, and kept over restarts.",
            valueName: "duration"
        )
    )
    var jitter = DurationArgument(.zero)

    @Option(
        help: ArgumentHelp(
            "How late a run may be, 1s to 1d; a later one is dropped and counted.",
            valueName: "duration"
        )
    )
    var grace = DurationArgument(Schedule.usualGrace)

    @Option(
        name: .customLong("except"),
        help: ArgumentHelp(
            "A date of the zone on which nothing starts, such as 2026-12-25; may be given several times.",
            valueName: "date"
        )
    )
    var exceptions: [String] = []

    func validate() throws {
        if let name, !Schedule.isName(name) {
            throw ValidationError(
                "--name '\(name)' is no name; write 1 to 100 letters, digits, '-', '_' and '.', not beginning with '-'."
            )
        }
        if let timeZone { try EndpointOptions.check(zone: timeZone) }
        if let instances, !(1...Domain.Preheat.mostInstances).contains(instances) {
            throw ValidationError("--instances is \(instances); it must be 1 to 64.")
        }
        guard Schedule.jitters.contains(jitter.duration) else {
            throw ValidationError("--jitter must be 0s to 1h.")
        }
        guard Schedule.graces.contains(grace.duration) else {
            throw ValidationError("--grace must be 1s to 1d.")
        }
        guard exceptions.count <= Schedule.mostExceptions else {
            throw ValidationError(
                "--except is given \(exceptions.count) times; the most is \(Schedule.mostExceptions)."
            )
        }
        for text in exceptions where CalendarDay(text) == nil {
            throw ValidationError("--except '\(text)' is no date; write one such as 2026-12-25.")
        }
    }

    /// The schedule that these options make of an expression.
    func schedule(of endpoint: Endpoint, expression: ScheduleExpression) -> Schedule {
        let days = Set(exceptions.compactMap { CalendarDay($0)?.daysSinceEpoch }).sorted()
        return Schedule(
            endpointID: endpoint.id,
            name: name ?? "",
            expression: expression.description,
            timeZone: timeZone ?? endpoint.timeZone,
            instances: instances ?? endpoint.instances,
            jitter: jitter.duration,
            grace: grace.duration,
            exceptions: days.map(CalendarDay.init(daysSinceEpoch:))
        )
    }

    /// Reads an expression as a command's word.
    ///
    /// - Throws: `ValidationError` with the sentence of what is wrong.
    static func expression(_ text: String) throws -> ScheduleExpression {
        do throws(ScheduleFlaw) {
            return try ScheduleExpression(text)
        } catch {
            throw ValidationError("\(error.description).")
        }
    }
}
