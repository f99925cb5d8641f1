/// Amounts of several currencies, which have no sum.
///
/// An amount beyond what 64 bits hold stays at that limit.
package struct CurrencyAmounts: Equatable, Sendable {
    /// One for each currency, by its code.
    package private(set) var amounts: [Money] = []

    package init(_ amounts: [Money] = []) {
        for amount in amounts { add(amount) }
    }

    package mutating func add(_ amount: Money) {
        let index = amounts.partitioningIndex { $0.currency >= amount.currency }
        if index < amounts.count, amounts[index].currency == amount.currency {
            amounts[index] = amounts[index] + amount
        } else {
            amounts.insert(amount, at: index)
        }
    }

    package mutating func add(_ other: CurrencyAmounts) {
        for amount in other.amounts { add(amount) }
    }

    /// These less others.
    package func minus(_ other: CurrencyAmounts) -> CurrencyAmounts {
        var difference = self
        for amount in other.amounts {
            // Amounts of money are not so negative that the opposite sign overflows.
            difference.add(
                Money(nanos: -max(amount.nanos, -.max), currency: amount.currency)
            )
        }
        return difference
    }

    /// These less a part of them: what becomes nothing is left out.
    package func without(_ part: CurrencyAmounts) -> CurrencyAmounts {
        CurrencyAmounts(minus(part).amounts.filter { $0.nanos != 0 })
    }

    package subscript(currency: String) -> Money? {
        amounts.first { $0.currency == currency }
    }
}
