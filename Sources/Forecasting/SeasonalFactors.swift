import RealModule

/// Multiplicative factors on a base hazard, each cell shrunk towards 1 (Gamma prior) and learned by
/// online back-fitting: its exposure is what the model without that factor expected.
///
/// A factor is (κG + O) / (κG + E): O the events, E the expected ones, both counted in units that
/// grow with time (G doubles every half-life), which forgets without touching old cells.
struct SeasonalFactors: Equatable, Sendable {
    /// One family of cells with its strength of shrinkage.
    struct Family: Equatable, Sendable {
        let shrinkage: Double
        var observed: [Double]
        var expected: [Double]

        init(cells: Int, shrinkage: Double) {
            self.shrinkage = shrinkage
            observed = [Double](repeating: 0, count: cells)
            expected = observed
        }

        @inline(__always)
        func factor(_ cell: Int, growth: Double, shrinkage: Double) -> Double {
            let prior = shrinkage * growth
            return (prior + observed[cell]) / (prior + expected[cell])
        }

        @inline(__always)
        func factor(_ cell: Int, growth: Double) -> Double {
            factor(cell, growth: growth, shrinkage: shrinkage)
        }

        mutating func scale(by ratio: Double) {
            for cell in observed.indices {
                observed[cell] *= ratio
                expected[cell] *= ratio
            }
        }
    }

    var level = Family(cells: 1, shrinkage: 2)
    var elapsed = Family(cells: ElapsedBins.count, shrinkage: 1.5)
    var hourOfDay = Family(cells: 24, shrinkage: 2)
    var dayOfWeek = Family(cells: 7, shrinkage: 3)
    var hourOfWeek = Family(cells: 168, shrinkage: 12)
    var minuteOfHour = Family(cells: 60, shrinkage: 20)
    var minuteOfDay = Family(cells: 1440, shrinkage: 1)
    /// The clockwork expert trusts the same minutes of the hour much sooner.
    static let sharpMinuteShrinkage = 1.0

    private static let halfLifeMinutes = 28.0 * 1440
    private static let levelHalfLifeMinutes = 10.0 * 1440
    /// Growth is brought back to 1 before it could overflow: 2^400 is 11 years of the level's.
    private static let mostDoublings = 400.0

    private var origin: Int?
    /// The worth of an event now, in units of the origin's.
    private(set) var growth = 1.0
    private(set) var levelGrowth = 1.0

    /// Moves the unit of counting to `minute`.
    mutating func grow(to minute: Int) {
        let start = origin ?? minute
        origin = start
        let age = Double(minute - start)
        growth = Double.exp2(age / Self.halfLifeMinutes)
        levelGrowth = Double.exp2(age / Self.levelHalfLifeMinutes)
        if age / Self.levelHalfLifeMinutes > Self.mostDoublings { rebase(to: minute) }
    }

    private mutating func rebase(to minute: Int) {
        level.scale(by: 1 / levelGrowth)
        elapsed.scale(by: 1 / growth)
        hourOfDay.scale(by: 1 / growth)
        dayOfWeek.scale(by: 1 / growth)
        hourOfWeek.scale(by: 1 / growth)
        minuteOfHour.scale(by: 1 / growth)
        minuteOfDay.scale(by: 1 / growth)
        origin = minute
        growth = 1
        levelGrowth = 1
    }
}
