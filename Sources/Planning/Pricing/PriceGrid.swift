internal import Domain
internal import RealModule

/// The prices of a ping at which shadow plans are made: from one avoided cold start down to so little
/// that nearly everything is worth a ping, in equal steps of the logarithm.
package enum PriceGrid {
    /// One number for each price.
    package typealias Values = SIMD16<Double>

    package static let count = Values.scalarCount
    /// Each price is this part of the one before.
    static let ratio = 0.56
    /// How far apart neighbouring prices are, in natural logarithms.
    static let step = -Double.log(ratio)
    /// The price at each place, in avoided cold starts: 1, then ever less.
    package static let prices: Values = {
        var values = Values(repeating: 1)
        for place in 1..<count { values[place] = values[place - 1] * ratio }
        return values
    }()

    /// The value between two prices of the grid, linear in the logarithm of the price.
    ///
    /// - Parameters:
    ///   - values: By place.
    ///   - price: In avoided cold starts; beyond the lowest price the lowest's value holds.
    /// - Returns: Zero above the highest price: nobody pings for more than there is to gain.
    static func interpolated(_ values: Values, at price: Double) -> Double {
        guard price <= 1 else { return 0 }
        let place = min(-Double.log(price) / step, Double(count - 1))
        let lower = min(Int(place), count - 2)
        return values[lower] + (values[lower + 1] - values[lower]) * (place - Double(lower))
    }

    /// The highest price at which `values`, which fall with the price, are at most `limit`.
    ///
    /// - Returns: 1 where all are; the lowest price where none is.
    static func highestPrice(attaining limit: Double, _ values: Values) -> Double {
        guard values[0] > limit else { return 1 }
        for place in 1..<count where values[place] <= limit {
            let above = values[place - 1]
            let part = (above - limit) / (above - values[place])
            return prices[place - 1] * Double.pow(ratio, part)
        }
        return prices[count - 1]
    }
}
