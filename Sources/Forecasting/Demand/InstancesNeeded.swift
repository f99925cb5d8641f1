import RealModule

/// How many instances serve so many requests at once, but for one moment in so many.
///
/// Little's law gives the mean number of requests being served, a = λ · d; for requests that come
/// independently their number at a moment is Poisson of mean a (the queue M/G/∞: Takács 1962,
/// whatever the durations' distribution), and its quantile is asked for.
///
/// - Parameters:
///   - requests: Expected in one bin; finite, not negative.
///   - binMinutes: The bin's width.
///   - meanSeconds: The mean duration of a request.
///   - probability: That so many instances are enough, above 0 and below 1.
/// - Returns: 0 without requests, else at least 1.
/// - Complexity: O(a) up to a = 500, O(1) above, where the normal approximation errs by less than
///   one instance in a hundred.
package func instancesNeeded(
    requests: Double,
    binMinutes: Int,
    meanSeconds: Double,
    probability: Double = 0.95
) -> Int {
    precondition(probability > 0 && probability < 1, "a probability above 0 and below 1")
    let busy = requests * meanSeconds / Double(binMinutes * 60)
    guard requests > 0 else { return 0 }
    guard busy < 500 else {
        let z = standardNormalQuantile(probability)
        let most = 1e15
        guard busy < most else { return Int(most) }
        return max(Int((busy + z * busy.squareRoot()).rounded(.up)), 1)
    }
    var term = Double.exp(-busy)
    var cumulative = term
    var instances = 0
    while cumulative < probability {
        let more = term * busy / Double(instances + 1)
        // A sum in floating point may end a little below 1, and a probability above that.
        guard cumulative + more > cumulative else { break }
        instances += 1
        term = more
        cumulative += term
    }
    return max(instances, 1)
}

/// The quantile of the standard normal distribution, to 4.5 · 10⁻⁴ (Abramowitz and Stegun, 26.2.23).
func standardNormalQuantile(_ probability: Double) -> Double {
    let tail = min(probability, 1 - probability)
    let t = (-2 * Double.log(tail)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    let upper = t - numerator / denominator
    return probability < 0.5 ? -upper : upper
}
