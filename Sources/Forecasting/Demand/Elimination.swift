/// Solves a symmetric positive definite system by elimination, which needs no pivoting there
/// (Golub and Van Loan, Matrix Computations, 4.2).
///
/// - Parameters:
///   - matrix: Its rows; what is eliminated is overwritten.
///   - right: The right side.
/// - Returns: What the matrix times gives `right`.
/// - Precondition: `matrix` is positive definite in its first `size` columns, and 0 beyond.
/// - Complexity: O(size³).
func solvedByElimination<let size: Int, Row: SIMD>(
    _ matrix: inout InlineArray<size, Row>,
    _ right: Row
) -> Row where Row.Scalar == Double {
    var right = right
    for pivot in 0..<size {
        let pivotRow = matrix[pivot]
        precondition(pivotRow[pivot] > 0, "a positive definite matrix")
        let inverse = 1 / pivotRow[pivot]
        for row in pivot + 1..<size {
            let factor = matrix[row][pivot] * inverse
            matrix[row] -= pivotRow * factor
            right[row] -= right[pivot] * factor
        }
    }
    var solution = Row.zero
    for row in stride(from: size - 1, through: 0, by: -1) {
        // What is not solved yet is 0.
        solution[row] = (right[row] - (matrix[row] * solution).sum()) / matrix[row][row]
    }
    return solution
}
