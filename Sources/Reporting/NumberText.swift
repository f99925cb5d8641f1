/// A number with so many decimals, the point as separator, on every machine alike.
package func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    guard abs(value) * scale < 9e18 else { return "\(value)" }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int64(scale))
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(scaled / Int64(scale)).\(zeros)\(fraction)"
}

/// A share as a percentage with one decimal.
package func percentage(_ share: Double) -> String { decimal(share * 100, places: 1) + " %" }

/// A count with its noun, such as `1 function` or `3 functions`.
package func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// A number in at most three significant digits: `0.002`, `12.5`, `1.2k`, `3M`, `2e-7`.
///
/// - Parameters:
///   - value: A dash stands for what is no finite number.
///   - wholeBelow: Where thousands begin to be counted; whole numbers below are exact.
/// - Returns: The text: digits, perhaps a sign and a unit.
package func briefText(_ value: Double, wholeBelow: Double = 1000) -> String {
    guard value.isFinite else { return "–" }
    let sign = value < 0 ? "-" : ""
    var rest = abs(value)
    var unit = ""
    if rest >= wholeBelow - 0.5 {
        for next in ["k", "M", "G", "T", "P", "E"] where rest >= 999.5 {
            rest /= 1000
            unit = next
        }
    }
    var exponent = 0
    if rest > 0, rest < 0.000_1 {
        while rest < 0.999_5 {
            rest *= 10
            exponent -= 1
        }
        unit = "e\(exponent)"
    }
    var places = 0
    var scaled = rest
    while scaled > 0, scaled < 99.95, places < 6 {
        scaled *= 10
        places += 1
    }
    let digits = withoutTrailingZeros(decimal(rest, places: places))
    return digits == "0" ? digits : sign + digits + unit
}

private func withoutTrailingZeros(_ number: String) -> String {
    guard number.contains(".") else { return number }
    var number = number
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return number
}
