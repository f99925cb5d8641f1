import Domain
import Testing

private func runs(
    _ line: String,
    _ zone: String,
    after: String,
    count: Int,
    seed: UInt64 = 0,
    except: [CalendarDay] = []
) throws -> [String] {
    let expression = try ScheduleExpression(line)
    var found: [String] = []
    var moment = utc(after)
    while found.count < count,
        let run = expression.nextRun(
            after: moment,
            offsets: ScheduleZones.named(zone),
            seed: seed,
            except: except
        )
    {
        found.append(
            utcText(run.scheduledAt) + (run.until.map { " to \(utcText($0))" } ?? "")
        )
        moment = run.scheduledAt
    }
    return found
}

/// Lines, zones, and the next runs in UTC; computed by hand.
@Suite struct ScheduleRunTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var requirement: String
        var line: String
        var zone: String
        var after: String
        var expected: [String]

        init(
            _ requirement: String,
            _ line: String,
            _ zone: String,
            after: String,
            _ expected: [String]
        ) {
            self.requirement = requirement
            self.line = line
            self.zone = zone
            self.after = after
            self.expected = expected
        }

        var testDescription: String { requirement }
    }

    private func check(_ row: Row) throws {
        let found = try runs(row.line, row.zone, after: row.after, count: row.expected.count)
        #expect(found == row.expected)
    }

    // MARK: - Clock changes

    private static let berlin: [Row] = [
        Row(
            "a fixed time in a skipped hour runs once, right after it",
            "30 2 * * *",
            "Europe/Berlin",
            after: "2026-03-28 01:29",
            ["2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"]
        ),
        Row(
            "several of them run once together",
            "*/20 2 * * *",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 01:00", "2026-03-30 00:00", "2026-03-30 00:20"]
        ),
        Row(
            "and are one with what is due right after it anyway",
            "0 2,3 * * *",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 01:00", "2026-03-30 00:00", "2026-03-30 01:00"]
        ),
        Row(
            "with seconds, too",
            "15 30 2 * * *",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 01:00", "2026-03-30 00:30:15"]
        ),
        Row(
            "the last minute before the skipped hour is itself",
            "59 1 * * *",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 00:59", "2026-03-29 23:59"]
        ),
        Row(
            "the first after it is itself",
            "0 3 * * *",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 01:00", "2026-03-30 01:00"]
        ),
        Row(
            "an open hour knows no skipped one",
            "30 * * * *",
            "Europe/Berlin",
            after: "2026-03-29 00:00",
            ["2026-03-29 00:30", "2026-03-29 01:30", "2026-03-29 02:30"]
        ),
        Row(
            "an open hour with a step skips what clocks skip",
            "0 */2 * * *",
            "Europe/Berlin",
            after: "2026-03-28 22:59",
            ["2026-03-28 23:00", "2026-03-29 02:00", "2026-03-29 04:00"]
        ),
        Row(
            "a fixed time in a repeated hour runs the first time only",
            "30 2 * * *",
            "Europe/Berlin",
            after: "2026-10-24 00:30",
            ["2026-10-25 00:30", "2026-10-26 01:30"]
        ),
        Row(
            "so do several",
            "0,30 2 * * *",
            "Europe/Berlin",
            after: "2026-10-25 00:00",
            ["2026-10-25 00:30", "2026-10-26 01:00"]
        ),
        Row(
            "whoever asks within the second pass waits for the next hour",
            "*/15 2,3 * * *",
            "Europe/Berlin",
            after: "2026-10-25 01:10",
            ["2026-10-25 02:00", "2026-10-25 02:15"]
        ),
        Row(
            "an open hour runs at every real occurrence",
            "30 * * * *",
            "Europe/Berlin",
            after: "2026-10-24 23:59",
            ["2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 02:30"]
        ),
        Row(
            "an open hour with a step, too",
            "0 */2 * * *",
            "Europe/Berlin",
            after: "2026-10-24 22:00",
            ["2026-10-25 00:00", "2026-10-25 01:00", "2026-10-25 03:00"]
        ),
        Row(
            "a word for every hour is an open hour",
            "@hourly",
            "Europe/Berlin",
            after: "2026-10-25 00:00",
            ["2026-10-25 01:00", "2026-10-25 02:00"]
        ),
        Row(
            "a period of real time does not look at clocks",
            "@every 45m",
            "Europe/Berlin",
            after: "2026-03-29 00:10",
            ["2026-03-29 00:45", "2026-03-29 01:30", "2026-03-29 02:15"]
        ),
    ]

    @Test(arguments: berlin)
    func berlinChangesByAnHour(row: Row) throws { try check(row) }

    private static let elsewhere: [Row] = [
        Row(
            "New York: a skipped time runs right after",
            "30 2 * * *",
            "America/New_York",
            after: "2026-03-07 08:00",
            ["2026-03-08 07:00", "2026-03-09 06:30"]
        ),
        Row(
            "New York: a repeated time runs once",
            "30 1 * * *",
            "America/New_York",
            after: "2026-11-01 00:00",
            ["2026-11-01 05:30", "2026-11-02 06:30"]
        ),
        Row(
            "New York: an open hour runs twice",
            "30 * 1 11 *",
            "America/New_York",
            after: "2026-11-01 05:00",
            ["2026-11-01 05:30", "2026-11-01 06:30", "2026-11-01 07:30"]
        ),
        Row(
            "Lord Howe skips 02:00 to 02:29 only",
            "15,45 2 * * *",
            "Australia/Lord_Howe",
            after: "2026-10-03 15:00",
            ["2026-10-03 15:30", "2026-10-03 15:45", "2026-10-04 15:15"]
        ),
        Row(
            "Lord Howe: the last skipped minute and the first that comes are one run",
            "29,30 2 * * *",
            "Australia/Lord_Howe",
            after: "2026-10-03 15:00",
            ["2026-10-03 15:30", "2026-10-04 15:29"]
        ),
        Row(
            "Lord Howe: an open hour loses one run to the half hour",
            "*/15 * * * *",
            "Australia/Lord_Howe",
            after: "2026-10-03 15:00",
            ["2026-10-03 15:15", "2026-10-03 15:30", "2026-10-03 15:45"]
        ),
        Row(
            "Lord Howe repeats 01:30 to 01:59 only",
            "15,45 1 * * *",
            "Australia/Lord_Howe",
            after: "2026-04-04 14:00",
            ["2026-04-04 14:15", "2026-04-04 14:45", "2026-04-05 14:45"]
        ),
        Row(
            "Lord Howe: an open hour runs twice at 01:45 and once at 01:15",
            "15,45 * * * *",
            "Australia/Lord_Howe",
            after: "2026-04-04 14:00",
            ["2026-04-04 14:15", "2026-04-04 14:45", "2026-04-04 15:15", "2026-04-04 15:45"]
        ),
        Row(
            "Kolkata: every day is alike",
            "30 2 * * *",
            "Asia/Kolkata",
            after: "2026-03-28 20:59",
            ["2026-03-28 21:00", "2026-03-29 21:00", "2026-03-30 21:00"]
        ),
        Row(
            "Kolkata: full hours are half hours elsewhere",
            "0 * * * *",
            "Asia/Kolkata",
            after: "2026-10-25 00:00",
            ["2026-10-25 00:30", "2026-10-25 01:30"]
        ),
    ]

    @Test(arguments: elsewhere)
    func otherZonesChangeTheirWay(row: Row) throws { try check(row) }

    // MARK: - Fields

    private static let fields: [Row] = [
        Row(
            "a run lies after the moment, never at it",
            "0 8 * * *",
            "UTC",
            after: "2026-01-01 08:00",
            ["2026-01-02 08:00"]
        ),
        Row(
            "a second before it is soon enough",
            "0 8 * * *",
            "UTC",
            after: "2026-01-01 07:59:59",
            ["2026-01-01 08:00"]
        ),
        Row(
            "six fields begin with the second",
            "*/20 59 23 31 12 *",
            "UTC",
            after: "2026-12-31 23:59:10",
            ["2026-12-31 23:59:20", "2026-12-31 23:59:40", "2027-12-31 23:59"]
        ),
        Row(
            "day of month and weekday: either",
            "0 0 13 * Fri",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-06 00:00", "2026-02-13 00:00", "2026-02-20 00:00"]
        ),
        Row(
            "a day that begins with a star only restricts",
            "0 0 */2 * Mon",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-09 00:00", "2026-02-23 00:00"]
        ),
        Row(
            "? is as good as a star",
            "0 0 ? * Mon",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-02 00:00"]
        ),
        Row(
            "Sunday is 0, 7 and Sun",
            "0 0 * * 0,7,Sun",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-08 00:00"]
        ),
        Row(
            "a range of weekdays goes over the week's end",
            "0 0 * * Sat-Mon",
            "UTC",
            after: "2026-02-06 12:00",
            ["2026-02-07 00:00", "2026-02-08 00:00", "2026-02-09 00:00", "2026-02-14 00:00"]
        ),
        Row(
            "a step from a value goes to the end",
            "50/5 0 1 1 *",
            "UTC",
            after: "2026-01-01 00:00",
            ["2026-01-01 00:50", "2026-01-01 00:55", "2027-01-01 00:50"]
        ),
        Row(
            "29 February comes every four years",
            "0 0 29 2 *",
            "UTC",
            after: "2026-01-01 00:00",
            ["2028-02-29 00:00", "2032-02-29 00:00"]
        ),
        Row(
            "but not in 2100",
            "0 0 29 2 *",
            "UTC",
            after: "2096-03-01 00:00",
            ["2104-02-29 00:00"]
        ),
        Row(
            "31 skips short months",
            "0 0 31 * *",
            "UTC",
            after: "2026-01-31 00:00",
            ["2026-03-31 00:00", "2026-05-31 00:00"]
        ),
        Row(
            "29 February on a Sunday",
            "0 0 29 2 */7",
            "UTC",
            after: "2026-01-01 00:00",
            ["2032-02-29 00:00", "2060-02-29 00:00"]
        ),
        Row(
            "nothing lies before 1970",
            "0 0 1 1 *",
            "UTC",
            after: "1970-01-01 00:00",
            ["1971-01-01 00:00"]
        ),
        Row("@yearly", "@yearly", "UTC", after: "2026-01-01 00:00", ["2027-01-01 00:00"]),
        Row("@annually", "@annually", "UTC", after: "2026-01-01 00:00", ["2027-01-01 00:00"]),
        Row("@monthly", "@monthly", "UTC", after: "2026-01-01 00:00", ["2026-02-01 00:00"]),
        Row("@weekly", "@weekly", "UTC", after: "2026-02-01 00:00", ["2026-02-08 00:00"]),
        Row("@daily", "@daily", "UTC", after: "2026-02-01 00:00", ["2026-02-02 00:00"]),
        Row("@midnight", "@midnight", "UTC", after: "2026-02-01 00:00", ["2026-02-02 00:00"]),
        Row(
            "periods are counted from 1970, whenever one asks",
            "@every 7m",
            "UTC",
            after: "1970-01-01 00:13:59",
            ["1970-01-01 00:14", "1970-01-01 00:21"]
        ),
        Row(
            "so are AWS's rates",
            "rate(5 minutes)",
            "UTC",
            after: "2026-01-01 00:02",
            ["2026-01-01 00:05", "2026-01-01 00:10"]
        ),
    ]

    @Test(arguments: fields)
    func fieldsMeanWhatCronMeans(row: Row) throws {
        try check(row)
    }

    private static let aws: [Row] = [
        Row(
            "Sunday is 1",
            "cron(0 8 ? * 1 *)",
            "UTC",
            after: "2026-02-01 09:00",
            ["2026-02-08 08:00"]
        ),
        Row(
            "weekdays by name",
            "cron(0 8 ? * MON-FRI *)",
            "UTC",
            after: "2026-02-06 08:00",
            ["2026-02-09 08:00"]
        ),
        Row(
            "the last day of the month",
            "cron(0 0 L * ? *)",
            "UTC",
            after: "2028-01-31 00:00",
            ["2028-02-29 00:00", "2028-03-31 00:00"]
        ),
        Row(
            "three days before it",
            "cron(0 0 L-3 2 ? *)",
            "UTC",
            after: "2026-01-31 00:00",
            ["2026-02-25 00:00", "2027-02-25 00:00", "2028-02-26 00:00"]
        ),
        Row(
            "the last workday: 2026-01-31 is a Saturday, 2026-02-28 too, 2026-03-31 a Tuesday",
            "cron(0 0 LW * ? *)",
            "UTC",
            after: "2026-01-01 00:00",
            ["2026-01-30 00:00", "2026-02-27 00:00", "2026-03-31 00:00"]
        ),
        Row(
            "the last workday where the last day is a Sunday",
            "cron(0 0 LW 5 ? 2026)",
            "UTC",
            after: "2026-01-01 00:00",
            ["2026-05-29 00:00"]
        ),
        Row(
            "nearest to a Sunday is Monday",
            "cron(0 0 15W * ? *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-16 00:00"]
        ),
        Row(
            "nearest to a Saturday is Friday",
            "cron(0 0 15W 8 ? *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-08-14 00:00"]
        ),
        Row(
            "nearest to a Saturday the 1st is Monday the 3rd, within the month",
            "cron(0 0 1W 8 ? *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-08-03 00:00"]
        ),
        Row(
            "nearest to a Sunday the 31st is Friday the 29th, within the month",
            "cron(0 0 31W 5 ? *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-05-29 00:00"]
        ),
        Row(
            "the second Monday",
            "cron(0 0 ? * 2#2 *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-09 00:00", "2026-03-09 00:00"]
        ),
        Row(
            "a fifth Sunday in February comes with leap years only",
            "cron(0 0 ? 2 SUN#5 *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2032-02-29 00:00", "2060-02-29 00:00"]
        ),
        Row(
            "the last Thursday",
            "cron(0 0 ? * 5L *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-26 00:00", "2026-03-26 00:00"]
        ),
        Row(
            "L alone is the week's last day, Saturday",
            "cron(0 0 ? * L *)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-07 00:00"]
        ),
        Row(
            "years end",
            "cron(0 0 1 1 ? 2027,2029)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2027-01-01 00:00", "2029-01-01 00:00"]
        ),
        Row(
            "a step of years counts from 1970",
            "cron(0 0 1 1 ? */10)",
            "UTC",
            after: "2026-02-01 00:00",
            ["2030-01-01 00:00"]
        ),
        Row(
            "a step of minutes from a value",
            "cron(10/20 0 * * ? *)",
            "UTC",
            after: "2026-02-01 00:10",
            ["2026-02-01 00:30", "2026-02-01 00:50", "2026-02-02 00:10"]
        ),
        Row(
            "clocks change by the same rule",
            "cron(30 2 * * ? *)",
            "Europe/Berlin",
            after: "2026-03-28 23:00",
            ["2026-03-29 01:00", "2026-03-30 00:30"]
        ),
    ]

    @Test(arguments: aws)
    func awsLinesMeanWhatAWSMeans(row: Row) throws { try check(row) }

    @Test(arguments: [
        ("cron(0 0 1 1 ? 2027)", "2027-01-01 00:00"), ("cron(0 0 1 1 ? 1999)", "2026-01-01 00:00"),
        ("2026-01-01 08:00 +1h", "2026-01-01 08:00"),
    ])
    func whatIsOverNeverComesAgain(line: String, after: String) throws {
        #expect(try runs(line, "UTC", after: after, count: 1).isEmpty)
    }

    @Test(arguments: [Int64.min, -1, 0, 253_370_764_800_000, 253_402_300_800_000, .max])
    func anyMomentIsAnswered(milliseconds: Int64) throws {
        let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
        for line in ["* * * * *", "0 8 29 2 *", "@every 10m", "08:00-18:00", "cron(0 0 L * ? *)"] {
            let expression = try ScheduleExpression(line)
            let run = expression.nextRun(after: moment, offsets: ScheduleZones.berlin)
            if let run { #expect(run.scheduledAt > moment) }
            #expect(run != nil || milliseconds > 0)
            _ = expression.window(containing: moment, offsets: ScheduleZones.berlin)
        }
    }

    // MARK: - Windows

    private static let windows: [Row] = [
        Row(
            "office hours",
            "08:00–18:00 Mon–Fri",
            "Europe/Berlin",
            after: "2026-03-26 07:00",
            [
                "2026-03-27 07:00 to 2026-03-27 17:00", "2026-03-30 06:00 to 2026-03-30 16:00",
            ]
        ),
        Row(
            "over midnight it belongs to the day on which it starts",
            "22:00-06:00 Fri",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-06 22:00 to 2026-02-07 06:00", "2026-02-13 22:00 to 2026-02-14 06:00"]
        ),
        Row(
            "a night by the wall clock is short when clocks go forward",
            "22:00-06:00 Sat",
            "Europe/Berlin",
            after: "2026-03-28 00:00",
            ["2026-03-28 21:00 to 2026-03-29 04:00"]
        ),
        Row(
            "a night by its length is not",
            "22:00 +8h Sat",
            "Europe/Berlin",
            after: "2026-03-28 00:00",
            ["2026-03-28 21:00 to 2026-03-29 05:00"]
        ),
        Row(
            "a start that is skipped is the end of the skipped hour",
            "02:30-04:00 daily",
            "Europe/Berlin",
            after: "2026-03-28 12:00",
            ["2026-03-29 01:00 to 2026-03-29 02:00"]
        ),
        Row(
            "an end that is skipped is the end of the skipped hour",
            "01:00-02:30 daily",
            "Europe/Berlin",
            after: "2026-03-28 12:00",
            ["2026-03-29 00:00 to 2026-03-29 01:00"]
        ),
        Row(
            "a window that is skipped altogether does not take place",
            "02:00-02:45 daily",
            "Europe/Berlin",
            after: "2026-03-28 12:00",
            ["2026-03-30 00:00 to 2026-03-30 00:45"]
        ),
        Row(
            "a repeated start and end are the first ones",
            "02:15-02:45 daily",
            "Europe/Berlin",
            after: "2026-10-24 12:00",
            ["2026-10-25 00:15 to 2026-10-25 00:45", "2026-10-26 01:15 to 2026-10-26 01:45"]
        ),
        Row(
            "a window around a repeated hour holds it twice",
            "02:00-03:00 daily",
            "Europe/Berlin",
            after: "2026-10-24 12:00",
            ["2026-10-25 00:00 to 2026-10-25 02:00"]
        ),
        Row(
            "round the clock",
            "12:00-12:00 Tue",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-03 12:00 to 2026-02-04 12:00"]
        ),
        Row(
            "a whole day",
            "00:00-24:00 Sat",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-02-07 00:00 to 2026-02-08 00:00"]
        ),
        Row(
            "once, in the zone's own time",
            "2026-12-01 08:00 – 2026-12-01 20:00",
            "America/New_York",
            after: "2026-02-01 00:00",
            ["2026-12-01 13:00 to 2026-12-02 01:00"]
        ),
        Row(
            "once, by its length",
            "2026-12-01 08:00 +36h",
            "UTC",
            after: "2026-02-01 00:00",
            ["2026-12-01 08:00 to 2026-12-02 20:00"]
        ),
    ]

    @Test(arguments: windows)
    func windowsOpenAndClose(row: Row) throws { try check(row) }

    @Test(
        arguments: [
            ("before it", "22:00-06:00 Fri", "2026-02-06 21:59:59", nil),
            ("its first moment", "22:00-06:00 Fri", "2026-02-06 22:00", "2026-02-07 06:00"),
            ("its last second", "22:00-06:00 Fri", "2026-02-07 05:59:59", "2026-02-07 06:00"),
            ("its end", "22:00-06:00 Fri", "2026-02-07 06:00", nil),
            ("a week-long one", "00:00 +7d Mon", "2026-02-08 23:59:59", "2026-02-09 00:00"),
            ("the longest of several", "08:00 +30h daily", "2026-02-06 09:00", "2026-02-07 14:00"),
            ("once", "2026-12-01 08:00 +12h", "2026-12-01 19:59:59", "2026-12-01 20:00"),
            ("once, over", "2026-12-01 08:00 +12h", "2026-12-01 20:00", nil),
            ("a cron line is none", "* * * * *", "2026-12-01 20:00", nil),
        ] as [(String, String, String, String?)]
    )
    func windowsAreHalfOpen(
        requirement: String,
        line: String,
        moment: String,
        until: String?
    ) throws {
        let expression = try ScheduleExpression(line)
        let window = expression.window(containing: utc(moment), offsets: .utc)
        #expect(window?.until.map(utcText) == until)
    }

    // MARK: - Exceptions

    @Test func nothingStartsOnExceptionDates() throws {
        let except = [CalendarDay("2026-12-25"), CalendarDay("2026-12-26")].compactMap { $0 }
        #expect(
            try runs(
                "0 8,20 * * *",
                "Europe/Berlin",
                after: "2026-12-24 08:00",
                count: 3,
                except: except
            ) == ["2026-12-24 19:00", "2026-12-27 07:00", "2026-12-27 19:00"]
        )
        // Local dates: 23:30 UTC on the 24th is the 25th in Berlin.
        #expect(
            try runs(
                "@every 30m",
                "Europe/Berlin",
                after: "2026-12-24 22:15",
                count: 2,
                except: except
            ) == ["2026-12-24 22:30", "2026-12-26 23:00"]
        )
        #expect(
            try runs(
                "22:00-06:00",
                "Europe/Berlin",
                after: "2026-12-24 12:00",
                count: 2,
                except: except
            ) == [
                "2026-12-24 21:00 to 2026-12-25 05:00", "2026-12-27 21:00 to 2026-12-28 05:00",
            ]
        )
        let night = try ScheduleExpression("22:00-06:00")
        let inside = utc("2026-12-25 23:00")
        #expect(night.window(containing: inside, offsets: .utc) != nil)
        #expect(night.window(containing: inside, offsets: .utc, except: except) == nil)
        let after = utc("2026-12-25 05:00")
        #expect(
            night.window(containing: after, offsets: .utc, except: except) != nil,
            "what began the day before goes on"
        )
    }

    // MARK: - Chance

    @Test func equalSeedsChooseEqually() throws {
        var chosen = Set<String>()
        for seed in 0..<UInt64(200) {
            let first = try runs(
                "0~30 ~ * * *",
                "UTC",
                after: "2026-01-01 00:00",
                count: 2,
                seed: seed
            )
            let again = try runs(
                "0~30 ~ * * *",
                "UTC",
                after: "2026-01-01 00:00",
                count: 2,
                seed: seed
            )
            #expect(first == again)
            let times = first.map { $0.split(separator: " ")[1] }
            #expect(times[0] == times[1], "the choice stays")
            let minute = try #require(Int(times[0].suffix(2)))
            #expect((0...30).contains(minute))
            chosen.insert(String(times[0]))
        }
        #expect(chosen.count > 150, "744 times to choose from")
    }

    @Test func aChoiceStaysWithinItsField() throws {
        for seed in 0..<UInt64(100) {
            let run = try runs(
                "5~5 ~3 20~29 2~2 *",
                "UTC",
                after: "2026-01-01 00:00",
                count: 1,
                seed: seed
            )
            let text = try #require(run.first)
            #expect(text.hasPrefix("2026-02-2") || text.hasPrefix("2028-02-29"))
            #expect(text.hasSuffix(":05"))
        }
    }

    @Test func jitterIsShortAndAlwaysTheSame() {
        var schedule = Schedule(
            endpointID: EndpointID(rawValue: 1),
            name: "a",
            expression: "@hourly",
            jitter: .seconds(30)
        )
        var delays = Set<Int64>()
        for hour in 0..<500 {
            let run = Timestamp(minute: 60 * hour)
            let delay = run.duration(to: schedule.jitteredAt(run)).milliseconds
            #expect((0..<30_000).contains(delay))
            #expect(schedule.jitteredAt(run) == schedule.jitteredAt(run))
            delays.insert(delay)
        }
        #expect(delays.count > 450)
        let run = Timestamp(minute: 60)
        let delay = schedule.jitteredAt(run)
        schedule.name = "b"
        #expect(schedule.jitteredAt(run) != delay, "another schedule, another time")
        schedule.jitter = .zero
        #expect(schedule.jitteredAt(run) == run)
    }

    @Test func aSeedIsKeptFromReleaseToRelease() {
        let schedule = Schedule(
            endpointID: EndpointID(rawValue: 7),
            name: "cron-1",
            expression: "~ 8 * * *"
        )
        #expect(schedule.seed == 15_752_059_377_561_342_028)
    }
}
