import ArgumentParser
import Configuring
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
        help: "The zone of its times and dates. (default: the endpoint's, as it is now)"
    )
    var timeZone: String?

    @Option(help: "How many instances it warms, 1 to 64. (default: the endpoint's, as it is now)")
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
        try asUsage { () throws(SettingFlaw) in
            if let name { try ScheduleKey.check(name: name) }
            var nothing = Schedule(endpointID: EndpointID(rawValue: 0), expression: "")
            try write(to: &nothing)
        }
    }

    /// The schedule that these options make of an expression.
    func schedule(of endpoint: Endpoint, expression: ScheduleExpression) throws -> Schedule {
        var schedule = Schedule(
            endpointID: endpoint.id,
            name: name ?? "",
            expression: expression.description,
            timeZone: endpoint.timeZone,
            instances: endpoint.instances
        )
        try asUsage { () throws(SettingFlaw) in try write(to: &schedule) }
        return schedule
    }

    private func write(to schedule: inout Schedule) throws(SettingFlaw) {
        if let timeZone { try ScheduleKey.timezone.set(.text(timeZone), of: &schedule) }
        if let instances { try ScheduleKey.instances.set(.whole(instances), of: &schedule) }
        try ScheduleKey.jitter.set(.duration(jitter.duration), of: &schedule)
        try ScheduleKey.grace.set(.duration(grace.duration), of: &schedule)
        try ScheduleKey.except.set(.list(exceptions), of: &schedule)
    }

    /// Reads an expression as a command's word.
    ///
    /// - Throws: `ValidationError` with the sentence of what is wrong.
    static func expression(_ text: String) throws -> ScheduleExpression {
        try asUsage { () throws(SettingFlaw) in try ScheduleKey.expression(text) }
    }
}
