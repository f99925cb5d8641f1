internal import Domain
internal import Forecasting

extension EndpointPlanner {
    private static let mostBytes = 1 << 24

    /// What was learned of the endpoint, to be stored: about 13 kB a level.
    var serialized: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(counted: Array(fingerprint.utf8))
        bytes.append(count: levels.count)
        for level in levels { bytes.append(counted: level.hazard.serialized) }
        bytes.append(count: slots.count)
        for slot in slots {
            bytes.append(int: slot.lastUse)
            bytes.append(int: slot.lastRequest)
        }
        bytes.append(counted: idle.serialized)
        bytes.append([account.credit, account.spentInGap])
        bytes.append(int: countedGaps)
        bytes.append(int: countedThrough)
        bytes.append(counted: landscape?.serialized ?? [])
        bytes.append(counted: target?.serialized ?? [])
        return bytes
    }

    /// Takes in what ``serialized`` gave.
    ///
    /// - Returns: Whether it fits: bytes that are malformed or were learned under other settings
    ///   change nothing.
    mutating func restore(_ bytes: [UInt8], shared: SharedKnowledge) -> Bool {
        var reader = ByteReader(bytes)
        guard reader.bytes(upTo: 1000) == Array(fingerprint.utf8),
            let levelCount = reader.count(upTo: Preheat.mostInstances), levelCount > 0
        else { return false }
        var models: [HazardModel] = []
        for _ in 0..<levelCount {
            guard let state = reader.bytes(upTo: Self.mostBytes),
                let model = HazardModel(serialized: state)
            else { return false }
            models.append(model)
        }
        guard let slotCount = reader.count(upTo: Preheat.mostInstances) else { return false }
        var slots: [SlotUse] = []
        for _ in 0..<slotCount {
            guard let use = reader.int(), let request = reader.int(), request <= use,
                request >= SlotUse.never, use < -SlotUse.never
            else { return false }
            slots.append(SlotUse(lastUse: use, lastRequest: request))
        }
        guard
            let idle = reader.bytes(upTo: Self.mostBytes).flatMap(
                IdleTimeoutLearner.init(serialized:)
            ),
            let account = reader.doubles(2, in: -1e12...1e12), let gaps = reader.int(),
            let through = reader.int(), gaps >= 0,
            let landscape = reader.bytes(upTo: Self.mostBytes),
            let target = reader.bytes(upTo: Self.mostBytes), reader.isAtEnd
        else { return false }
        levels = models.enumerated().map { index, model in
            LevelPlanner(
                level: index + 1,
                hazard: model,
                lastUse: index < slots.count ? slots[index].lastUse : SlotUse.never
            )
        }
        self.slots = slots
        growSlots(to: levels.count)
        self.idle = idle
        self.account = SpendingGuard(credit: account[0], spentInGap: account[1])
        if self.landscape != nil {
            self.landscape =
                Landscape(
                    serialized: landscape,
                    lastUses: slots.map(\.lastUse),
                    leastInstances: endpoint.instances
                )
                ?? newLandscape
        }
        // A window of another length, or none, begins anew.
        _ = self.target?.restore(target)
        countedGaps = max(countedGaps, gaps)
        countedThrough = max(countedThrough, through)
        future = []
        awaited = nil
        isLoading = false
        renewKept(shared)
        return true
    }

    /// The settings that what is learned depends on.
    private var fingerprint: String {
        let duration = endpoint.meanDuration?.milliseconds ?? -1
        // What shadow pings were to save earns no credit for real ones.
        return "\(endpoint.platform.rawValue) \(endpoint.timeZone) \(duration) "
            + "\(endpoint.idleTimeout.milliseconds) \(endpoint.mode.rawValue)"
    }
}
