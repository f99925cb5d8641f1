import Domain
import Testing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("nothing", 0, "0.00 USD"),
            ("a billionth", 1, "0.000000001 USD"),
            ("a small cost is shown as small", 217, "0.000000217 USD"),
            ("no trailing zeros", 1_200_000, "0.0012 USD"),
            ("but two decimals", 100_000_000, "0.10 USD"),
            ("a cent", 10_000_000, "0.01 USD"),
            ("a unit", 1_000_000_000, "1.00 USD"),
            ("a unit less a billionth", 999_999_999, "0.999999999 USD"),
            ("units and a fraction", 12_345_000_000, "12.345 USD"),
            ("a credit", -5, "-0.000000005 USD"),
            ("a larger one", -1_500_000_000, "-1.50 USD"),
            ("the most", .max, "9223372036.854775807 USD"),
            ("the least", .min, "-9223372036.854775808 USD"),
        ] as [(String, Int64, String)]
    )
    func describes(requirement: String, nanos: Int64, expected: String) {
        #expect(Money(nanos: nanos, currency: "USD").description == expected)
    }

    @Test(
        arguments: [
            (0, "0.000000000"), (1, "0.000000001"), (1_500_000_000, "1.500000000"),
            (-100_000_000, "-0.100000000"), (.max, "9223372036.854775807"),
            (.min, "-9223372036.854775808"),
        ] as [(Int64, String)]
    )
    func columnsOfAmountsHaveNineDecimals(nanos: Int64, expected: String) {
        #expect(Money(nanos: nanos, currency: "USD").allDecimals == expected)
    }

    @Test(
        arguments: [
            ("amounts are added", 2, 3, 5),
            ("credits too", 2, -3, -1),
            ("up to the most", .max - 1, 1, .max),
            ("beyond, it stays there", .max, 1, .max),
            ("twice the most", .max, .max, .max),
            ("down to the least", .min, -1, .min),
            ("twice the least", .min, .min, .min),
            ("opposite ends meet", .max, .min, -1),
        ] as [(String, Int64, Int64, Int64)]
    )
    func adds(requirement: String, left: Int64, right: Int64, sum: Int64) {
        let left = Money(nanos: left, currency: "EUR")
        let right = Money(nanos: right, currency: "EUR")
        #expect((left + right) == Money(nanos: sum, currency: "EUR"))
        #expect((right + left) == (left + right))
    }

    @Test func zeroAddsNothing() {
        let amount = Money(nanos: 217, currency: "EUR")
        #expect(amount + .zero("EUR") == amount)
        #expect(Money.zero("EUR") != Money.zero("USD"))
    }
}
