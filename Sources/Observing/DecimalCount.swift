/// The greatest count that is accepted as a decimal number: 2^53.
private let mostExactCount = 9_007_199_254_740_992.0

/// Reads a count as programs write floating-point numbers.
///
/// Understood are digits, then optionally a point and more digits, then optionally `e`, a sign and
/// more digits: `31`, `31.5`, `1.2345e+10`. No sign stands before them.
///
/// - Parameter text: Without spaces around.
/// - Returns: From 0 to 2^53; `nil`, which is unknown, for nothing or `NaN`.
/// - Throws: What is wrong with the count.
func decimalCount(_ text: UnsafeRawBufferPointer) throws(RowFlaw) -> Double? {
    switch CountField(text) {
    case .known(let count): return Double(count)
    case .unknown: return nil
    case .malformed: break
    }
    guard isDecimal(text), let count = Double(text.text) else {
        throw RowFlaw(flaw(ofCount: text))
    }
    guard count < mostExactCount || count == mostExactCount && !isRoundedDown(text) else {
        throw RowFlaw("the count is beyond 9007199254740992; counts beyond 2^53 are not exact")
    }
    return count
}

private func isDecimal(_ text: UnsafeRawBufferPointer) -> Bool {
    guard var index = endOfDigits(text, from: 0) else { return false }
    if index < text.count, text[index] == UInt8(ascii: ".") {
        guard let end = endOfDigits(text, from: index + 1) else { return false }
        index = end
    }
    if index < text.count, isExponentMark(text[index]) {
        index += 1
        let isSigned =
            index < text.count
            && (text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-"))
        guard let end = endOfDigits(text, from: isSigned ? index + 1 : index) else { return false }
        index = end
    }
    return index == text.count
}

private func isExponentMark(_ byte: UInt8) -> Bool { lowercased(byte) == UInt8(ascii: "e") }

/// Whether a decimal number that is read as 2^53 is more than that.
private func isRoundedDown(_ text: UnsafeRawBufferPointer) -> Bool {
    let zero = UInt8(ascii: "0")
    let mantissa = text.prefix { !isExponentMark($0) }.filter(isDigit)
    var digits = mantissa.drop { $0 == zero }
    while digits.last == zero { digits.removeLast() }
    return "9007199254740992".utf8.lexicographicallyPrecedes(digits)
}

private func flaw(ofCount text: UnsafeRawBufferPointer) -> String {
    if text.starts(withLowercase: "-") {
        return "the count has a minus sign, and a count is 0 or more"
    }
    let isInfinite = ["inf", "infinity", "+inf", "+infinity"].contains(text.text.lowercased())
    return isInfinite
        ? "the count is infinite"
        : "the count is neither a decimal number such as 31.5 or 1.2e+10 nor empty for unknown"
}
