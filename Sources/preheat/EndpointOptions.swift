import ArgumentParser
import Configuring
import Domain

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

    @Option(
        help: "Endpoints of one group can share a budget; 'none' leaves the group.",
        completion: .groupNames
    )
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
        // Whether prices fit the endpoint is known only once there is one.
        var nobody = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "",
            warmUp: WarmUpRequest(url: "")
        )
        try asUsage { () throws(SettingFlaw) in try write(to: &nobody) }
    }

    /// Writes what was given over `endpoint`'s settings; prices must fit its platform and memory.
    func apply(to endpoint: inout Endpoint) throws {
        try asUsage { () throws(SettingFlaw) in
            try write(to: &endpoint)
            guard !prices.isEmpty || memory != nil || platform != nil else { return }
            try SettingRules.checkPrices(of: endpoint)
        }
    }

    private func write(to endpoint: inout Endpoint) throws(SettingFlaw) {
        try EndpointKey.checkDates(holidays: holidays, oneOffs: oneOffDates)
        for (key, value) in given {
            if let value { try key.set(value, of: &endpoint) }
        }
    }

    /// What was given, under the keys whose rules it must keep.
    private var given: [(EndpointKey, SettingValue?)] {
        func text(_ text: String?) -> SettingValue? { text.map { .text($0) } }
        func duration(_ given: DurationArgument?) -> SettingValue? {
            given.map { .duration($0.duration) }
        }
        func list(_ list: [String]) -> SettingValue? { list.isEmpty ? nil : .list(list) }
        return [
            (.mode, text(mode?.rawValue)), (.method, text(method)), (.header, list(headers)),
            (.body, text(body)), (.timeout, duration(timeout)),
            (.expectStatus, text(expectStatus)), (.platform, text(platform?.rawValue)),
            (.memory, memory.map { .whole($0) }), (.meanDuration, duration(meanDuration)),
            (.startUp, duration(startUp)), (.idleTimeout, duration(idleTimeout)),
            (.coldStartValue, coldStartValue.map { .decimal($0) }),
            (.instances, instances.map { .whole($0) }), (.timezone, text(timeZone)),
            (.quiet, list(quietWindows)), (.holiday, list(holidays)),
            (.oneOff, list(oneOffDates)), (.group, text(group)),
            (.priority, priority.map { .decimal($0) }), (.target, text(target)),
            (.targetWindow, duration(targetWindow)), (.price, list(prices)),
            (.path, text(pathPrefix)), (.host, text(host)), (.match, text(pattern)),
        ]
    }
}

/// Runs a rule of settings, whose flaw is then one of the command's own words.
func asUsage<Result>(_ body: () throws(SettingFlaw) -> Result) throws -> Result {
    do throws(SettingFlaw) {
        return try body()
    } catch {
        throw ValidationError("\(error.ofOption).")
    }
}
