/// What pings avoid, from those that chance withheld.
///
/// Each planned ping is withheld with a known chance. What followed the withheld ones tells what
/// would have followed the sent ones had they not been sent: the difference of the two shares of
/// pings that a cold minute followed, each weighted by the inverse of its chance (Hájek's ratio form
/// of Horvitz and Thompson 1952). The interval is Newcombe's (1998, method 10): Wilson's score
/// intervals of the two shares, squared and added; it holds for few events, where a normal one would
/// not. Weights that differ enter by Kish's effective size, (Σw)² ÷ Σw².
package struct WithholdingEstimate: Equatable, Sendable {
    /// The fewest withheld pings that an estimate is made of.
    package static let fewest = 30

    /// One planned ping.
    package struct Draw: Equatable, Sendable {
        package var isWithheld: Bool
        /// The chance of what was drawn, above 0.
        package var probability: Double
        /// Whether a request followed while the ping would have kept the instance, and met a cold
        /// start.
        package var wasCold: Bool

        package init(isWithheld: Bool, probability: Double, wasCold: Bool) {
            self.isWithheld = isWithheld
            self.probability = probability
            self.wasCold = wasCold
        }
    }

    /// Cold minutes that a ping avoids.
    package struct Effect: Equatable, Sendable {
        package var mean: Double
        /// With a confidence of 95 %.
        package var interval: ClosedRange<Double>
    }

    package let withheld: Int
    package let sent: Int
    /// How many of each were followed by a cold minute.
    package let coldAfterWithheld: Int
    package let coldAfterSent: Int
    /// `nil` while there are fewer than ``fewest`` withheld ones, or none was sent.
    package let effect: Effect?

    package init(of draws: [Draw]) {
        let absent = WeightedShare(draws.filter(\.isWithheld))
        let present = WeightedShare(draws.filter { !$0.isWithheld })
        withheld = absent.count
        sent = present.count
        coldAfterWithheld = absent.hits
        coldAfterSent = present.hits
        guard absent.count >= Self.fewest, present.count > 0 else {
            effect = nil
            return
        }
        let (first, second) = (absent.wilson, present.wilson)
        let mean = absent.share - present.share
        func distance(_ left: Double, _ right: Double) -> Double {
            (left * left + right * right).squareRoot()
        }
        let below = distance(absent.share - first.lowerBound, second.upperBound - present.share)
        let above = distance(first.upperBound - absent.share, present.share - second.lowerBound)
        effect = Effect(mean: mean, interval: mean - below...mean + above)
    }
}

/// A share of draws, each counted by the inverse of its chance.
private struct WeightedShare {
    let count: Int
    let hits: Int
    let share: Double
    private let effectiveSize: Double

    init(_ draws: [WithholdingEstimate.Draw]) {
        var (weights, squares, hit) = (0.0, 0.0, 0.0)
        for draw in draws {
            let weight = 1 / draw.probability
            weights += weight
            squares += weight * weight
            hit += draw.wasCold ? weight : 0
        }
        count = draws.count
        hits = draws.count(where: \.wasCold)
        share = weights > 0 ? hit / weights : 0
        effectiveSize = squares > 0 ? weights * weights / squares : 0
    }

    /// Wilson's score interval (1927), 95 %.
    var wilson: ClosedRange<Double> {
        guard effectiveSize > 0 else { return 0...1 }
        let z = 1.959_964
        let (n, p) = (effectiveSize, share)
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, min(p, centre - half))...min(1, max(p, centre + half))
    }
}
