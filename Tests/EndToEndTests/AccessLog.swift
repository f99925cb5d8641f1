import Foundation

/// Lines of an access log, made for a test.
enum AccessLog {
    /// One line in combined format; `number` tells lines of the same second apart.
    static func line(
        at moment: Date,
        number: Int,
        path: String = "/",
        agent: String = "test-visitor"
    ) -> String {
        let text = moment.formatted(
            Date.VerbatimFormatStyle(
                format: """
                    \(day: .twoDigits)/\(month: .abbreviated)/\(year: .defaultDigits):\
                    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
                    \(minute: .twoDigits):\(second: .twoDigits) +0000
                    """,
                locale: Locale(identifier: "en_US_POSIX"),
                timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)
            )
        )
        return
            "192.0.2.1 - - [\(text)] \"GET \(path)?\(number) HTTP/1.1\" 200 42 \"-\" \"\(agent)\""
    }

    /// A request every 15 minutes over the week that ends 15 minutes before `end`.
    static func everyQuarterOfAnHour(before end: Date = Date()) -> String {
        (1...672).reversed().map { line(at: end - Double($0) * 900, number: $0) + "\n" }.joined()
    }

    /// Lines with the numbers of `range`, one a minute from a fixed moment on.
    static func lines(_ range: Range<Int>, path: String = "/") -> String {
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        return range.map {
            line(at: start + Double($0) * 60, number: $0, path: path) + "\n"
        }.joined()
    }
}
