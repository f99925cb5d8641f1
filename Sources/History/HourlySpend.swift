/// One endpoint's pings and what they cost, by the hour.
package struct HourlySpend: Equatable, Sendable {
    /// What one currency was paid in each hour.
    package struct Cost: Equatable, Sendable {
        package var currency: String
        /// Billionths.
        package var nanos: [Double]
    }

    /// How many pings each hour held.
    package private(set) var pings: [Double]
    /// In the order in which the currencies were first paid.
    package private(set) var costs: [Cost] = []

    init(hours: Int) { pings = Array(repeating: 0, count: hours) }

    mutating func addPing(inHour hour: Int, nanos: Int64, currency: String) {
        pings[hour] += 1
        guard !currency.isEmpty else { return }
        let index = costs.firstIndex { $0.currency == currency } ?? costs.count
        if index == costs.count {
            costs.append(Cost(currency: currency, nanos: pings.map { _ in 0 }))
        }
        costs[index].nanos[hour] += Double(nanos)
    }
}
