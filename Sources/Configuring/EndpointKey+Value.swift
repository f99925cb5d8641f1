package import Domain

extension EndpointKey {
    /// The value that an endpoint has, as a file says it.
    ///
    /// - Parameter endpoint: Whose value it is.
    /// - Returns: `nil` where nobody said anything and no one value holds.
    package func value(of endpoint: Endpoint) -> SettingValue? {
        let request = endpoint.warmUp
        return switch self {
        case .url: .text(request.url)
        case .mode: .text(endpoint.isPaused ? "paused" : endpoint.mode.rawValue)
        case .resumeMode: endpoint.isPaused ? .text(endpoint.mode.rawValue) : nil
        case .method: .text(request.method)
        case .header: .list(request.headers.map { "\($0.name): \($0.value)" })
        case .body: request.body.map { .text($0) }
        case .timeout: .duration(request.timeout)
        case .expectStatus: .text(request.expectedStatus.description)
        case .platform: .text(endpoint.platform.rawValue)
        case .memory: endpoint.memoryMB.map { .whole($0) }
        case .meanDuration: endpoint.meanDuration.map { .duration($0) }
        case .startUp: endpoint.startUp.map { .duration($0) }
        case .idleTimeout: endpoint.statedIdleTimeout.map { .duration($0) }
        case .coldStartValue: .decimal(endpoint.coldStartValue)
        case .instances: .whole(endpoint.instances)
        case .timezone: .text(endpoint.timeZone)
        case .quiet: .list(endpoint.quietWindows.map(\.description))
        case .holiday: .list(Self.texts(of: endpoint, areHolidays: true))
        case .oneOff: .list(Self.texts(of: endpoint, areHolidays: false))
        case .group: endpoint.group.map { .text($0) }
        case .priority: .decimal(endpoint.priority)
        case .target: endpoint.target.map { .text($0.description) }
        case .targetWindow: .duration(endpoint.targetWindow)
        case .price: .list(endpoint.prices.map(\.description))
        case .path: endpoint.match.pathPrefix.map { .text($0) }
        case .host: endpoint.match.host.map { .text($0) }
        case .match: endpoint.match.pattern.map { .text($0) }
        }
    }

    /// The value as people see it: without secrets that stand in headers.
    func shownValue(of endpoint: Endpoint) -> SettingValue? {
        guard self == .header else { return value(of: endpoint) }
        return .list(endpoint.warmUp.headers.map { "\($0.name): \($0.shownValue)" })
    }

    private static func texts(of endpoint: Endpoint, areHolidays: Bool) -> [String] {
        endpoint.specialDates.filter { ($0.kind == .holiday) == areHolidays }.map(\.description)
    }

    /// The value that holds where nothing is said, of the same endpoint.
    func usualValue(of endpoint: Endpoint) -> SettingValue? {
        guard self != .resumeMode else {
            return endpoint.isPaused ? .text(Endpoint.Mode.shadow.rawValue) : nil
        }
        return Self.usualValues[self]
    }

    /// What keys are of an endpoint of which nothing is said.
    private static let usualValues: [EndpointKey: SettingValue] = {
        let nobody = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "",
            warmUp: WarmUpRequest(url: "")
        )
        var values: [EndpointKey: SettingValue] = [:]
        for key in EndpointKey.allCases { values[key] = key.value(of: nobody) }
        return values
    }()
}
