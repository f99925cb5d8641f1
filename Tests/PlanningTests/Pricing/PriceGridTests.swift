import Domain
import Testing

@testable import Planning

/// The square of each place.
private let squares: PriceGrid.Values = {
    var values = PriceGrid.Values.zero
    for place in 0..<PriceGrid.count { values[place] = Double(place * place) }
    return values
}()

/// 15 at the highest price, one less at each that follows.
private let falling: PriceGrid.Values = {
    var values = PriceGrid.Values.zero
    for place in 0..<PriceGrid.count { values[place] = Double(15 - place) }
    return values
}()

@Suite struct PriceGridTests {
    @Test func pricesFallFromOneBySteps() {
        #expect(PriceGrid.count == 16)
        #expect(PriceGrid.prices[0] == 1)
        #expect(PriceGrid.prices[1] == 0.56)
        // By hand: 0.56 to the power of 15.
        #expect(abs(PriceGrid.prices[15] - 0.000_167_039_970_680_451_83) < 1e-15)
        #expect(abs(PriceGrid.step - 0.579_818_495_252_942) < 1e-12)
    }

    /// By hand: the squares of whole places, and straight lines between them.
    @Test(arguments: [
        ("the highest price", 1.0, 0.0),
        ("halfway to the second, in logarithms", 0.748_331_477_354_788_3, 0.5),
        ("the second", 0.56, 1),
        ("halfway between the last two", 0.000_223_216_550_065_362_55, 210.5),
        ("the lowest", 0.000_167_039_970_680_451_83, 225),
        ("below the lowest its value holds", 1e-9, 225),
        ("for nothing, too", 0, 225),
        ("just above the highest nobody pings", 1.000_001, 0),
        ("nor at any price above", .infinity, 0),
        ("nor at none that is a number", .nan, 0),
    ])
    func valuesLieOnStraightLinesOfTheLogarithm(
        requirement: String,
        price: Double,
        expected: Double
    ) {
        #expect(abs(PriceGrid.interpolated(squares, at: price) - expected) < 1e-6)
    }

    @Test func aboveTheHighestPriceNothingIsPingedWhateverTheGridSays() {
        #expect(PriceGrid.interpolated(PriceGrid.Values(repeating: 7), at: 1) == 7)
        #expect(PriceGrid.interpolated(PriceGrid.Values(repeating: 7), at: 1.000_001) == 0)
    }

    @Test(arguments: [
        ("all are below the limit", 16.0, 1.0),
        ("the first is just the limit", 15, 1),
        ("halfway between two", 14.5, 0.748_331_477_354_788_3),
        ("on the grid", 14, 0.56),
        ("halfway between the last two", 0.5, 0.000_223_216_550_065_362_55),
        ("the last is just the limit", 0, 0.000_167_039_970_680_451_83),
        ("none is", -1, 0.000_167_039_970_680_451_83),
    ])
    func theHighestPriceThatAttainsALimit(
        requirement: String,
        limit: Double,
        expected: Double
    ) {
        let price = PriceGrid.highestPrice(attaining: limit, falling)
        #expect(abs(price / expected - 1) < 1e-9)
    }

    @Test func onAPlateauTheHighestPriceIsTaken() {
        var values = PriceGrid.Values(repeating: 3)
        values[0] = 5
        values[1] = 5
        // By hand: halfway between the second price and the third.
        let expected = 0.56 * 0.748_331_477_354_788_3
        #expect(abs(PriceGrid.highestPrice(attaining: 4, values) - expected) < 1e-12)
        #expect(abs(PriceGrid.highestPrice(attaining: 3, values) - 0.56 * 0.56) < 1e-12)
        #expect(PriceGrid.highestPrice(attaining: 5, values) == 1)
    }

    @Test func whatAPriceIsFoundForIsWhatItBrings() {
        for tenths in 0...150 {
            let limit = Double(tenths) / 10
            let price = PriceGrid.highestPrice(attaining: limit, falling)
            #expect(abs(PriceGrid.interpolated(falling, at: price) - limit) < 1e-9, "\(limit)")
        }
    }
}
