internal import Domain
internal import RealModule

/// What pings cost an hour at every price of a budget, by hour of the week.
///
/// The mean of an hour of the week is shrunk to that of the hour of the day, this to that of all
/// hours, and this to what was assumed at first; the whole is scaled by how the last days were
/// against it.
struct SpendProfile: Sendable {
    /// What pings cost by place: at place *j* a unit of money counts as r⁻ʲ units, where r is the
    /// grid's ratio.
    typealias Spend = [Double]

    /// Prices of the budget: 1 + λ, from 1 on.
    static let count = 40

    /// What happened so long ago counts half.
    private static let halfLifeHours = 21.0 * 24
    private static let recentHalfLifeHours = 36.0
    /// How many hours of its own a cell needs to count as much as the wider one.
    private static let shrinkage = (assumed: 6.0, ofDay: 1.5, ofWeek: 1.5)
    /// Hours that the last days' ratio assumes to have been as expected.
    private static let steadyHours = 24.0

    private static let hoursOfWeek = 168
    private static let hoursOfDay = 24

    /// By place, an hour.
    private let assumed: Spend
    /// By cell (the hours of the week, those of the day, all) and place, the newest counted
    /// ``growth``; and the hours of each cell.
    ///
    /// Single precision is more than their noise, and a budget's only large memory.
    private var spent: [Float]
    private var hours: [Double]
    private var growth = 1.0
    /// What was spent of late, and what had been expected, by place.
    private var recent: Spend
    private var expected: Spend
    /// By hour of the week and place: the means as they stood at the beginning of this hour.
    private var means: [Float]
    private var meansAreOfHour: Int?

    /// - Parameter assumed: By place, an hour: what is believed before anything is known.
    init(assumed: Spend) {
        self.assumed = assumed
        let cells = Self.hoursOfWeek + Self.hoursOfDay + 1
        spent = [Float](repeating: 0, count: cells * Self.count)
        hours = [Double](repeating: 0, count: cells)
        recent = [Double](repeating: 0, count: Self.count)
        expected = recent
        means = [Float](repeating: 0, count: Self.hoursOfWeek * Self.count)
    }

    /// Adds what was spent during a part of an hour.
    ///
    /// - Complexity: O(1); once an hour O(168) with all prices.
    mutating func add(_ spend: Spend, hours duration: Double, hourOfWeek: Int) {
        renewMeans(atHour: hourOfWeek)
        let kept = Double.exp2(-duration / Self.recentHalfLifeHours)
        for place in 0..<Self.count {
            let mean = Double(means[hourOfWeek * Self.count + place])
            recent[place] = recent[place] * kept + spend[place]
            expected[place] = expected[place] * kept + mean * duration
        }
        growth *= Double.exp2(duration / Self.halfLifeHours)
        for cell in Self.cells(ofHour: hourOfWeek) {
            hours[cell] += growth * duration
            for place in 0..<Self.count {
                spent[cell * Self.count + place] += Float(growth * spend[place])
            }
        }
        if growth > 1e12 { rescale() }
    }

    /// What to expect of some minutes.
    ///
    /// - Parameters:
    ///   - hour: The hour of the week in which it begins.
    ///   - minutesLeftInHour: 1 to 60.
    ///   - minutes: How long.
    /// - Returns: The spend by place.
    mutating func forecast(fromHour hour: Int, minutesLeftInHour: Int, minutes: Int) -> Spend {
        renewMeans(atHour: hour)
        var sums = [Double](repeating: 0, count: Self.count)
        func add(_ hour: Int, hours: Double) {
            let first = hour % Self.hoursOfWeek * Self.count
            for place in 0..<Self.count { sums[place] += Double(means[first + place]) * hours }
        }
        let first = min(minutesLeftInHour, minutes)
        add(hour, hours: Double(first) / 60)
        let (whole, rest) = (minutes - first).quotientAndRemainder(dividingBy: 60)
        for step in 0..<min(whole, Self.hoursOfWeek) {
            let weeks = (whole - step - 1) / Self.hoursOfWeek + 1
            add(hour + 1 + step, hours: Double(weeks))
        }
        add(hour + 1 + whole, hours: Double(rest) / 60)
        for place in 0..<Self.count {
            let steady = assumed[place] * Self.steadyHours
            let usual = expected[place] + steady
            if usual > 0 { sums[place] *= (recent[place] + steady) / usual }
        }
        return sums
    }

    private static func cells(ofHour hour: Int) -> [Int] {
        [hour, hoursOfWeek + hour % hoursOfDay, hoursOfWeek + hoursOfDay]
    }

    private mutating func renewMeans(atHour now: Int) {
        guard meansAreOfHour != now else { return }
        meansAreOfHour = now
        let shrinkages = [
            Self.shrinkage.ofWeek, Self.shrinkage.ofDay, Self.shrinkage.assumed,
        ]
        for hour in 0..<Self.hoursOfWeek {
            let cells = zip(Self.cells(ofHour: hour), shrinkages).reversed()
            for place in 0..<Self.count {
                let mean = cells.reduce(assumed[place]) { mean, cell in
                    let weight = growth * cell.1
                    return (Double(spent[cell.0 * Self.count + place]) + weight * mean)
                        / (hours[cell.0] + weight)
                }
                means[hour * Self.count + place] = Float(mean)
            }
        }
    }

    private mutating func rescale() {
        for index in spent.indices { spent[index] /= Float(growth) }
        for index in hours.indices { hours[index] /= growth }
        growth = 1
    }
}

extension SpendProfile {
    /// What was learned, to be stored: about 31 kB.
    var serialized: [UInt8] {
        var bytes: [UInt8] = []
        for value in spent { bytes.append(littleEndian: (value / Float(growth)).bitPattern) }
        bytes.append(hours.map { $0 / growth })
        bytes.append(recent)
        bytes.append(expected)
        return bytes
    }

    /// Takes in what ``serialized`` gave.
    ///
    /// - Returns: Whether it was whole; what was not changes nothing.
    mutating func restore(_ bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes)
        var spent: [Float] = []
        for _ in self.spent {
            guard let value = reader.float(in: 0...1e30) else { return false }
            spent.append(value)
        }
        let amounts = 0.0...1e30
        guard let hours = reader.doubles(hours.count, in: amounts),
            let recent = reader.doubles(recent.count, in: amounts),
            let expected = reader.doubles(expected.count, in: amounts), reader.isAtEnd
        else { return false }
        self.spent = spent
        self.hours = hours
        self.recent = recent
        self.expected = expected
        growth = 1
        meansAreOfHour = nil
        return true
    }
}
