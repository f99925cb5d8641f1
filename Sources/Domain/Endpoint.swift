/// What is kept warm: an HTTP URL, how to ping it, where it runs and what its warmth is worth.
package struct Endpoint: Equatable, Sendable {
    /// Whether Preheat pings, or only decides and records what it would have done.
    package enum Mode: String, CaseIterable, Sendable {
        case shadow
        case active
    }

    package var id: EndpointID
    package var name: String
    package var mode: Mode
    /// A paused endpoint is neither planned nor pinged; its traffic is still learned from.
    package var isPaused: Bool
    package var warmUp: WarmUpRequest
    package var platform: Platform
    /// Memory of one instance in MB, as the price list counts it; `nil` takes the platform's default.
    package var memoryMB: Int?
    /// Mean duration of a real request; `nil` when nobody said.
    package var meanDuration: Duration?
    /// How long the platform keeps an idle instance; `nil` takes the platform's default.
    package var statedIdleTimeout: Duration?
    /// What one avoided cold start is worth, in prices of one ping.
    package var coldStartValue: Double
    /// The IANA zone in which this endpoint's days and weeks are counted.
    package var timeZone: String
    package var match: MatchRules
    /// The fewest instances that a warm-up holds.
    package var instances: Int
    /// How long an instance takes to start; `nil` when nobody said.
    package var startUp: Duration?
    /// When nothing is to be pinged.
    package var quietWindows: [QuietWindow]
    /// Holidays and one-off dates, by day; one for a day.
    package var specialDates: [SpecialDate]
    /// The endpoints of one group can share a budget; `nil` for none.
    package var group: String?
    /// How much its cold starts weigh beside those of other endpoints, 0.001 to 1000.
    package var priority: Double
    /// What its requests are to meet over ``targetWindow``; `nil` for nothing.
    package var target: LatencyTarget?
    /// How far back the target looks, 1 to 366 days.
    package var targetWindow: Duration
    /// What it pays otherwise than its platform's price list says; no key comes twice.
    package var prices: [PriceOverride]

    package init(
        id: EndpointID,
        name: String,
        mode: Mode = .shadow,
        isPaused: Bool = false,
        warmUp: WarmUpRequest,
        platform: Platform = .genericHTTP,
        memoryMB: Int? = nil,
        meanDuration: Duration? = nil,
        statedIdleTimeout: Duration? = nil,
        coldStartValue: Double = 30,
        timeZone: String = "UTC",
        match: MatchRules = MatchRules(),
        instances: Int = 1,
        startUp: Duration? = nil,
        quietWindows: [QuietWindow] = [],
        specialDates: [SpecialDate] = [],
        group: String? = nil,
        priority: Double = 1,
        target: LatencyTarget? = nil,
        targetWindow: Duration = .seconds(28 * 86_400),
        prices: [PriceOverride] = []
    ) {
        self.id = id
        self.name = name
        self.mode = mode
        self.isPaused = isPaused
        self.warmUp = warmUp
        self.platform = platform
        self.memoryMB = memoryMB
        self.meanDuration = meanDuration
        self.statedIdleTimeout = statedIdleTimeout
        self.coldStartValue = coldStartValue
        self.timeZone = timeZone
        self.match = match
        self.instances = instances
        self.startUp = startUp
        self.quietWindows = quietWindows
        self.specialDates = specialDates
        self.group = group
        self.priority = priority
        self.target = target
        self.targetWindow = targetWindow
        self.prices = prices
    }

    /// The idle timeout to plan with: the stated one, else the platform's.
    package var idleTimeout: Duration { statedIdleTimeout ?? platform.idleTimeout }

    /// How many instances `requests` within one minute need at the same time, at most 64.
    package func instancesNeeded(forRequestsPerMinute requests: Int) -> Int {
        Preheat.instancesNeeded(
            requestsPerMinute: requests,
            meanDuration: meanDuration ?? .zero
        )
    }
}

/// Rules of the house that more than one module must apply alike.
package enum Preheat {
    /// The release, as `--version`, the User-Agent of pings and the journal show it.
    package static let version = "0.1.0"

    /// The most instances of one endpoint that are ever planned for.
    package static let mostInstances = 64

    /// The longest time that a platform is believed to keep an idle instance where nothing is stated.
    package static let longestIdle = Duration.seconds(3600)

    /// Little's law over one minute: requests × duration ÷ 60 s, at least 1 and at most 64.
    package static func instancesNeeded(
        requestsPerMinute requests: Int,
        meanDuration: Duration
    ) -> Int {
        // Nanoseconds over their number in a second is the nearest fraction, so that traces whose
        // durations are given in milliseconds need what independent scorers of them say.
        let (whole, attoseconds) = meanDuration.components
        let nanos = Int128(whole) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
        let seconds = Double(nanos) / 1e9
        let busy = Double(requests) * seconds / 60
        return Int(min(max(busy.rounded(.up), 1), Double(mostInstances)))
    }
}

extension Duration {
    /// This duration in seconds, as a binary fraction.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
