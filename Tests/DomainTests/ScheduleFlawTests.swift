import Domain
import Testing

/// Lines with one mistake each, and the exact sentence about it.
@Suite struct ScheduleFlawTests {
    static let cron: [(line: String, sentence: String)] = [
        (
            " \t",
            """
            a schedule is empty; write a cron line such as '*/10 8-18 * * Mon-Fri', a window such as \
            '08:00-18:00 Mon-Fri', or '@every 10m'
            """
        ),
        ("* * * *", "a cron line has 5 fields, or 6 with the second first; '* * * *' has 4"),
        (
            "* * * * * * *",
            "a cron line has 5 fields, or 6 with the second first; '* * * * * * *' has 7"
        ),
        ("60 * * * *", "minute '60' is out of range; write 0 to 59 (at character 1)"),
        ("* 24 * * *", "hour '24' is out of range; write 0 to 23 (at character 3)"),
        ("* * 0 * *", "day of month '0' is out of range; write 1 to 31 (at character 5)"),
        ("* * 32 * *", "day of month '32' is out of range; write 1 to 31 (at character 5)"),
        ("* * * 0 *", "month '0' is out of range; write 1 to 12 or Jan to Dec (at character 7)"),
        ("* * * 13 *", "month '13' is out of range; write 1 to 12 or Jan to Dec (at character 7)"),
        ("* * * * 8", "weekday '8' is out of range; write 0 to 7 or Sun to Sat (at character 9)"),
        ("60 * * * * *", "second '60' is out of range; write 0 to 59 (at character 1)"),
        (
            "0 8 * *  99999999999999999999",
            """
            weekday '99999999999999999999' is out of range; write 0 to 7 or Sun to Sat (at character \
            10)
            """
        ),
        ("x * * * *", "minute 'x' is no number; write 0 to 59 (at character 1)"),
        ("+5 * * * *", "minute '+5' is no number; write 0 to 59 (at character 1)"),
        ("-5 * * * *", "minute '-5' lacks a value; write 0 to 59 (at character 1)"),
        ("1.5 * * * *", "minute '1.5' is no number; write 0 to 59 (at character 1)"),
        ("5\u{301} * * * *", "minute '5\u{301}' is no number; write 0 to 59 (at character 1)"),
        ("\u{7} * * * *", "minute '\u{FFFD}' is no number; write 0 to 59 (at character 1)"),
        (
            "* * * Jnu *",
            "month 'Jnu' is no number or name; did you mean 'Jan'? (at character 7)"
        ),
        (
            "* * * * Monday",
            "weekday 'Monday' is no number or name; did you mean 'Mon'? (at character 9)"
        ),
        (
            "* * * * 1,Xyz",
            "weekday 'Xyz' is no number or name; write 0 to 7 or Sun to Sat (at character 11)"
        ),
        ("*/0 * * * *", "minute '*/0' has the step '0'; write 1 to 60 (at character 1)"),
        ("*/61 * * * *", "minute '*/61' has the step '61'; write 1 to 60 (at character 1)"),
        ("0 0 * * */8", "weekday '*/8' has the step '8'; write 1 to 7 (at character 9)"),
        ("5/ * * * *", "minute '5/' has the step ''; write 1 to 60 (at character 1)"),
        ("1,,2 * * * *", "minute '1,,2' has an empty part; remove a comma (at character 1)"),
        ("1- * * * *", "minute '1-' lacks a value; write 0 to 59 (at character 1)"),
        (
            "1-2-3 * * * *",
            "minute '1-2-3' has more than two ends; write a range such as 0-59 (at character 1)"
        ),
        ("* 22-2 * * *", "hour '22-2' runs backwards; write 22-23,0-2 (at character 3)"),
        ("* 23-0 * * *", "hour '23-0' runs backwards; write 23,0 (at character 3)"),
        ("* * * Nov-Feb *", "month 'Nov-Feb' runs backwards; write 11-12,1-2 (at character 7)"),
        (
            "? * * * *",
            """
            minute is '?', which only a day of month or a weekday can be; write * (at character 1)
            """
        ),
        (
            "* * L * *",
            "day of month 'L' is AWS's notation; write the line as cron(…) (at character 5)"
        ),
        (
            "* * 15W * *",
            "day of month '15W' is AWS's notation; write the line as cron(…) (at character 5)"
        ),
        (
            "* * * * 2#1",
            "weekday '2#1' is AWS's notation; write the line as cron(…) (at character 9)"
        ),
        (
            "~/10 * * * *",
            """
            minute '~/10' is no choice; write one such as 0~59, alone in its field (at character 1)
            """
        ),
        (
            "1,5~9 * * * *",
            """
            minute '1,5~9' is no choice; write one such as 0~59, alone in its field (at character 1)
            """
        ),
        ("30~10 * * * *", "minute '30~10' runs backwards; write 10~30 (at character 1)"),
        (
            "0 0 30 2 *",
            """
            '0 0 30 2 *' never runs: none of its months has such a day; change the day or the month
            """
        ),
        (
            "0 0 31 4,6,9,11 *",
            """
            '0 0 31 4,6,9,11 *' never runs: none of its months has such a day; change the day or the \
            month
            """
        ),
        (
            "0 0 28~30 2 *",
            """
            '0 0 28~30 2 *' might never run: its ~ can choose a day that none of its months has; \
            narrow it
            """
        ),
        (
            "CRON_TZ=UTC 0 8 * * *",
            """
            'CRON_TZ=UTC 0 8 * * *' names its zone; give the zone apart from it, as the schedule's \
            (at character 1)
            """
        ),
    ]

    static let words: [(line: String, sentence: String)] = [
        ("@hurly", "there is no '@hurly'; did you mean '@hourly'? (at character 1)"),
        (
            "@",
            """
            there is no '@'; write @yearly, @monthly, @weekly, @daily, @hourly or @every 10m (at \
            character 1)
            """
        ),
        ("@reboot", "'@reboot' is no time; write a cron line, or @every 10m (at character 1)"),
        ("@daily 5", "@daily stands alone; remove '5' (at character 8)"),
        (
            "@every",
            """
            @every is followed by one duration without blanks, such as @every 1h30m; '@every' has 0 \
            words there
            """
        ),
        (
            "@every 10 minutes",
            """
            @every is followed by one duration without blanks, such as @every 1h30m; '@every 10 \
            minutes' has 2 words there
            """
        ),
        (
            "@every 5",
            """
            '5' is no duration; write one such as @every 10m, @every 1h30m or @every 90s (at \
            character 8)
            """
        ),
        (
            "@every 0s",
            "'0s' is no time at all; write one second to 366 days (at character 8)"
        ),
        ("@every 367d", "'367d' is too long; write one second to 366 days (at character 8)"),
        (
            "rate(5)",
            """
            '5' is no rate; write rate(1 minute), rate(5 minutes), rate(2 hours) or rate(7 days) (at \
            character 6)
            """
        ),
        ("rate(1 minutes)", "AWS writes rate(1 minute), not 'minutes' (at character 8)"),
        ("rate(5 minute)", "AWS writes rate(5 minutes), not 'minute' (at character 8)"),
        (
            "rate(0 minutes)",
            "'0' is no time at all; write one second to 366 days (at character 6)"
        ),
        (
            "rate(99999999999999999999 days)",
            "'99999999999999999999' is too long; write one second to 366 days (at character 6)"
        ),
        (
            "rate(5 minuts)",
            "'minuts' is no unit of a rate; did you mean 'minutes'? (at character 8)"
        ),
        (
            "rate(5 fortnights)",
            "'fortnights' is no unit of a rate; write minutes, hours or days (at character 8)"
        ),
        ("rate(5 minutes", "'rate(5 minutes' does not end with ')'; close the bracket"),
    ]

    static let aws: [(line: String, sentence: String)] = [
        ("cron(0 10 * * ? *", "'cron(0 10 * * ? *' does not end with ')'; close the bracket"),
        ("cron(0 10 * * ?)", "AWS's cron(…) has 6 fields, the year last; '0 10 * * ?' has 5"),
        (
            "cron(0 10 * * * *)",
            """
            in AWS's cron(…) one of day of month and weekday is '?', and the other is not; they are \
            '*' and '*' (at character 11)
            """
        ),
        (
            "cron(0 10 ? * ? *)",
            """
            in AWS's cron(…) one of day of month and weekday is '?', and the other is not; they are \
            '?' and '?' (at character 11)
            """
        ),
        (
            "cron(0 10 ? * 0 *)",
            "weekday '0' is out of range; write 1 to 7 or Sun to Sat (at character 15)"
        ),
        (
            "cron(0 10 ? * 2#6 *)",
            "weekday '2#6' names no day; write 1 to 5 after the #, such as 2#1 (at character 15)"
        ),
        (
            "cron(0 10 ? * 2#1,3#1 *)",
            """
            weekday '2#1,3#1' lists more than one day with #; AWS takes only one (at character 15)
            """
        ),
        (
            "cron(0 10 L-31 * ? *)",
            "day of month 'L-31' names no day; write L-1 to L-30 (at character 11)"
        ),
        (
            "cron(0 10 32W * ? *)",
            "day of month '32W' names no day; write 1W to 31W, or LW (at character 11)"
        ),
        (
            "cron(0 10 1 * ? 1969)",
            "year '1969' is out of range; write 1970 to 2199 (at character 17)"
        ),
        (
            "cron(0 10 1 * ? 2200)",
            "year '2200' is out of range; write 1970 to 2199 (at character 17)"
        ),
        (
            "cron(~ 10 1 * ? *)",
            """
            '~' has a ~, which AWS's cron(…) does not know; write a cron line of 5 fields (at \
            character 6)
            """
        ),
        (
            "cron(0 0 29 2 ? 2027)",
            """
            '0 0 29 2 ? 2027' never runs: none of its months has such a day; change the day or the \
            month
            """
        ),
        (
            "at(2026-01-01T00:00:00)",
            """
            AWS's at(…) is a single moment; write a window, such as 2026-12-01 08:00 +30m (at \
            character 1)
            """
        ),
    ]

    static let windows: [(line: String, sentence: String)] = [
        (
            "08:00",
            """
            the window '08:00' lacks a dash and the end, or +10h; write one such as 08:00-18:00 \
            Mon-Fri, or 08:00 +10h daily
            """
        ),
        (
            "08:00-",
            """
            the window '08:00-' lacks the end such as 18:00; write one such as 08:00-18:00 Mon-Fri, \
            or 08:00 +10h daily
            """
        ),
        (
            "08:00-18:00 Mon-",
            """
            the window '08:00-18:00 Mon-' lacks a weekday such as Fri; write one such as 08:00-18:00 \
            Mon-Fri, or 08:00 +10h daily
            """
        ),
        (
            "08:00-18:00 Mondays",
            "'Mondays' is no part of a window; did you mean 'Mon'? (at character 13)"
        ),
        ("25:00-26:00", "'25:00' is no time; write 00:00 to 24:00 (at character 1)"),
        ("8:00-18:00", "'8:00' is no time; write 00:00 to 24:00 (at character 1)"),
        (
            "24:00-01:00",
            "a window cannot start at 24:00; write 00:00 of the next day (at character 1)"
        ),
        (
            "08:00 +10x",
            "'+10x' is no length of a window; write one such as +10h or +1h30m (at character 7)"
        ),
        (
            "08:00 +30s",
            "'+30s' is no length of a window; write one such as +10h or +1h30m (at character 7)"
        ),
        ("08:00 +8d", "'+8d' is no length of this window; write +1m to +7d (at character 7)"),
        ("08:00 +0m", "'+0m' is no length of this window; write +1m to +7d (at character 7)"),
        (
            "Mon 08:00-18:00 Tue",
            "the window ends before 'Tue'; remove it (at character 17)"
        ),
        (
            "2026-12-01 20:00 - 08:00",
            "'2026-12-01 20:00 - 08:00' ends before it starts; change one of the two"
        ),
        (
            "2026-12-01 08:00 - 2027-12-02 08:01",
            """
            '2026-12-01 08:00 - 2027-12-02 08:01' is longer than 366 days; write a shorter one
            """
        ),
        (
            "2026-02-30 08:00 +1h",
            """
            '2026-02-30' is in no calendar; write a date such as 2026-12-01 (at character 1)
            """
        ),
        (
            "2026-12-01 08:00 +367d",
            "'+367d' is no length of this window; write +1m to +366d (at character 18)"
        ),
    ]

    @Test(arguments: cron + words + aws + windows)
    func aMistakeIsToldExactly(line: String, sentence: String) {
        do throws(ScheduleFlaw) {
            let read = try ScheduleExpression(line)
            Issue.record("'\(line)' was read as \(read)")
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test func aScheduleHasALargestLength() throws {
        let line = "0,0,0" + String(repeating: ",0", count: 493) + " * * * *"
        #expect(line.count == 999)
        _ = try ScheduleExpression(line + " ")
        do throws(ScheduleFlaw) {
            _ = try ScheduleExpression(line + "  ")
            Issue.record("1001 characters were read")
        } catch {
            #expect(error.description == "a schedule has at most 1000 characters; shorten it")
        }
    }

    @Test(arguments: [
        ("  */10\t8-18  * * mon-fri ", "*/10 8-18 * * MON-FRI"), (" @Daily", "@daily"),
        ("@every 90m", "@every 1h30m"), ("@every 3600s", "@every 1h"),
        ("rate(1 Day)", "rate(1 day)"),
        ("CRON(0 0 lw * ? *)", "cron(0 0 LW * ? *)"),
        ("08:00 — 18:00 mon, wed–fri", "08:00-18:00 Mon,Wed-Fri"),
        ("Sat-Sun 22:00 to 06:00", "22:00-06:00 Sat,Sun"), ("00:00-24:00", "00:00-24:00 daily"),
        ("00:00-00:00 Mon", "00:00-24:00 Mon"), ("12:00-12:00", "12:00-12:00 daily"),
        ("12:00-24:00", "12:00-24:00 daily"), ("12:00-00:00", "12:00-24:00 daily"),
        ("Sun,Fri-Mon 08:00 +90m", "08:00 +1h30m Mon,Fri-Sun"),
        ("2026-12-01T08:00–2026-12-01T20:00", "2026-12-01 08:00 - 2026-12-01 20:00"),
        ("2026-12-01 08:00-20:00", "2026-12-01 08:00 - 2026-12-01 20:00"),
        ("2026-12-31 20:00 - 2026-12-31 24:00", "2026-12-31 20:00 - 2027-01-01 00:00"),
        ("2026-12-01 08:00 +36h", "2026-12-01 08:00 +1d12h"),
    ])
    func theCanonicalFormReadsTheSame(line: String, canonical: String) throws {
        let expression = try ScheduleExpression(line)
        #expect(expression.description == canonical)
        #expect(try ScheduleExpression(canonical) == expression)
    }

    @Test(arguments: [
        ("* * * * *", "cron"), ("@daily", "cron"), ("cron(0 0 L * ? *)", "aws-cron"),
        ("@every 5m", "every"), ("rate(5 minutes)", "rate"), ("08:00-09:00", "window"),
        ("2026-12-01 08:00 +1h", "once"),
    ])
    func theKindNamesTheNotation(line: String, kind: String) throws {
        #expect(try ScheduleExpression(line).kind == kind)
    }
}
