/// The posterior over a platform's idle timeout and the shape of its idle curve.
///
/// Every ping and every request is a current-status observation: after so long without use the
/// instance was found warm or cold. Each cell of the grid is a timeout with a shape, and its weight
/// is multiplied by the chance that it gave to what was found. No weight falls below a small part
/// of its prior, which bounds what evidence can pile up: when a platform changes, a handful of
/// contradicting observations outweigh any number of old ones, and nothing is forgotten meanwhile
/// (Herbster and Warmuth, Tracking the best linear predictor, JMLR 1, 2001).
struct IdleGrid: Equatable, Sendable {
    /// The least part of its prior that a cell keeps.
    static let floor: Float = 0.0005

    /// By cell of the layout, a sum of 1: a prior at first.
    var weights: [IdleCells]

    /// Learns that the instance was found warm or cold after an idle time.
    ///
    /// - Parameters:
    ///   - bin: Idle half-minutes, from 1 through ``IdleLayout/lastBin``.
    ///   - wasCold: What was found.
    ///   - layout: The cells.
    ///   - prior: By cell.
    /// - Complexity: O(cells), under a microsecond.
    mutating func observe(bin: Int, wasCold: Bool, in layout: IdleLayout, prior: [IdleCells]) {
        let row = bin * weights.count
        // P(outcome) = offset + sign·P(cold).
        let offset = IdleCells(repeating: wasCold ? 0 : 1)
        let sign: Float = wasCold ? 1 : -1
        var total = IdleCells.zero
        for index in weights.indices {
            let chances = offset + sign * layout.coldChances[row + index]
            let kept = pointwiseMax(weights[index], Self.floor * prior[index])
            weights[index] = kept * chances
            total += weights[index]
        }
        // Every cell gives both outcomes a chance, so that the sum is never zero.
        let factor = 1 / total.sum()
        for index in weights.indices { weights[index] *= factor }
    }

    /// The mean over cells of the chance to be cold after `bin` idle half-minutes.
    func coldChance(bin: Int, in layout: IdleLayout) -> Double {
        let row = bin * weights.count
        var chance = IdleCells.zero
        for index in weights.indices { chance += weights[index] * layout.coldChances[row + index] }
        return Double(min(chance.sum(), 1))
    }

    /// The chance to be cold by idle half-minutes from 0 through ``IdleLayout/lastBin``.
    ///
    /// Four neighbouring bins at a time: their sums do not wait for one another, and each is the
    /// very sum of ``coldChance(bin:in:)``.
    func coldChances(in layout: IdleLayout) -> [Double] {
        let weights = weights.span
        let cells = layout.coldChances.span
        let last = IdleLayout.lastBin
        var chances: [Double] = []
        chances.reserveCapacity(last + 1)
        for bin in stride(from: 0, to: last / 4 * 4, by: 4) {
            let first = bin * weights.count
            let second = first + weights.count
            let third = second + weights.count
            let fourth = third + weights.count
            var sums = (IdleCells.zero, IdleCells.zero, IdleCells.zero, IdleCells.zero)
            for index in weights.indices {
                let weight = weights[index]
                sums.0 += weight * cells[first + index]
                sums.1 += weight * cells[second + index]
                sums.2 += weight * cells[third + index]
                sums.3 += weight * cells[fourth + index]
            }
            for sum in [sums.0, sums.1, sums.2, sums.3] {
                chances.append(Double(min(sum.sum(), 1)))
            }
        }
        for bin in chances.count...last { chances.append(coldChance(bin: bin, in: layout)) }
        return chances
    }

    /// The same belief, were it known that the timeout is at least so many half-minutes.
    ///
    /// - Returns: The belief as it is when it gives such a timeout no chance at all.
    func given(timeoutAtLeast least: Int, in layout: IdleLayout) -> IdleGrid {
        var given = self
        let vectors = layout.timeoutVectors
        var total = IdleCells.zero
        for index in weights.indices {
            let isShorter = vectors[index % vectors.count] .< Float(least)
            given.weights[index].replace(with: 0, where: isShorter)
            total += given.weights[index]
        }
        guard total.sum() > 0 else { return self }
        let factor = 1 / total.sum()
        for index in weights.indices { given.weights[index] *= factor }
        return given
    }

    /// The chance that the timeout is at most so many half-minutes, from 0 through
    /// ``IdleLayout/lastBin``, whatever the shape.
    func timeoutDistribution(in layout: IdleLayout) -> [Double] {
        let vectors = layout.timeoutVectors
        var sums = [IdleCells](repeating: .zero, count: vectors.count)
        for index in weights.indices { sums[index % sums.count] += weights[index] }
        var distribution = [Double](repeating: 0, count: IdleLayout.lastBin + 1)
        for (timeouts, sum) in zip(vectors, sums) {
            for lane in sum.indices { distribution[Int(timeouts[lane])] = Double(sum[lane]) }
        }
        for bin in 1...IdleLayout.lastBin { distribution[bin] += distribution[bin - 1] }
        return distribution
    }
}
