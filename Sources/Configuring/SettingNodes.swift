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

    /// Takes the settings of a mapping, in the order of the keys' table.
    private mutating func take(_ mapping: YAMLMapping) {
        var found: [EndpointKey: YAMLValue] = [:]
        for entry in mapping.entries {
            if let key = EndpointKey(rawValue: entry.key) { found[key] = entry.value }
        }
        for key in EndpointKey.allCases {
            if let value = found[key] { values.append((key, value)) }
        }
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
