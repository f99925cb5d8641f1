internal import Domain

/// Decisions taken by chance, so that what warming saves can be estimated instead of assumed.
///
/// One planned ping in a hundred is withheld. The chance is drawn from the seed, the endpoint and the
/// minute alone: equal inputs give equal draws, live and in replay.
package struct Exploration: Equatable, Sendable {
    /// The share of planned pings that are withheld.
    package static let withheldShare = 0.01

    private let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Whether the ping of this endpoint in this minute is withheld.
    func withholds(_ id: EndpointID, minute: Int) -> Bool {
        var bits = seed
        bits = Self.mixed(bits &+ UInt64(bitPattern: id.rawValue) &* 0x9E37_79B9_7F4A_7C15)
        bits = Self.mixed(bits &+ UInt64(bitPattern: Int64(minute)) &* 0xD1B5_4A32_D192_ED03)
        return Double(bits >> 11) * 0x1p-53 < Self.withheldShare
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
