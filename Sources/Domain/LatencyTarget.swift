/// What an endpoint's requests are to meet over its target's window.
package enum LatencyTarget: Equatable, Sendable {
    /// Fewer than this share of the minutes with requests meet a cold start: more than 0, below 1.
    case coldStartRate(Double)
    /// The percentile (50 to 99.99) of the latency stays below a limit of 1 ms to 1 h.
    case latency(percentile: Double, limit: Duration)
}

// MARK: - As text

extension LatencyTarget: CustomStringConvertible {
    /// Reads `cold-rate<2%` or `p99.9<1.5s`; `<=` is taken for `<`, and blanks do not matter.
    ///
    /// - Returns: `nil` for any other text, for a share finer than 0.0001 %, a percentile finer than
    ///   0.01, or a limit finer than a millisecond.
    package init?(_ text: some StringProtocol) {
        let blank = UInt8(ascii: " ")
        let parts = String(decoding: text.utf8.filter { $0 != blank }, as: UTF8.self).utf8.split(
            separator: UInt8(ascii: "<"),
            omittingEmptySubsequences: false
        ).map(Substring.init)
        guard parts.count == 2 else { return nil }
        let bound = parts[1].hasPrefix("=") ? parts[1].dropFirst() : parts[1]
        if parts[0] == "cold-rate" {
            guard bound.hasSuffix("%"),
                let millionths = scaledInteger(bound.dropLast(), decimals: 4),
                (1..<1_000_000).contains(millionths)
            else { return nil }
            self = .coldStartRate(Double(millionths) / 1e6)
        } else {
            guard parts[0].hasPrefix("p"),
                let hundredths = scaledInteger(parts[0].dropFirst(), decimals: 2),
                (5000...9999).contains(hundredths), let limit = Self.milliseconds(bound),
                (1...3_600_000).contains(limit)
            else { return nil }
            self = .latency(percentile: Double(hundredths) / 100, limit: .milliseconds(limit))
        }
    }

    /// The same text in its shortest form.
    package var description: String {
        switch self {
        case .coldStartRate(let rate):
            let millionths = Int64((rate * 1e6).rounded())
            return "cold-rate<\(decimalText(millionths, decimals: 4))%"
        case .latency(let percentile, let limit):
            let hundredths = Int64((percentile * 100).rounded())
            let milliseconds = limit.milliseconds
            let time =
                milliseconds < 1000
                ? "\(milliseconds)ms" : "\(decimalText(milliseconds, decimals: 3))s"
            return "p\(decimalText(hundredths, decimals: 2))<\(time)"
        }
    }

    private static func milliseconds(_ text: Substring) -> Int64? {
        if text.hasSuffix("ms") { return scaledInteger(text.dropLast(2), decimals: 0) }
        return text.hasSuffix("s") ? scaledInteger(text.dropLast(), decimals: 3) : nil
    }
}
