extension Schedule {
    /// What chooses its `~` and its jitter: equal endpoints and names choose equally, before and
    /// after a restart.
    package var seed: UInt64 {
        // FNV-1a: a hash that stays the same, unlike Swift's.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return mixed(hash ^ UInt64(bitPattern: endpointID.rawValue))
    }

    /// When a run is due, its jitter added: less than ``jitter`` later, by whole milliseconds, and
    /// always by the same time for the same schedule and run.
    package func jitteredAt(_ scheduledAt: Timestamp) -> Timestamp {
        let most = jitter.milliseconds
        guard most > 0 else { return scheduledAt }
        let run = UInt64(bitPattern: scheduledAt.millisecondsSinceEpoch)
        let delay = seededChoice(below: UInt64(most), seed: mixed(run) ^ seed)
        return scheduledAt.advanced(by: .milliseconds(Int64(delay)))
    }
}
