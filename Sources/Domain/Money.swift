/// An exact amount: whole billionths of a currency's unit.
package struct Money: Hashable, Sendable {
    package var nanos: Int64
    /// An ISO 4217 code.
    package var currency: String

    package init(nanos: Int64, currency: String) {
        self.nanos = nanos
        self.currency = currency
    }

    package static func zero(_ currency: String) -> Money { Money(nanos: 0, currency: currency) }

    /// The sum of two amounts of one currency; an overflow stays at the largest amount.
    ///
    /// - Precondition: both have the same currency; amounts of different ones have no sum.
    package static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "amounts of one currency are added")
        let (sum, overflow) = left.nanos.addingReportingOverflow(right.nanos)
        let limit: Int64 = left.nanos < 0 ? .min : .max
        return Money(nanos: overflow ? limit : sum, currency: left.currency)
    }
}

extension Money: CustomStringConvertible {
    /// The exact amount, such as `0.000000217 USD`: at least two decimals, no trailing zeros beyond.
    package var description: String {
        var amount = allDecimals
        while amount.hasSuffix("0"), amount.split(separator: ".")[1].count > 2 {
            amount.removeLast()
        }
        return "\(amount) \(currency)"
    }

    /// The amount without its currency, with all nine decimals: columns of amounts stay aligned.
    package var allDecimals: String {
        let magnitude = nanos.magnitude
        let fraction = String(magnitude % 1_000_000_000)
        let zeros = String(repeating: "0", count: 9 - fraction.count)
        return "\(nanos < 0 ? "-" : "")\(magnitude / 1_000_000_000).\(zeros)\(fraction)"
    }
}
