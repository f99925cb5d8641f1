/// The values of one field of a cron line, as a set of bits.
struct CronField: Equatable, Sendable {
    var bits: UInt64
    /// Whether its text begins with `*` or `?`: such an hour is not fixed, and such a day leaves the
    /// choice to the other day field.
    var beginsWithStar = false
    /// Whether only one of the values counts, which the schedule's seed chooses (`~`).
    var isDrawn = false

    /// Its first value from `least` on.
    func next(from least: Int) -> Int? {
        guard least < 64 else { return nil }
        let rest = bits & (.max << UInt64(least))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    func contains(_ value: Int) -> Bool { bits & 1 << UInt64(value) != 0 }

    /// All values, ascending.
    var values: [Int] { (0..<64).filter(contains) }

    /// The field with the one value that `seed` chooses, where one is to be drawn.
    func resolved(seed: UInt64) -> CronField {
        guard isDrawn else { return self }
        let values = values
        let index = seededChoice(below: UInt64(values.count), seed: seed)
        return CronField(bits: 1 << UInt64(values[Int(index)]))
    }
}

/// A number below `bound` that looks random and is always the same for a seed.
///
/// SplitMix64's output function (Steele, Lea & Flood 2014, "Fast Splittable Pseudorandom Number
/// Generators"), scaled by its high half.
///
/// - Precondition: `bound` is more than 0.
func seededChoice(below bound: UInt64, seed: UInt64) -> UInt64 {
    precondition(bound > 0, "there must be something to choose from")
    return mixed(seed).multipliedFullWidth(by: bound).high
}

/// SplitMix64's next output after the state `seed`.
func mixed(_ seed: UInt64) -> UInt64 {
    var bits = seed &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
}
