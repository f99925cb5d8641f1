package import Domain

/// Checking and setting: the rules of the command line and of files, in one place.
extension EndpointKey {
    /// Stands for an empty list, and for no group and no target.
    package static let none = "none"

    /// Checks a value and writes it over an endpoint's.
    ///
    /// - Parameters:
    ///   - value: Of the key's kind; a list replaces the one there is.
    ///   - endpoint: Is changed.
    /// - Throws: ``SettingFlaw``, with the endpoint as it was.
    /// - Precondition: The value is of the key's kind.
    package func set(
        _ value: SettingValue,
        of endpoint: inout Endpoint
    ) throws(SettingFlaw) {
        switch (kind, value) {
        case (.list, .list(let parts)): try set(list: parts, of: &endpoint)
        case (.duration, .duration(let duration)): try set(duration: duration, of: &endpoint)
        case (.whole(let range), .whole(let number)):
            guard range.contains(number) else {
                let unit = self == .memory ? " MB" : ""
                throw flaw(
                    "is \(number); it must be \(range.lowerBound) to \(range.upperBound)\(unit)"
                )
            }
            if self == .memory { endpoint.memoryMB = number } else { endpoint.instances = number }
        case (.decimal, .decimal(let number)): try set(decimal: number, of: &endpoint)
        case (.text, .text(let text)):
            if Self.ofTraffic.contains(self) {
                try set(traffic: text, of: &endpoint)
            } else if [.url, .method, .body, .expectStatus].contains(self) {
                try set(request: text, of: &endpoint)
            } else {
                try set(text: text, of: &endpoint)
            }
        case (.choice, .text(let word)): try set(choice: word, of: &endpoint)
        default: preconditionFailure("\(rawValue) takes no \(value)")
        }
    }

    private func flaw(_ predicate: String) -> SettingFlaw { SettingFlaw(rawValue, predicate) }

    private func set(request text: String, of endpoint: inout Endpoint) throws(SettingFlaw) {
        switch self {
        case .url:
            try SettingRules.check(url: text)
            endpoint.warmUp.url = text
        case .method:
            guard SettingRules.isToken(text), text.utf8.count <= 32 else {
                throw flaw("'\(text)' is no HTTP method")
            }
            endpoint.warmUp.method = text
        case .body:
            try SettingRules.check(text, isAtMost: 1_000_000, of: rawValue)
            endpoint.warmUp.body = text
        default:
            guard let status = ExpectedStatus(text), status.description.utf8.count <= 1000 else {
                throw flaw("'\(text)' is no list of codes; write 200, 2xx or 200-299,401")
            }
            endpoint.warmUp.expectedStatus = status
        }
    }

    private func set(traffic text: String, of endpoint: inout Endpoint) throws(SettingFlaw) {
        let most = 8192
        switch self {
        case .path:
            guard text.hasPrefix("/") else { throw flaw("'\(text)' must begin with a slash") }
            try SettingRules.check(text, isAtMost: most, of: rawValue)
            endpoint.match.pathPrefix = text
        case .host:
            guard !text.isEmpty else { throw flaw("is empty; name a host") }
            try SettingRules.check(text, isAtMost: most, of: rawValue)
            endpoint.match.host = text
        default:
            try SettingRules.check(text, isAtMost: most, of: rawValue)
            try SettingRules.check(pattern: text)
            endpoint.match.pattern = text
        }
    }

    private func set(text: String, of endpoint: inout Endpoint) throws(SettingFlaw) {
        switch self {
        case .timezone:
            try SettingRules.check(zone: text, of: rawValue)
            endpoint.timeZone = text
        case .group:
            if text != Self.none { try SettingRules.check(name: text, of: rawValue) }
            endpoint.group = text == Self.none ? nil : text
        default:
            let target = LatencyTarget(text)
            guard target != nil || text == Self.none else {
                throw flaw(
                    "'\(text)' is no target; write 'cold-rate<2%' (more than 0% and less than 100%), 'p99<400ms' (p50 to p99.99, 1ms to 3600s), or none"
                )
            }
            endpoint.target = target
        }
    }

    private func set(choice word: String, of endpoint: inout Endpoint) throws(SettingFlaw) {
        switch self {
        case .platform:
            guard let platform = Platform(rawValue: word) else { throw noChoice(word) }
            endpoint.platform = platform
        case .mode where word == "paused": endpoint.isPaused = true
        case .mode:
            guard let mode = Endpoint.Mode(rawValue: word) else { throw noChoice(word) }
            endpoint.mode = mode
        default:
            guard let mode = Endpoint.Mode(rawValue: word) else { throw noChoice(word) }
            endpoint.mode = mode
        }
    }

    private func noChoice(_ word: String) -> SettingFlaw {
        guard case .choice(let words) = kind else { preconditionFailure("\(rawValue) has words") }
        return SettingRules.flaw(ofChoice: word, among: words, of: rawValue)
    }

    private func set(
        duration: Duration,
        of endpoint: inout Endpoint
    ) throws(SettingFlaw) {
        switch self {
        case .timeout:
            guard duration > .zero else { throw flaw("must be more than zero") }
            endpoint.warmUp.timeout = duration
        case .meanDuration: endpoint.meanDuration = duration
        case .startUp:
            guard (.zero...Duration.seconds(3600)).contains(duration) else {
                throw flaw("must be 0s to 1h")
            }
            endpoint.startUp = duration
        case .idleTimeout:
            guard duration >= .seconds(60) else {
                throw flaw("must be at least 1m: pings are planned by the minute")
            }
            endpoint.statedIdleTimeout = duration
        default:
            guard (.seconds(86_400)...Duration.seconds(366 * 86_400)).contains(duration) else {
                throw flaw("must be 1d to 366d")
            }
            endpoint.targetWindow = duration
        }
    }

    private func set(
        decimal number: Double,
        of endpoint: inout Endpoint
    ) throws(SettingFlaw) {
        if self == .coldStartValue {
            guard (1e-6...1e9).contains(number) else {
                throw flaw("is \(number); it must be 1e-6 to 1e9")
            }
            endpoint.coldStartValue = number
        } else {
            guard (0.001...1000).contains(number) else {
                throw flaw("is \(number); it must be 0.001 to 1000")
            }
            endpoint.priority = number
        }
    }
}
