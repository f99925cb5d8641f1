internal import Domain
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

        /// The factor of a cell that also hears its neighbours, by so much of what they counted.
        func smoothedFactor(_ cell: Int, growth: Double, neighbours share: Double) -> Double {
            let before = (cell + observed.count - 1) % observed.count
            let after = (cell + 1) % observed.count
            let prior = shrinkage * growth
            let events = observed[cell] + share * (observed[before] + observed[after])
            let exposure = expected[cell] + share * (expected[before] + expected[after])
            return (prior + events) / (prior + exposure)
        }

        mutating func scale(by ratio: Double) {
            for cell in observed.indices {
                observed[cell] *= ratio
                expected[cell] *= ratio
            }
        }
    }

    var level = Family(cells: 1, shrinkage: 2)
    /// Minutes that were learned from, in the level's units.
    var levelMinutes = 0.0
    var elapsed = Family(cells: ElapsedBins.count, shrinkage: 1.5)
    var hourOfDay = Family(cells: 24, shrinkage: 2)
    var dayOfWeek = Family(cells: 7, shrinkage: 3)
    var hourOfWeek = Family(cells: 168, shrinkage: 12)
    var minuteOfHour = Family(cells: 60, shrinkage: 20)
    var minuteOfDay = MinutesOfDay()
    /// The clockwork expert trusts the same minutes of the hour much sooner.
    static let sharpMinuteShrinkage = 1.0
    /// People do not keep to the hour: each hour of the day hears half of what its neighbours say.
    static let hourNeighbours = 0.5

    private static let halfLifeMinutes = 28.0 * 1440
    private static let levelHalfLifeMinutes = 10.0 * 1440
    /// Growth is brought back to 1 before a 32-bit cell could overflow: 2^32 is 320 days of the
    /// level's.
    private static let mostDoublings = 32.0

    /// Shared by all that have not learned anything.
    static let none = SeasonalFactors()

    var origin: Int?
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

    /// Events a minute whatever the minute, one pseudo-event at 4 a day included.
    var memorylessHazard: Double {
        (level.observed[0] + levelGrowth) / (levelMinutes + 360 * levelGrowth)
    }

    private mutating func rebase(to minute: Int) {
        level.scale(by: 1 / levelGrowth)
        levelMinutes /= levelGrowth
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

/// Events and expected events by minute of the day, in little room: most minutes never see an
/// event, and single precision is plenty for what is expected of a minute.
struct MinutesOfDay: Equatable, Sendable {
    static let shrinkage = 1.0
    static let cells = 1440

    /// Minutes that saw an event, ascending, and the events of each.
    private(set) var eventMinutes: [UInt16] = []
    private(set) var events: [Float] = []
    /// Expected events by minute.
    var expected = [Float](repeating: 0, count: cells)

    init() {}

    /// - Returns: `nil` when the minutes do not ascend or the lengths differ.
    init?(eventMinutes: [UInt16], events: [Float], expected: [Float]) {
        guard eventMinutes.count == events.count, expected.count == Self.cells,
            eventMinutes.allSatisfy({ $0 < Self.cells }),
            zip(eventMinutes, eventMinutes.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.eventMinutes = eventMinutes
        self.events = events
        self.expected = expected
    }

    mutating func add(event weight: Double, atMinute minute: Int) {
        let place = eventMinutes.partitioningIndex { $0 >= minute }
        if place == eventMinutes.count || eventMinutes[place] != minute {
            eventMinutes.insert(UInt16(minute), at: place)
            events.insert(0, at: place)
        }
        events[place] += Float(weight)
    }

    mutating func scale(by ratio: Double) {
        for place in events.indices { events[place] *= Float(ratio) }
        for minute in expected.indices { expected[minute] *= Float(ratio) }
    }

    /// Writes the factor of every minute of the day.
    ///
    /// - Complexity: O(1440)
    func writeFactors(to factors: inout [Double], growth: Double) {
        let prior = Self.shrinkage * growth
        for minute in 0..<Self.cells {
            factors[minute] = prior / (prior + Double(expected[minute]))
        }
        for (place, minute) in eventMinutes.enumerated() {
            let count = prior + Double(events[place])
            factors[Int(minute)] = count / (prior + Double(expected[Int(minute)]))
        }
    }
}
