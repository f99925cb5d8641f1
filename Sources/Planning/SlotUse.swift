internal import Domain

/// When one instance of the platform's stack was last used: half-minutes since the epoch.
///
/// The platform reuses the instance that was used last, so that slot k is used by every minute that
/// needs more than k instances, and by every ping of so many. A request comes around the middle of
/// its minute (odd), a ping fires at the start of its own (even).
struct SlotUse: Equatable, Sendable {
    static let never = Int.min / 4

    private(set) var lastUse = never
    /// The same, had there not been the last ping.
    private var useBeforePing = never
    /// The same, had there been no pings.
    private(set) var lastRequest = never

    init() {}

    /// As it was saved.
    init(lastUse: Int, lastRequest: Int) {
        self.lastUse = lastUse
        self.lastRequest = lastRequest
        useBeforePing = lastRequest
    }

    static func ofRequest(inMinute minute: Int) -> Int { 2 * minute + 1 }
    static func ofPing(inMinute minute: Int) -> Int { 2 * minute }

    /// The last use before a moment, which may have been heard of only after a later ping; what is
    /// known of it reaches back to one ping.
    func lastUse(before moment: Int) -> Int {
        if lastUse < moment { return lastUse }
        return useBeforePing < moment ? useBeforePing : min(lastRequest, moment)
    }

    mutating func request(inMinute minute: Int) {
        let moment = Self.ofRequest(inMinute: minute)
        lastUse = max(lastUse, moment)
        lastRequest = max(lastRequest, moment)
        useBeforePing = lastUse == moment ? moment : max(useBeforePing, moment)
    }

    /// A ping did not reach the instance after all, which had been idle for so many half-minutes
    /// before, or was never used.
    mutating func withdrawPing(inMinute minute: Int, idle: Int?) {
        guard lastUse == Self.ofPing(inMinute: minute) else { return }
        lastUse = max(idle.map { lastUse - $0 } ?? Self.never, lastRequest)
        useBeforePing = lastUse
    }

    mutating func ping(inMinute minute: Int) {
        guard Self.ofPing(inMinute: minute) > lastUse else { return }
        useBeforePing = lastUse
        lastUse = Self.ofPing(inMinute: minute)
    }
}

/// The first minute whose request would find an instance gone that is kept for so many
/// half-minutes after its last use.
func firstColdMinute(afterUse lastUse: Int, keptHalfMinutes: Int) -> Int {
    guard lastUse > SlotUse.never else { return Int.min / 8 }
    return floorDivision(lastUse + keptHalfMinutes - 1, 2) + 1
}
