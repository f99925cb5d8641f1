internal import Domain
internal import RealModule

/// Paces one budget: finds the price λ at which what is left lasts just until the period's end.
struct BudgetPacer: Sendable {
    private(set) var status: BudgetStatus
    private(set) var offsets: UTCOffsets
    /// λ: by how much more than itself a unit of money counts.
    private(set) var price = 0.0
    /// Settled and reserved in the present period.
    private(set) var spentNanos: Int64
    private var profile: SpendProfile
    /// So many minutes between two pacings are no pause but a clock that was set: nobody planned
    /// then, and nothing is learned of them.
    private static let mostPause = 1440
    /// What was spent before this minute is in the profile.
    private var knownUntil: Int

    var budget: Budget { status.budget }

    /// - Parameters:
    ///   - paced: With what is spent of it.
    ///   - value: What an avoided cold start of the endpoints is worth, in pings.
    ///   - minute: The present one.
    init(_ paced: PacedBudget, value: Double, now minute: Int) {
        status = paced.status
        offsets = paced.offsets
        spentNanos = paced.status.spend.totalNanos
        knownUntil = minute
        profile = SpendProfile(assumed: Self.assumed(status, value: value))
        // What an earlier run learned; what cannot be read is as good as none.
        if let learned = paced.learned { _ = profile.restore(learned) }
    }

    /// Before anything is known: with a ping at a tenth of a cold start the budget is just used up,
    /// and the pings grow as they do on recorded fleets (with the price to the power of −1.2).
    private static func assumed(_ status: BudgetStatus, value: Double) -> SpendProfile.Spend {
        let length = status.period.lowerBound.duration(to: status.period.upperBound)
        let hours = max(length.inSeconds / 3600, 1)
        let perHour = Double(status.budget.limit.nanos) / hours
        func pings(_ price: Double) -> Double { max(Double.pow(price, -1.2) - 1, 0) }
        return (0..<SpendProfile.count).map { place in
            perHour * pings(factor(atPlace: Double(place)) / value) / pings(0.1)
        }
    }

    /// Takes the budget as it is now; what was learned stays.
    mutating func update(_ paced: PacedBudget) {
        status = paced.status
        offsets = paced.offsets
        spentNanos = paced.status.spend.totalNanos
    }

    /// What was learned of its spending, to be stored.
    var learned: [UInt8] { profile.serialized }

    // MARK: - Spending

    /// Nothing is spent yet of a period that has begun, and money counts as it does for a whole one.
    mutating func turn(at now: Timestamp) {
        guard now >= status.period.upperBound else { return }
        status.period = budget.period.range(containing: now, offsets: offsets)
        status.spend = .zero
        spentNanos = 0
        renewPrice(atMinute: now.minute)
    }

    /// What a ping may cost now at most; a hard budget in another currency allows nothing.
    mutating func left(for currency: String?, at now: Timestamp) -> Int64 {
        turn(at: now)
        guard budget.isHard else { return .max }
        guard currency == nil || currency == budget.limit.currency else { return 0 }
        return max(budget.limit.nanos - spentNanos, 0)
    }

    mutating func reserve(_ nanos: Int64) {
        let (sum, overflow) = spentNanos.addingReportingOverflow(nanos)
        spentNanos = overflow ? .max : sum
    }

    /// Gives back what a ping did not cost, if its period is the present one.
    mutating func release(_ nanos: Int64, reservedAt moment: Timestamp) {
        guard status.period.contains(moment) else { return }
        spentNanos = max(spentNanos - nanos, 0)
    }

    // MARK: - Pacing

    /// Learns what would have been spent at every price since the last time, and finds the price for
    /// the rest of the period.
    ///
    /// - Complexity: O(*h*) in the hours that are left, a week's at most, with all prices.
    mutating func pace(_ spend: SpendProfile.Spend, at now: Timestamp) {
        turn(at: now)
        let minute = now.minute
        if (0...Self.mostPause).contains(minute - knownUntil) {
            profile.add(
                spend,
                hours: Double(minute - knownUntil) / 60,
                hourOfWeek: offsets.local(minute - 1).hourOfWeek
            )
        }
        knownUntil = minute
        renewPrice(atMinute: minute)
    }

    /// Finds the price at which what is left lasts from a minute to the period's end.
    private mutating func renewPrice(atMinute minute: Int) {
        let here = offsets.local(minute)
        let forecast = profile.forecast(
            fromHour: here.hourOfWeek,
            minutesLeftInHour: 60 - here.minuteOfHour,
            minutes: max(status.period.upperBound.minute - minute, 0)
        )
        let left = Double(max(budget.limit.nanos - spentNanos, 0))
        price = Self.factor(spending: left, of: forecast) - 1
    }

    /// 1 + λ at a place of the profile.
    static func factor(atPlace place: Double) -> Double { Double.exp(place * PriceGrid.step) }

    /// 1 + λ at which the forecast spends so much: 1 where it is enough anyway.
    private static func factor(spending left: Double, of forecast: SpendProfile.Spend) -> Double {
        guard let place = forecast.firstIndex(where: { $0 <= left }) else {
            return factor(atPlace: Double(SpendProfile.count - 1))
        }
        guard place > 0 else { return 1 }
        let above = forecast[place - 1]
        let part = (above - left) / (above - forecast[place])
        return factor(atPlace: Double(place - 1) + part)
    }
}
