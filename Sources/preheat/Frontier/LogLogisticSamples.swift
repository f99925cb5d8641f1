import Foundation

/// Evenly chosen quantiles of the log-logistic distribution with this median and 99th percentile.
///
/// Latencies are skewed to the right; of the distributions that two percentiles fix, this one has
/// quantiles in closed form: *m* · (*u* / (1 − *u*))^*s*, where 99^*s* is the percentile over *m*.
///
/// - Precondition: 0 < `median` ≤ `p99`.
func logLogisticSamples(median: Double, p99: Double) -> [Double] {
    let count = 10_000
    let shape = log(p99 / median) / log(99)
    return (0..<count).map { index in
        let share = (Double(index) + 0.5) / Double(count)
        return median * pow(share / (1 - share), shape)
    }
}
