import Domain
import Testing

@Suite struct MoneyAmountTests {
    @Test(
        arguments: [
            ("5USD", 5_000_000_000, "USD"), ("0.50 USD", 500_000_000, "USD"),
            ("10EUR", 10_000_000_000, "EUR"), ("0USD", 0, "USD"), ("0.000000001USD", 1, "USD"),
            ("1.0000000000USD", 1_000_000_000, "USD"), ("007.10 CHF", 7_100_000_000, "CHF"),
            ("9223372036.854775807USD", .max, "USD"),
        ] as [(String, Int64, String)]
    )
    func amountsAreReadExactly(text: String, nanos: Int64, currency: String) throws {
        #expect(try Money(amount: text) == Money(nanos: nanos, currency: currency))
    }

    @Test(
        arguments: [
            ("", .notANumber("")), ("USD", .notANumber("USD")), (".5USD", .notANumber(".5USD")),
            ("5.USD", .notANumber("5.USD")), ("1.2.3USD", .notANumber("1.2.3USD")),
            ("1,5USD", .notANumber("1,5USD")), ("+5USD", .notANumber("+5USD")),
            ("٥USD", .notANumber("٥USD")), ("5", .unknownCurrency("5")),
            ("5 usd", .unknownCurrency("5 usd")), ("5US", .unknownCurrency("5US")),
            ("5USDT", .unknownCurrency("5USDT")), ("5€", .notANumber("5€")),
            ("-5USD", .negative("-5USD")), ("-0USD", .negative("-0USD")),
            ("0.0000000001USD", .tooFine("0.0000000001USD")),
            ("9223372036.854775808USD", .tooLarge("9223372036.854775808USD")),
            ("9223372037USD", .tooLarge("9223372037USD")),
        ] as [(String, Money.AmountFlaw)]
    )
    func otherTextsAreRefused(text: String, flaw: Money.AmountFlaw) {
        #expect(throws: flaw) { try Money(amount: text) }
    }
}
