internal import Domain

/// The keys of an endpoint's settings, in the order of a file; on the command line its options.
package enum EndpointKey: String, CaseIterable, Sendable {
    case url
    case mode
    case resumeMode = "resume-mode"
    case method
    case header
    case body
    case timeout
    case expectStatus = "expect-status"
    case platform
    case memory
    case meanDuration = "mean-duration"
    case startUp = "start-up"
    case idleTimeout = "idle-timeout"
    case coldStartValue = "cold-start-value"
    case instances
    case timezone
    case quiet
    case holiday
    case oneOff = "one-off"
    case group
    case priority
    case target
    case targetWindow = "target-window"
    case price
    case path
    case host
    case match
}

extension EndpointKey {
    /// The key in a file under which keys about real requests stand.
    package static let trafficSection = "traffic"

    /// The keys about real requests: in a file they stand under ``trafficSection``.
    package static let ofTraffic: [EndpointKey] = [.path, .host, .match]

    /// All others.
    package static let ofItself = allCases.filter { !ofTraffic.contains($0) }

    private static let modes = Endpoint.Mode.allCases.map(\.rawValue)
    private static let platforms = Platform.allCases.map(\.rawValue)

    /// What its value looks like.
    package var kind: SettingKind {
        switch self {
        case .url, .method, .body, .expectStatus, .timezone, .group, .target, .path, .host, .match:
            .text
        case .header, .quiet, .holiday, .oneOff, .price: .list
        case .mode: .choice(Self.modes + ["paused"])
        case .resumeMode: .choice(Self.modes)
        case .platform: .choice(Self.platforms)
        case .timeout, .meanDuration, .startUp, .idleTimeout, .targetWindow: .duration
        case .memory: .whole(1...1_048_576)
        case .instances: .whole(1...Preheat.mostInstances)
        case .coldStartValue: .decimal(1e-6...1e9)
        case .priority: .decimal(0.001...1000)
        }
    }

    /// What holds where neither the endpoint nor `defaults` says, in words.
    package var usual: String {
        switch self {
        case .url: "required"
        case .mode: "`shadow`"
        case .resumeMode: "`shadow`"
        case .method: "`GET`"
        case .timeout: "`30s`"
        case .expectStatus: "`200-399`"
        case .platform: "`generic-http`"
        case .memory, .idleTimeout, .price: "the platform's"
        case .coldStartValue: "`30`"
        case .instances: "`1`"
        case .timezone: "`UTC`"
        case .priority: "`1`"
        case .targetWindow: "`28d`"
        case .header, .body, .meanDuration, .startUp, .quiet, .holiday, .oneOff, .group, .target,
            .path, .host, .match:
            "none"
        }
    }

    /// What it means, in a sentence.
    package var summary: String {
        switch self {
        case .url: "The absolute http or https URL that a warm-up requests."
        case .mode: "`shadow` decides and records only, `active` pings, `paused` does neither."
        case .resumeMode: "The mode in which a paused endpoint goes on."
        case .method: "The HTTP method of a warm-up."
        case .header: "Headers of a warm-up, each `Name: value`."
        case .body: "The body of a warm-up."
        case .timeout: "How long a warm-up may take."
        case .expectStatus: "The statuses of a successful warm-up: `200`, `2xx`, `200-299,401`."
        case .platform: "Where it runs: decides prices and the idle timeout."
        case .memory: "Memory of one instance in MB."
        case .meanDuration:
            "Mean duration of a real request: tells how many instances a minute needs."
        case .startUp: "How long an instance takes to start, up to `1h`."
        case .idleTimeout: "How long the platform keeps an idle instance, at least `1m`."
        case .coldStartValue: "What an avoided cold start is worth, in pings."
        case .instances: "The fewest instances that a warm-up holds."
        case .timezone: "The IANA zone of its days and weeks."
        case .quiet: "When not to ping: `22:00-06:00`, `Sat,Sun 00:00-24:00`."
        case .holiday: "Days whose demand is like a Sunday's: `2026-12-25`."
        case .oneOff:
            "Days like no other: `2026-11-27`, or `2026-11-27 x3` for three times the demand."
        case .group: "Endpoints of one group can share a budget."
        case .priority: "How much its cold starts weigh beside those of others."
        case .target: "What its requests are to meet: `cold-rate<2%`, `p99<400ms`."
        case .targetWindow: "How far back the target looks, `1d` to `366d`."
        case .price: "What it pays otherwise than its platform's list: `per-request=0.0000002`."
        case .path: "Match rule: requests whose path lies under this one."
        case .host: "Match rule: requests for this host."
        case .match: "Match rule: requests whose target this regular expression finds something in."
        }
    }
}
