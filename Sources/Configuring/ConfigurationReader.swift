internal import Domain

/// Turns the nodes of YAML documents into settings; the first flaw ends it.
struct ConfigurationReader {
    private(set) var endpoints: [EndpointSettings] = []
    private(set) var budgets: [BudgetSettings] = []
    private(set) var endpointPlaces: [String: ConfigurationFlaw.Place] = [:]
    private(set) var budgetPlaces: [BudgetSettings.Key: ConfigurationFlaw.Place] = [:]
    /// The canonical forms of schedules' expressions, of which a fleet says few again and again.
    private var expressions: [String: String] = [:]
    private var defaults: SettingNodes?
    private var defaultsPlace: ConfigurationFlaw.Place?

    static let version = 1
    static let rootKeys = ["version", "defaults", "endpoints", "budgets"]

    private static let schedulesKey = "schedules"
    /// The keys of an endpoint in a file.
    static let endpointKeys =
        EndpointKey.ofItself.map(\.rawValue) + [EndpointKey.trafficSection, schedulesKey]
    /// The keys of `defaults`: what several endpoints may have in common.
    static let defaultKeys = endpointKeys.filter {
        ![EndpointKey.url.rawValue, EndpointKey.resumeMode.rawValue, schedulesKey].contains($0)
    }

    // MARK: - The file

    mutating func readDefaults(of document: YAMLDocument) throws(ConfigurationFlaw) {
        let root = try YAMLMapping(rootOf: document, keys: Self.rootKeys)
        guard let version = root["version"] else {
            throw root.flaw("the file has no version; begin with 'version: 1'")
        }
        let number = try version.scalar()
        guard number == "\(Self.version)" else {
            throw version.flaw(
                "is \(quoted(number)), which this release does not know; write 1"
            )
        }
        guard let node = root["defaults"] else { return }
        if let defaultsPlace {
            throw node.flaw("stands in \(defaultsPlace) as well; keep one")
        }
        defaultsPlace = node.place
        let mapping = try YAMLMapping(node, keys: Self.defaultKeys)
        let settings = try SettingNodes(mapping)
        defaults = settings
        // A flaw is told even where no endpoint has what is said.
        var nobody = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "",
            warmUp: WarmUpRequest(url: "")
        )
        try settings.write(to: &nobody)
    }

    mutating func readSettings(of document: YAMLDocument) throws(ConfigurationFlaw) {
        let root = try YAMLMapping(rootOf: document, keys: Self.rootKeys)
        if let node = root["endpoints"] {
            for entry in try YAMLMapping(node, keys: nil).entries { try readEndpoint(entry) }
        }
        if let node = root["budgets"] {
            for entry in try node.sequence("budgets, each with a dash") { try readBudget(entry) }
        }
    }

    // MARK: - Endpoints

    private mutating func readEndpoint(_ entry: YAMLMapping.Entry) throws(ConfigurationFlaw) {
        let name = entry.key
        do {
            try SettingRules.check(name: name, of: "name")
        } catch {
            throw ConfigurationFlaw(at: entry.place, path: "endpoints", error.words)
        }
        if let other = endpointPlaces.updateValue(entry.place, forKey: name) {
            throw entry.flaw("stands in \(other) as well; keep one")
        }
        let mapping = try YAMLMapping(entry.value, keys: Self.endpointKeys)
        let given = try SettingNodes(mapping)
        guard given.has(.url) else {
            throw entry.flaw("has no url; add one such as 'url: https://example.com/health'")
        }
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: name,
            warmUp: WarmUpRequest(url: "")
        )
        try defaults?.write(to: &endpoint)
        if given.has(.mode) { endpoint.isPaused = false }
        try given.write(to: &endpoint)
        if let node = given.value(of: .resumeMode), !endpoint.isPaused {
            throw node.flaw("is for a paused endpoint; write 'mode: paused', or leave it out")
        }
        do {
            try SettingRules.checkPrices(of: endpoint)
        } catch {
            let key = EndpointKey(rawValue: error.key)
            throw key.flatMap(given.value)?.flaw(error.words) ?? entry.flaw(error.words)
        }
        var schedules: [Schedule] = []
        if let node = mapping[Self.schedulesKey] {
            schedules = try readSchedules(node, of: endpoint)
        }
        endpoints.append(EndpointSettings(endpoint: endpoint, schedules: schedules))
    }

    private mutating func readSchedules(
        _ node: YAMLValue,
        of endpoint: Endpoint
    ) throws(ConfigurationFlaw) -> [Schedule] {
        var schedules: [Schedule] = []
        for entry in try YAMLMapping(node, keys: nil).entries {
            do {
                try ScheduleKey.check(name: entry.key)
            } catch {
                throw ConfigurationFlaw(at: entry.place, path: node.path, error.words)
            }
            schedules.append(try readSchedule(entry, of: endpoint))
        }
        return schedules
    }

    /// A schedule is a mapping, or its expression alone.
    private mutating func readSchedule(
        _ entry: YAMLMapping.Entry,
        of endpoint: Endpoint
    ) throws(ConfigurationFlaw) -> Schedule {
        var schedule = Schedule(usualOf: endpoint, named: entry.key)
        if case .scalar = entry.value.node.content {
            try write(entry.value, of: .expression, to: &schedule)
            return schedule
        }
        let mapping = try YAMLMapping(entry.value, keys: ScheduleKey.allCases.map(\.rawValue))
        guard mapping[ScheduleKey.expression.rawValue] != nil else {
            throw entry.flaw("has no expression; add one such as 'expression: 08:00-18:00 Mon-Fri'")
        }
        for key in ScheduleKey.allCases {
            guard let value = mapping[key.rawValue] else { continue }
            try write(value, of: key, to: &schedule)
        }
        return schedule
    }

    private mutating func write(
        _ node: YAMLValue,
        of key: ScheduleKey,
        to schedule: inout Schedule
    ) throws(ConfigurationFlaw) {
        try node.write(key.kind) { value throws(SettingFlaw) in
            guard key == .expression, case .text(let text) = value else {
                return try key.set(value, of: &schedule)
            }
            if let known = expressions[text] {
                schedule.expression = known
            } else {
                try key.set(value, of: &schedule)
                expressions[text] = schedule.expression
            }
        }
    }

    // MARK: - Budgets

    private mutating func readBudget(_ node: YAMLValue) throws(ConfigurationFlaw) {
        let mapping = try YAMLMapping(node, keys: BudgetKey.allCases.map(\.rawValue))
        for key in BudgetKey.required where mapping[key.rawValue] == nil {
            throw node.flaw("has no \(key.rawValue); a budget needs scope, limit and per")
        }
        var budget = BudgetSettings(usualFor: .init(scope: .fleet, period: .month))
        for key in BudgetKey.allCases {
            try mapping[key.rawValue]?.write(key.valueKind) { value throws(SettingFlaw) in
                try key.set(value, of: &budget)
            }
        }
        if let other = budgetPlaces.updateValue(node.place, forKey: budget.key) {
            throw node.flaw("\(budget.key) stands in \(other) as well; keep one")
        }
        budgets.append(budget)
    }
}
