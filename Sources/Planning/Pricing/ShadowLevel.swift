internal import Domain

/// What one level of an endpoint would have done at every price of the grid.
///
/// Levels are shadowed each for itself, one instance a ping: where several wait for pings at about
/// the same time that counts a few per cent more than is sent.
struct ShadowLevel: Sendable {
    /// A ping that would be sent at one price.
    private struct Ping: Sendable {
        var minute: Int
        var place: Int
    }

    /// By price: when the instance was last used, in half-minutes since the epoch.
    private var lastUse: [Int]
    /// The same, had there not been the last ping: requests may be heard of late.
    private var useBeforePing: [Int]
    /// Planned and not counted yet, ascending.
    private var planned: ArraySlice<Ping> = []
    /// What lies before this minute has been planned.
    private var plannedUntil = Int.min

    /// A level whose instance was last used then, at any price.
    init(lastUse: Int = SlotUse.never) {
        self.lastUse = [Int](repeating: lastUse, count: PriceGrid.count)
        useBeforePing = self.lastUse
    }

    /// Plans the minutes of a stretch that have not been planned yet.
    ///
    /// - Parameters:
    ///   - steps: Minutes after `origin`, from the first that may still be pinged.
    ///   - origin: The minute that the hazards are counted from.
    ///   - keptHalfMinutes: How long an instance is kept.
    ///   - plans: Weighed for these hazards.
    mutating func plan(
        steps: ClosedRange<Int>,
        after origin: Int,
        keptHalfMinutes: Int,
        by plans: ShadowPlans
    ) {
        let first = max(steps.lowerBound, plannedUntil > origin ? plannedUntil - origin : 1)
        guard first <= steps.upperBound else { return }
        plannedUntil = origin + steps.upperBound + 1
        let warmMinutes = (keptHalfMinutes + 1) / 2
        var pings: [Ping] = []
        var uses = lastUse
        for ping in planned { uses[ping.place] = SlotUse.ofPing(inMinute: ping.minute) }
        for place in 0..<PriceGrid.count {
            let cold = firstColdMinute(afterUse: uses[place], keptHalfMinutes: keptHalfMinutes)
            var step = max(first, min(cold - origin, steps.upperBound + 1))
            while step <= steps.upperBound {
                step = plans.firstPing(fromColdStep: step, place: place)
                guard step <= steps.upperBound else { break }
                pings.append(Ping(minute: origin + step, place: place))
                step += warmMinutes
            }
        }
        pings.sort { ($0.minute, $0.place) < ($1.minute, $1.place) }
        planned = (planned + pings)[...]
    }

    /// Whether minutes of the stretch up to `minute` are still to be planned.
    func isPlanned(through minute: Int) -> Bool { plannedUntil > minute }

    /// Takes the pings whose minute has come.
    ///
    /// - Returns: Their number at every price.
    mutating func takePings(through minute: Int) -> PriceGrid.Values {
        var counts = PriceGrid.Values.zero
        while let ping = planned.first, ping.minute <= minute {
            planned.removeFirst()
            counts[ping.place] += 1
            useBeforePing[ping.place] = lastUse[ping.place]
            lastUse[ping.place] = SlotUse.ofPing(inMinute: ping.minute)
        }
        return counts
    }

    /// A request of this minute ends the gap; what was planned behind it is dropped.
    ///
    /// - Returns: 1 at the prices at which it would have found the instance gone, and 0 at the
    ///   others.
    mutating func meetRequest(inMinute minute: Int, keptHalfMinutes: Int) -> PriceGrid.Values {
        planned = []
        plannedUntil = minute
        let moment = SlotUse.ofRequest(inMinute: minute)
        var cold = PriceGrid.Values.zero
        for place in 0..<PriceGrid.count {
            let use = lastUse[place] < moment ? lastUse[place] : useBeforePing[place]
            if use > SlotUse.never, moment - use > keptHalfMinutes { cold[place] = 1 }
            lastUse[place] = max(lastUse[place], moment)
        }
        return cold
    }
}
