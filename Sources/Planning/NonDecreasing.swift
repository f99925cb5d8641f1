/// The non-decreasing sequence nearest to some numbers by weighted least squares.
///
/// Pools adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955): neighbours that fall are
/// replaced by their weighted mean until none do.
///
/// - Parameters:
///   - values: Finite numbers.
///   - weights: As many, all positive.
/// - Returns: As many.
/// - Complexity: O(*n*).
package func nonDecreasing(_ values: [Double], weights: [Double]) -> [Double] {
    precondition(values.count == weights.count, "a weight for each value")
    var blocks: [(mean: Double, weight: Double, count: Int)] = []
    for (value, weight) in zip(values, weights) {
        var block = (mean: value, weight: weight, count: 1)
        while let last = blocks.last, last.mean > block.mean {
            blocks.removeLast()
            let weight = last.weight + block.weight
            let mean = (last.mean * last.weight + block.mean * block.weight) / weight
            block = (mean, weight, last.count + block.count)
        }
        blocks.append(block)
    }
    return blocks.flatMap { repeatElement($0.mean, count: $0.count) }
}
