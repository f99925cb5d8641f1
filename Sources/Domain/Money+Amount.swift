extension Money {
    /// Why a text is no amount, worded for the person who wrote it.
    package enum AmountFlaw: Error, Equatable, Sendable {
        case notANumber(String)
        case negative(String)
        case tooFine(String)
        case tooLarge(String)
        case unknownCurrency(String)
    }

    /// Reads an amount that is not negative, such as `5USD`, `0.50 USD` or `10EUR`.
    ///
    /// Exact: nothing is rounded, and no binary fraction is on the way.
    ///
    /// - Parameter text: Digits with at most nine decimals, then three capital letters.
    /// - Throws: ``AmountFlaw``.
    package init(amount text: String) throws(AmountFlaw) {
        let number = text.prefix { !$0.isLetter && $0 != " " }
        let code = text.dropFirst(number.count).drop { $0 == " " }
        let isNegative = number.first == "-"
        let digits = isNegative ? number.dropFirst() : number
        guard let first = digits.utf8.first,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            digits.count(where: { $0 == "." }) <= 1, digits.last != "."
        else { throw .notANumber(text) }
        guard code.utf8.count == 3,
            code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { throw .unknownCurrency(text) }
        guard !isNegative else { throw .negative(text) }
        guard let nanos = scaledInteger(digits, decimals: 9) else {
            var fraction = digits.drop { $0 != "." }.dropFirst()
            while fraction.last == "0" { fraction.removeLast() }
            throw fraction.count > 9 ? .tooFine(text) : .tooLarge(text)
        }
        self.init(nanos: nanos, currency: String(code))
    }
}

extension Money.AmountFlaw: CustomStringConvertible {
    /// One line without a full stop: what is off, and what to do about it.
    package var description: String {
        switch self {
        case .notANumber(let text):
            "'\(text.prefix(80))' is no amount; write a number and a currency, such as 5USD"
        case .negative(let text):
            "'\(text.prefix(80))' is negative; write an amount from 0 on, such as 5USD"
        case .tooFine(let text):
            "'\(text.prefix(80))' is finer than a billionth; write at most nine decimals"
        case .tooLarge(let text):
            "'\(text.prefix(80))' is too large; the most is 9223372036"
        case .unknownCurrency(let text):
            "'\(text.prefix(80))' has no currency of three capital letters; write an amount such as "
                + "5USD or '0.50 EUR'"
        }
    }
}
