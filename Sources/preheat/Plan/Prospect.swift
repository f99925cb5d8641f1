import Domain
import Planning
import Reporting

/// What days of late say of the time ahead: means, and the ranges that 80 % of them lie in.
struct Prospect: Encodable {
    /// One figure over all days.
    struct Spread: Encodable {
        let mean: Double
        let low: Double
        let high: Double

        /// - Precondition: there are values.
        init(of values: [Double]) {
            mean = values.reduce(0, +) / Double(values.count)
            low = quantile(0.1, of: values) ?? mean
            high = quantile(0.9, of: values) ?? mean
        }

        /// `4.2 (2 to 7)`.
        var text: String {
            "\(Self.text(mean)) (\(Self.text(low)) to \(Self.text(high)))"
        }

        /// One decimal below ten, unless it is whole.
        private static func text(_ value: Double) -> String {
            let tenths = (value * 10).rounded() / 10
            return decimal(tenths, places: tenths < 10 && tenths != tenths.rounded() ? 1 : 0)
        }

        func moneyText(_ currency: String) -> String {
            let (mean, low, high) = (
                Money(nanosNear: mean, currency: currency),
                Money(nanosNear: low, currency: currency),
                Money(nanosNear: high, currency: currency)
            )
            return "\(mean) (\(low) to \(high))"
        }
    }

    let days: Int
    let warmUps: Spread
    let coldStarts: Spread
    let coldStartsWithout: Spread
    let costNanos: Spread

    private enum CodingKeys: String, CodingKey {
        case days
        case warmUps = "warm_ups"
        case coldStarts = "cold_starts"
        case coldStartsWithout = "cold_starts_without"
        case costNanos = "cost_nanos"
    }

    /// - Returns: `nil` without rehearsals: no stretch as long as the horizon is known as a whole.
    init?(of rehearsals: [Rehearsal]) {
        guard !rehearsals.isEmpty else { return nil }
        days = rehearsals.count
        warmUps = Spread(of: rehearsals.map { Double($0.warmUps) })
        coldStarts = Spread(of: rehearsals.map(\.coldStarts))
        coldStartsWithout = Spread(of: rehearsals.map(\.coldStartsWithout))
        costNanos = Spread(of: rehearsals.map(\.costNanos))
    }
}

extension Money {
    /// The whole billionths next to an expectation, within what an amount can hold.
    init(nanosNear nanos: Double, currency: String) {
        self.init(nanos: Int64(min(max(nanos.rounded(), 0), 0x1p62)), currency: currency)
    }
}
