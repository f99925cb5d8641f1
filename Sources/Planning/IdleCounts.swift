/// Decayed counts of what was found after each idle time: what no shape of the grid foresees.
struct IdleCounts: Equatable, Sendable {
    /// So many observations is the grid's curve worth in each bin.
    static let pseudoObservations = 20.0
    /// What an observation leaves of the earlier ones in its bin: about a hundred are remembered.
    static let decay = 0.99
    /// What a count comes to at most, with room for rounding.
    static let mostRemembered = 1 / (1 - decay) + 1e-6
    /// The counts are dropped when the grid alone has lately predicted so many times better.
    static let dropsAt = 20.0

    /// By idle half-minutes.
    var cold = [Double](repeating: 0, count: IdleLayout.lastBin + 1)
    var all = [Double](repeating: 0, count: IdleLayout.lastBin + 1)
    /// How many times better than with counts the grid alone has predicted since it was worse.
    var doubt = 1.0

    /// P(cold) after `bin` half-minutes when the grid says `prior`.
    func blended(bin: Int, prior: Double) -> Double {
        (Self.pseudoObservations * prior + cold[bin]) / (Self.pseudoObservations + all[bin])
    }

    /// Counts what was found, or starts over when the counts only stand in the way (Page's CUSUM).
    mutating func observe(bin: Int, wasCold: Bool, prior: Double) {
        let counted = blended(bin: bin, prior: prior)
        let ratio = wasCold ? prior / counted : (1 - prior) / (1 - counted)
        doubt = max(doubt * ratio, 1)
        if doubt > Self.dropsAt { self = IdleCounts() }
        cold[bin] = cold[bin] * Self.decay + (wasCold ? 1 : 0)
        all[bin] = all[bin] * Self.decay + 1
    }

    /// The grid's curve corrected by the counts, not falling.
    func blended(curve: [Double]) -> [Double] {
        let values = curve.indices.map { blended(bin: $0, prior: curve[$0]) }
        let weights = curve.indices.map { Self.pseudoObservations + all[$0] }
        return nonDecreasing(values, weights: weights)
    }
}
