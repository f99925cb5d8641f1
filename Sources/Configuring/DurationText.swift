internal import Domain

/// Units of durations, the longest first; `ms` before `m`, which it begins with, when reading.
private let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
]

/// The longest duration that is read: more than anything here lasts.
private let longestMilliseconds: Int64 = 3650 * 86_400_000

/// Reads a duration such as `250ms`, `90s`, `10m`, `1h30m` or `2d`, to the nearest millisecond.
///
/// - Returns: `nil` for any other text, or for more than ten years.
package func duration(from text: String) -> Duration? {
    var rest = Substring(text)
    var total: Int64 = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        rest = rest.dropFirst(digits.count)
        guard let number = Double(digits), number < 1e9,
            let unit = units.reversed().first(where: { rest.hasPrefix($0.name) })
        else { return nil }
        rest = rest.dropFirst(unit.name.count)
        total += Int64((number * Double(unit.milliseconds)).rounded())
        guard total <= longestMilliseconds else { return nil }
    }
    return .milliseconds(total)
}

/// The shortest text that ``duration(from:)`` reads as the same milliseconds: `1h30m`, `90s` as `1m30s`.
package func exactText(of duration: Duration) -> String {
    var rest = duration.milliseconds
    guard rest > 0 else { return "0s" }
    var text = ""
    for unit in units where rest >= unit.milliseconds {
        text += "\(rest / unit.milliseconds)\(unit.name)"
        rest %= unit.milliseconds
    }
    return text
}

/// A share such as `80%`, to a thousandth of a percent.
///
/// - Returns: `nil` for any other text, for nothing, or for more than all.
package func share(from text: String) -> Double? {
    guard text.last == "%", let thousandths = scaledInteger(text.dropLast(), decimals: 3),
        (1...100_000).contains(thousandths)
    else { return nil }
    return Double(thousandths) / 100_000
}

/// The same share as text.
func text(ofShare share: Double) -> String {
    "\(Domain.decimalText(Int64((share * 100_000).rounded()), decimals: 3))%"
}
