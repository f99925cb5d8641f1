/// A decimal number as a whole count of its last decimal's unit: 0.25 with 3 decimals is 250.
///
/// Nothing is rounded, and no binary fraction is on the way.
///
/// - Parameters:
///   - text: Digits with at most one point among or before them; no sign, no exponent.
///   - decimals: How many decimals the unit has; zeros beyond them are allowed.
/// - Returns: `nil` for any other text, a finer number, or one that 64 bits do not hold.
package func scaledInteger(_ text: some StringProtocol, decimals: Int) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard !parts.isEmpty, parts.contains(where: { !$0.isEmpty }), parts.last?.isEmpty == false
    else { return nil }
    var fraction = parts.count == 2 ? Array(parts[1].utf8) : []
    while fraction.count > decimals, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    guard fraction.count <= decimals else { return nil }
    fraction += [UInt8](repeating: UInt8(ascii: "0"), count: decimals - fraction.count)
    var value: Int64 = 0
    for digit in Array(parts[0].utf8) + fraction {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tenfold.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        value = sum
    }
    return value
}

/// The inverse of ``scaledInteger(_:decimals:)`` in its shortest form: 250 with 3 decimals is 0.25.
///
/// - Parameters:
///   - value: A count that is not negative.
///   - decimals: How many decimals its unit has.
/// - Returns: Digits, and a point with decimals unless these are all zero.
package func decimalText(_ value: Int64, decimals: Int) -> String {
    precondition(value >= 0, "an amount or a share is not negative")
    let digits = String(value)
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.utf8.count, 0)) + digits
    var fraction = padded.suffix(decimals)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let whole = padded.dropLast(decimals)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
}
