internal import Domain
import RealModule

/// Normal equations of a weighted least-squares fit, gathered row by row.
struct NormalEquations {
    /// The columns in use; the rest of a row is 0.
    static let columns = DemandFeatures.Column.allCases.count

    private(set) var gram = InlineArray<14, FeatureRow>(repeating: .zero)
    private(set) var moment = FeatureRow.zero
    private(set) var rows = 0.0

    /// - Complexity: O(columns²).
    @inline(__always)
    mutating func add(_ row: FeatureRow, target: Double) {
        for column in 0..<Self.columns { gram[column] += row * row[column] }
        moment += row * target
        rows += 1
    }

    mutating func add(_ other: NormalEquations, weight: Double) {
        for column in 0..<Self.columns { gram[column] += other.gram[column] * weight }
        moment += other.moment * weight
        rows += other.rows * weight
    }

    mutating func scale(by factor: Double) {
        for column in 0..<Self.columns { gram[column] *= factor }
        moment *= factor
        rows *= factor
    }

    /// The ridge estimate: least squares drawn to a prior by pseudo-rows of the series' own shape.
    ///
    /// Minimises Σ (y − xβ)² + (β − β₀)ᵀ K (β − β₀), with K so many rows of the mean Gram matrix
    /// and a tenth of its diagonal, which keeps columns that say the same apart (Hoerl and Kennard
    /// 1970, with the g-prior of Zellner 1986).
    ///
    /// - Parameters:
    ///   - shape: Unweighted equations of the same rows: where the mean Gram matrix is from.
    ///   - strength: How many rows the prior is worth.
    ///   - floor: Of which a tenth is added to the diagonal of the mean Gram matrix, in squares of the
    ///     columns' unit.
    ///   - prior: β₀.
    /// - Returns: β₀ where the equations have no rows.
    /// - Complexity: O(columns³).
    func estimate(
        shape: NormalEquations,
        strength: Double,
        floor: Double,
        prior: FeatureRow
    ) -> FeatureRow {
        guard shape.rows > 0 else { return prior }
        let size = Self.columns
        var matrix = gram
        var right = moment
        for column in 0..<size {
            var pull = shape.gram[column] * (strength / shape.rows)
            let diagonal = pull[column] + strength * floor
            pull[column] += 0.1 * diagonal
            matrix[column] += pull
            right[column] += (pull * prior).sum()
        }
        return solvedByElimination(&matrix, right)
    }
}
