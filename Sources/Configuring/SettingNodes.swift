internal import Domain

/// What a file says of the settings of one endpoint, or of all by default.
struct SettingNodes {
    private var values: [(key: EndpointKey, value: YAMLValue)] = []

    /// - Throws: ``ConfigurationFlaw`` for an unknown key about real requests.
    init(_ mapping: YAMLMapping) throws(ConfigurationFlaw) {
        take(mapping)
        guard let node = mapping[EndpointKey.trafficSection] else { return }
        let traffic = try YAMLMapping(node, keys: EndpointKey.ofTraffic.map(\.rawValue))
        take(traffic)
    }

    private static let keys = EndpointKey.allCases
    /// Where the keys stand in their table.
    private static let positions = Dictionary(
        uniqueKeysWithValues: keys.enumerated().map { ($1.rawValue, $0) }
    )

    /// Takes the settings of a mapping, in the order of the keys' table.
    private mutating func take(_ mapping: YAMLMapping) {
        var found: [(position: Int, value: YAMLValue)] = []
        found.reserveCapacity(mapping.entries.count)
        for entry in mapping.entries {
            if let position = Self.positions[entry.key] { found.append((position, entry.value)) }
        }
        found.sort { $0.position < $1.position }
        for (position, value) in found { values.append((Self.keys[position], value)) }
    }

    func has(_ key: EndpointKey) -> Bool { value(of: key) != nil }

    func value(of key: EndpointKey) -> YAMLValue? { values.first { $0.key == key }?.value }

    /// Checks all values and writes them over an endpoint's.
    func write(to endpoint: inout Endpoint) throws(ConfigurationFlaw) {
        for (key, value) in values {
            try value.write(key.kind) { value throws(SettingFlaw) in
                try key.set(value, of: &endpoint)
            }
        }
        guard let holidays = value(of: .holiday), let oneOffs = value(of: .oneOff) else { return }
        do {
            try EndpointKey.checkDates(
                holidays: try holidays.texts(),
                oneOffs: try oneOffs.texts()
            )
        } catch let error as SettingFlaw {
            throw oneOffs.flaw(error.words)
        } catch let error as ConfigurationFlaw {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown")
        }
    }
}
