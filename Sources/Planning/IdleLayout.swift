/// Eight cells of a grid: neighbouring timeouts of one shape.
typealias IdleCells = SIMD8<Float>

/// The cells of an ``IdleGrid`` and what each of them says: computed once, shared by all grids.
struct IdleLayout: Sendable {
    /// Idle times are told apart up to an hour.
    static let lastBin = 120

    /// In half-minutes, ascending; every shape has all of them.
    let timeoutVectors: [IdleCells]
    /// How many vectors of cells a grid has.
    let vectorCount: Int
    /// P(cold) by idle half-minutes, then by cell: shape by shape, timeouts ascending.
    let coldChances: [IdleCells]
    /// By ``IdlePrior``, then by cell; each sums to 1.
    private let priors: [[IdleCells]]

    /// - Parameters:
    ///   - timeouts: In half-minutes, ascending.
    ///   - shapes: With the share that each has of the prior.
    private init(timeouts: [Int], shapes: [(shape: IdleShape, share: Double)]) {
        precondition(timeouts.count.isMultiple(of: IdleCells.scalarCount), "whole vectors")
        timeoutVectors = Self.vectors(timeouts.map { Float($0) })
        vectorCount = timeoutVectors.count * shapes.count
        var chances: [Float] = []
        for bin in 0...Self.lastBin {
            for (shape, _) in shapes {
                for timeout in timeouts {
                    chances.append(shape.coldChance(afterHalfMinutes: bin, timeout: timeout))
                }
            }
        }
        coldChances = Self.vectors(chances)
        priors = IdlePrior.allCases.map { prior in
            let raw = shapes.flatMap { _, share in
                timeouts.indices.map { index in
                    // A timeout stands for all that lie nearer to it than to its neighbours.
                    let below = index > 0 ? timeouts[index - 1] : 0
                    let width = Double(timeouts[index] - below)
                    return share * width * prior.density(ofTimeout: timeouts[index])
                }
            }
            let total = raw.reduce(0, +)
            return Self.vectors(raw.map { Float($0 / total) })
        }
    }

    func prior(_ prior: IdlePrior) -> [IdleCells] { priors[prior.rawValue] }

    private static func vectors(_ scalars: [Float]) -> [IdleCells] {
        stride(from: 0, to: scalars.count, by: IdleCells.scalarCount).map { start in
            IdleCells(scalars[start..<start + IdleCells.scalarCount])
        }
    }

    /// For a pool: every half-minute.
    static let pool = IdleLayout(
        timeouts: Array(1...120),
        shapes: [
            (IdleShape(lapse: 0.001, ceiling: 0.998, spread: 0), 0.25),
            (IdleShape(lapse: 0.01, ceiling: 0.99, spread: 0), 0.25),
            (IdleShape(lapse: 0.04, ceiling: 0.97, spread: 0), 0.1),
            (IdleShape(lapse: 0.002, ceiling: 0.998, spread: 0.7), 0.15),
            (IdleShape(lapse: 0.01, ceiling: 0.99, spread: 2), 0.1),
            (IdleShape(lapse: 0.005, ceiling: 0.98, spread: 4), 0.05),
            (IdleShape(lapse: 0.01, ceiling: 0.97, spread: 8), 0.05),
            (IdleShape(lapse: 0.05, ceiling: 0.97, spread: 8), 0.05),
        ]
    )

    /// For one endpoint: coarser where a half-minute matters less, so that its state stays small.
    static let endpoint = IdleLayout(
        timeouts: Array(1...24) + Array(stride(from: 26, through: 60, by: 2))
            + Array(stride(from: 64, through: 116, by: 4)),
        shapes: [
            (IdleShape(lapse: 0.002, ceiling: 0.998, spread: 0), 0.4),
            (IdleShape(lapse: 0.03, ceiling: 0.98, spread: 0), 0.3),
            (IdleShape(lapse: 0.01, ceiling: 0.99, spread: 1.5), 0.2),
            (IdleShape(lapse: 0.03, ceiling: 0.97, spread: 8), 0.1),
        ]
    )
}
