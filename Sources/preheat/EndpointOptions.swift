import ArgumentParser
import Domain
import Foundation
import Serving

/// The settings of an endpoint, as `add` and `set` take them.
struct EndpointOptions: ParsableArguments {
    @Option(help: "The HTTP method of a warm-up. (default: GET)")
    var method: String?

    @Option(
        name: .customLong("header"),
        help: ArgumentHelp(
            "A header of a warm-up; may be given several times, and replaces all earlier ones. Its last word may refer to a secret: env:NAME, file:/PATH or credential:NAME.",
            valueName: "name: value"
        )
    )
    var headers: [String] = []

    @Option(help: "The body of a warm-up.")
    var body: String?

    @Option(
        help: ArgumentHelp("How long a warm-up may take. (default: 30s)", valueName: "duration")
    )
    var timeout: DurationArgument?

    @Option(
        help:
            "The statuses of a successful warm-up, such as 200, 2xx or 200-299,401. (default: 200-399)"
    )
    var expectStatus: String?

    @Option(help: "Where it runs: decides prices and the idle timeout. (default: generic-http)")
    var platform: Platform?

    @Option(
        help: ArgumentHelp("Memory of one instance. (default: the platform's)", valueName: "MB")
    )
    var memory: Int?

    @Option(
        help: ArgumentHelp(
            "Mean duration of a real request; tells how many instances a minute needs.",
            valueName: "duration"
        )
    )
    var meanDuration: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "How long the platform keeps an idle instance, at least 1m. (default: the platform's)",
            valueName: "duration"
        )
    )
    var idleTimeout: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "What an avoided cold start is worth, in pings. (default: 30)",
            valueName: "pings"
        )
    )
    var coldStartValue: Double?

    @Option(name: .customLong("timezone"), help: "The zone of its days and weeks. (default: UTC)")
    var timeZone: String?

    @Option(name: .customLong("path"), help: "Match rule: requests whose path lies under this one.")
    var pathPrefix: String?

    @Option(help: "Match rule: requests for this host.")
    var host: String?

    @Option(
        name: .customLong("match"),
        help: ArgumentHelp(
            "Match rule: requests whose target this regular expression finds something in.",
            valueName: "regex"
        )
    )
    var pattern: String?

    @Option(help: "shadow decides and records only; active pings. (default: shadow)")
    var mode: Endpoint.Mode?

    @Option(help: "The fewest instances that a warm-up holds, 1 to 64. (default: 1)")
    var instances: Int?

    @Option(
        help: ArgumentHelp(
            "How long an instance takes to start: where start-up is billed, a cold ping costs more.",
            valueName: "duration"
        )
    )
    var startUp: DurationArgument?

    @Option(
        name: .customLong("quiet"),
        help: ArgumentHelp(
            "When not to ping, such as '22:00-06:00' or 'Sat,Sun 00:00-24:00', in the endpoint's zone; may be given several times, and replaces all earlier ones; 'none' removes them.",
            valueName: "window"
        )
    )
    var quietWindows: [String] = []

    @Option(
        name: .customLong("holiday"),
        help: ArgumentHelp(
            "A day whose demand is like a Sunday's, such as 2026-12-25; may be given several times, and replaces all earlier ones; 'none' removes them.",
            valueName: "date"
        )
    )
    var holidays: [String] = []

    @Option(
        name: .customLong("one-off"),
        help: ArgumentHelp(
            "A day like no other, such as 2026-11-27 or '2026-11-27 x3' where three times the demand is expected: nothing is learned from it; may be given several times, and replaces all earlier ones; 'none' removes them.",
            valueName: "date"
        )
    )
    var oneOffDates: [String] = []

    @Option(help: "Endpoints of one group can share a budget; 'none' leaves the group.")
    var group: String?

    @Option(
        help: ArgumentHelp(
            "How much its cold starts weigh beside those of others, 0.001 to 1000. (default: 1)",
            valueName: "weight"
        )
    )
    var priority: Double?

    @Option(
        help:
            "What its requests are to meet, such as 'cold-rate<2%' or 'p99<400ms'; 'none' for nothing."
    )
    var target: String?

    @Option(
        help: ArgumentHelp(
            "How far back the target looks, 1d to 366d. (default: 28d)",
            valueName: "duration"
        )
    )
    var targetWindow: DurationArgument?

    @Option(
        name: .customLong("price"),
        help: ArgumentHelp(
            "What it pays otherwise than its platform's list says, such as per-request=0.0000002, preset=azure-functions-flex or vcpus=0.5; may be given several times, and replaces all earlier ones; 'none' removes them. 'preheat price show' names the keys.",
            valueName: "key=value"
        )
    )
    var prices: [String] = []

    func validate() throws {
        try checkLists()
        try checkMoneyAndTarget()
        for text in quietWindows where text != Self.none && QuietWindow(text) == nil {
            throw ValidationError(
                "--quiet '\(text)' is no window; write 22:00-06:00 or 'Mon-Fri 20:00-07:00', or none."
            )
        }
        if let startUp, !(.zero...Duration.seconds(3600)).contains(startUp.duration) {
            throw ValidationError("--start-up must be 0s to 1h.")
        }
        for header in headers { _ = try Self.header(header) }
        if let timeout, timeout.duration <= .zero {
            throw ValidationError("--timeout must be more than zero.")
        }
        if let expectStatus, ExpectedStatus(expectStatus) == nil {
            throw ValidationError(
                "--expect-status '\(expectStatus)' is no list of codes; write 200, 2xx or 200-299,401."
            )
        }
        if let memory, !(1...1_048_576).contains(memory) {
            throw ValidationError("--memory is \(memory); it must be 1 to 1048576 MB.")
        }
        if let idleTimeout, idleTimeout.duration < .seconds(60) {
            throw ValidationError(
                "--idle-timeout must be at least 1m: pings are planned by the minute."
            )
        }
        if let value = coldStartValue, !(1e-6...1e9).contains(value) {
            throw ValidationError(
                "--cold-start-value is \(value); it must be 1e-6 to 1e9."
            )
        }
        if let instances, !(1...Domain.Preheat.mostInstances).contains(instances) {
            throw ValidationError("--instances is \(instances); it must be 1 to 64.")
        }
        if let pathPrefix, !pathPrefix.hasPrefix("/") {
            throw ValidationError("--path '\(pathPrefix)' must begin with a slash.")
        }
        if let host, host.isEmpty { throw ValidationError("--host is empty; name a host.") }
        if let pattern { try Self.check(pattern: pattern) }
        if let timeZone { try Self.check(zone: timeZone) }
        if let method, !Self.isToken(method) {
            throw ValidationError("--method '\(method)' is no HTTP method.")
        }
    }

    /// The match rules that these options name.
    var match: MatchRules { MatchRules(pathPrefix: pathPrefix, host: host, pattern: pattern) }

    /// Writes what was given over `endpoint`'s settings.
    func apply(to endpoint: inout Endpoint) throws {
        if let method { endpoint.warmUp.method = method }
        if !headers.isEmpty { endpoint.warmUp.headers = try headers.map(Self.header) }
        if let body { endpoint.warmUp.body = body }
        if let timeout { endpoint.warmUp.timeout = timeout.duration }
        if let status = expectStatus.flatMap(ExpectedStatus.init) {
            endpoint.warmUp.expectedStatus = status
        }
        if let platform { endpoint.platform = platform }
        if let memory { endpoint.memoryMB = memory }
        if let meanDuration { endpoint.meanDuration = meanDuration.duration }
        if let idleTimeout { endpoint.statedIdleTimeout = idleTimeout.duration }
        if let coldStartValue { endpoint.coldStartValue = coldStartValue }
        if let timeZone { endpoint.timeZone = timeZone }
        if let pathPrefix { endpoint.match.pathPrefix = pathPrefix }
        if let host { endpoint.match.host = host }
        if let pattern { endpoint.match.pattern = pattern }
        if let mode { endpoint.mode = mode }
        if let instances { endpoint.instances = instances }
        if let startUp { endpoint.startUp = startUp.duration }
        if !quietWindows.isEmpty {
            endpoint.quietWindows = quietWindows.compactMap { QuietWindow($0) }
        }
        if !holidays.isEmpty || !oneOffDates.isEmpty { applyDates(to: &endpoint) }
        try applyMoneyAndTarget(to: &endpoint)
    }

    /// Stands for an empty list.
    static let none = "none"

    /// Checks the options that may be given several times.
    private func checkLists() throws {
        let lists = [
            ("--quiet", quietWindows, 50), ("--holiday", holidays, 400),
            ("--one-off", oneOffDates, 400), ("--price", prices, 50),
        ]
        for (option, list, most) in lists {
            guard list.count <= most else {
                throw ValidationError(
                    "\(option) is given \(list.count) times; the most is \(most)."
                )
            }
            if list.contains(Self.none), list.count > 1 {
                throw ValidationError("\(option) none stands alone; leave it out or the others.")
            }
        }
        for text in holidays where text != Self.none && CalendarDay(text) == nil {
            throw ValidationError("--holiday '\(text)' is no date; write one such as 2026-12-25.")
        }
        for text in oneOffDates where text != Self.none && Self.oneOff(text) == nil {
            throw ValidationError(
                "--one-off '\(text)' is no date; write 2026-11-27, or '2026-11-27 x3' with a factor from 0 to 1000."
            )
        }
        var days = Set<Int>()
        let dates = holidays.compactMap { SpecialDate($0) } + oneOffDates.compactMap(Self.oneOff)
        for date in dates where !days.insert(date.day).inserted {
            let day = CalendarDay(daysSinceEpoch: date.day)
            throw ValidationError(
                "\(day) is given twice; a day is one thing, a holiday or a one-off."
            )
        }
    }

    private static func oneOff(_ text: String) -> SpecialDate? {
        SpecialDate(CalendarDay(text) == nil ? text : "\(text) x1")
    }

    /// What is given now holds over what was given before.
    private func applyDates(to endpoint: inout Endpoint) {
        func isHoliday(_ date: SpecialDate) -> Bool { date.kind == .holiday }
        let given = holidays.compactMap { SpecialDate($0) } + oneOffDates.compactMap(Self.oneOff)
        let days = Set(given.map(\.day))
        let kept = endpoint.specialDates.filter { date in
            !days.contains(date.day) && (isHoliday(date) ? holidays : oneOffDates).isEmpty
        }
        endpoint.specialDates = (kept + given).sorted { $0.day < $1.day }
    }

    /// Checks an endpoint's name: 1 to 200 visible code points that are no option.
    static func check(name: String) throws {
        let isVisible = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator,
                .lineSeparator, .paragraphSeparator:
                false
            default: scalar != "\u{FFFD}"
            }
        }
        guard (1...200).contains(name.unicodeScalars.count), isVisible, !name.hasPrefix("-") else {
            throw ValidationError(
                "'\(name)' is no name; write 1 to 200 characters without blanks, not beginning with '-'."
            )
        }
    }

    /// Checks a URL: absolute, of printable ASCII, without a password, which would be shown.
    static func check(url: String) throws {
        switch WebURL.flaw(of: url) {
        case nil: return
        case .notAbsolute:
            throw ValidationError(
                "'\(url)' is no absolute http or https URL; write one such as https://example.com/health."
            )
        case .holdsSecret:
            throw ValidationError(
                "a URL may not hold a user or a password, which would be shown; send a header instead."
            )
        }
    }

    static func check(pattern: String) throws {
        guard !pattern.isEmpty else {
            throw ValidationError("--match is empty; write a regular expression.")
        }
        do {
            _ = try Regex(pattern)
        } catch {
            throw ValidationError("--match '\(pattern)' is no regular expression: \(error).")
        }
    }

    static func check(zone: String) throws {
        do {
            _ = try utcOffsets(ofZone: zone)
        } catch let error as ServingError {
            throw ValidationError("\(error.description).")
        }
    }

    private static func header(_ text: String) throws -> WarmUpRequest.Header {
        let parts = text.split(separator: ":", maxSplits: 1).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard parts.count == 2, isToken(parts[0]),
            !parts[1].unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            // What follows may be a secret.
            let start = text.prefix { $0 != ":" && !$0.isWhitespace }
            throw ValidationError("--header '\(start)' is no header; write 'Name: value'.")
        }
        let header = WarmUpRequest.Header(name: parts[0], value: parts[1])
        if let flaw = header.secretFlaw { throw ValidationError("--header \(flaw).") }
        return header
    }

    /// A token as HTTP defines it (RFC 9110, 5.6.2).
    private static func isToken(_ text: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~")
        return !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) }
    }
}
