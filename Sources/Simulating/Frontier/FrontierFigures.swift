internal import Domain

/// What a policy did to a recorded demand, and what it would cost in a month of 30 days.
package struct FrontierFigures: Equatable, Sendable {
    /// Pinged instances, and how many of them the ping had to start.
    package var pings = 0
    package var coldPings = 0
    /// Instances that were cold when a real request needed them.
    package var coldStarts = 0
    /// Minutes with requests, and how many of them met a cold start.
    package var coldMinutes = 0
    package var requestedMinutes = 0
    package var requests: Int64 = 0
    /// Rounded up; what 64 bits do not hold stays at their limit.
    package var costNanosPerMonth: Int64 = 0

    /// Minutes of the month that costs are scaled to.
    package static let monthMinutes = 30 * 1440

    package init() {}

    /// - Parameters:
    ///   - tally: What pings did over the whole record.
    ///   - prices: Of these pings.
    ///   - traceMinutes: The length of the record.
    package init(_ tally: Tally, prices: FrontierPrices, traceMinutes: Int) {
        self.init(tally)
        let warm = Int128(tally.pings - tally.coldPings) * Int128(prices.warmPingNanos)
        let cold = Int128(tally.coldPings) * Int128(prices.coldPingNanos)
        // An amount of 64 bits, times a count below 2^47, times 2^16: nothing reaches 128 bits.
        let minutes = Int128(max(traceMinutes, 1))
        let scaled = (warm + cold) * Int128(Self.monthMinutes)
        costNanosPerMonth = Int64(clamping: (scaled + minutes - 1) / minutes)
    }

    /// - Parameters:
    ///   - tally: What requests met.
    ///   - costNanosPerMonth: Known without any ping.
    package init(_ tally: Tally, costNanosPerMonth: Int64 = 0) {
        pings = tally.pings
        coldPings = tally.coldPings
        coldStarts = tally.coldStarts
        coldMinutes = tally.coldMinutes
        requestedMinutes = tally.activeMinutes
        requests = tally.requests
        self.costNanosPerMonth = costNanosPerMonth
    }

    /// The share of minutes with requests that met a cold start; `nil` without requests.
    package var coldStartRate: Double? {
        requestedMinutes > 0 ? Double(coldMinutes) / Double(requestedMinutes) : nil
    }

    package static func + (left: FrontierFigures, right: FrontierFigures) -> FrontierFigures {
        var sum = left
        sum.pings += right.pings
        sum.coldPings += right.coldPings
        sum.coldStarts += right.coldStarts
        sum.coldMinutes += right.coldMinutes
        sum.requestedMinutes += right.requestedMinutes
        sum.requests = saturatingSum(sum.requests, right.requests)
        sum.costNanosPerMonth = saturatingSum(sum.costNanosPerMonth, right.costNanosPerMonth)
        return sum
    }
}
