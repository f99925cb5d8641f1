/// Returns the value below which a fraction `p` of `samples` fall.
///
/// Interpolates linearly between the two nearest order statistics (Hyndman and Fan's type 7, the
/// default of R and NumPy), so that results can be checked against either.
///
/// ```swift
/// quantile(0.5, of: [1, 2, 3, 4])  // 2.5
/// ```
///
/// - Parameters:
///   - p: The fraction, from 0 (the minimum) to 1 (the maximum).
///   - samples: Finite observations in any order.
/// - Returns: The quantile, or `nil` when there are no samples: no history is an ordinary state.
/// - Precondition: `p` is in `0...1`.
/// - Complexity: O(*n* log *n*), where *n* is the number of samples.
package func quantile(_ p: Double, of samples: [Double]) -> Double? {
    precondition((0...1).contains(p), "p is a fraction, not a percentage")
    guard !samples.isEmpty else { return nil }
    let sorted = samples.sorted()
    let position = p * Double(sorted.count - 1)
    let lower = Int(position)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
}
