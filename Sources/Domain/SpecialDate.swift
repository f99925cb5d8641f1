/// A date on which an endpoint's demand is not that of its weekday.
package struct SpecialDate: Equatable, Hashable, Sendable {
    package enum Kind: Equatable, Hashable, Sendable {
        /// Like a Sunday.
        case holiday
        /// Like no other day: nothing is learned from it, and the demand of an ordinary day is
        /// multiplied by this factor.
        case oneOff(factor: Double)
    }

    /// The greatest factor of a one-off date.
    package static let mostFactor = 1000.0

    /// Days from 1970-01-01 in the endpoint's zone.
    package let day: Int
    package let kind: Kind

    /// - Precondition: A factor is from 0 to ``mostFactor``.
    package init(day: Int, kind: Kind) {
        if case .oneOff(let factor) = kind {
            precondition((0...Self.mostFactor).contains(factor), "a factor from 0 to 1000")
        }
        self.day = day
        self.kind = kind
    }
}

// MARK: - As text

extension SpecialDate: CustomStringConvertible {
    /// Reads `2026-12-25` (a holiday) or `2026-11-27 x3` (a one-off date and its factor).
    ///
    /// - Returns: `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = parts.first, let day = CalendarDay(first) else { return nil }
        switch parts.count {
        case 1: self.init(day: day.daysSinceEpoch, kind: .holiday)
        case 2:
            guard parts[1].hasPrefix("x"),
                parts[1].dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
                let factor = Double(parts[1].dropFirst()),
                (0...Self.mostFactor).contains(factor)
            else { return nil }
            self.init(day: day.daysSinceEpoch, kind: .oneOff(factor: factor))
        default: return nil
        }
    }

    /// The same text in its shortest form.
    package var description: String {
        let date = CalendarDay(daysSinceEpoch: day).description
        return switch kind {
        case .holiday: date
        case .oneOff(let factor) where factor == factor.rounded(): "\(date) x\(Int(factor))"
        case .oneOff(let factor): "\(date) x\(factor)"
        }
    }
}
