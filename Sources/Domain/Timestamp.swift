/// A moment: whole milliseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
package struct Timestamp: InstantProtocol, Hashable, Sendable {
    package var millisecondsSinceEpoch: Int64

    package init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// So many seconds since the epoch; what 64 bits of milliseconds do not hold stays at their limit.
    package init(secondsSinceEpoch: Int64) {
        self.init(millisecondsSinceEpoch: Self.saturatingProduct(secondsSinceEpoch, 1000))
    }

    /// The start of a minute, counted from 1970-01-01 00:00 UTC; limited likewise.
    package init(minute: Int) {
        self.init(millisecondsSinceEpoch: Self.saturatingProduct(Int64(minute), 60_000))
    }

    /// The whole seconds since the epoch, rounded down.
    package var secondsSinceEpoch: Int64 { floorDivision(millisecondsSinceEpoch, 1000) }

    /// The minute that this moment lies in, counted from 1970-01-01 00:00 UTC.
    package var minute: Int { Int(floorDivision(millisecondsSinceEpoch, 60_000)) }

    /// This moment moved by `duration`, whose part below a millisecond is dropped; a result beyond
    /// what 64 bits hold stays at that limit.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(duration.milliseconds)
        guard overflow else { return Timestamp(millisecondsSinceEpoch: sum) }
        return Timestamp(millisecondsSinceEpoch: duration < .zero ? .min : .max)
    }

    package func duration(to other: Timestamp) -> Duration {
        let (difference, overflow) = other.millisecondsSinceEpoch.subtractingReportingOverflow(
            millisecondsSinceEpoch
        )
        guard overflow else { return .milliseconds(difference) }
        return .milliseconds(other < self ? Int64.min : .max)
    }

    private static func saturatingProduct(_ count: Int64, _ unit: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        guard overflow else { return product }
        return count < 0 ? .min : .max
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension Duration {
    /// The whole milliseconds of this duration, rounded towards zero and held within 64 bits.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, overflows) = product.addingReportingOverflow(
            attoseconds / 1_000_000_000_000_000
        )
        guard overflows else { return sum }
        return seconds < 0 ? .min : .max
    }
}

/// The quotient rounded towards minus infinity, so that moments before 1970 fall into the right bin.
package func floorDivision<Number: BinaryInteger>(
    _ dividend: Number,
    _ divisor: Number
) -> Number {
    precondition(divisor > 0, "bins have a positive width")
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}
