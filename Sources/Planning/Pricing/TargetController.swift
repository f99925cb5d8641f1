internal import Domain

/// Holds one endpoint to its cold-start rate: finds the price of a ping at which what may still be
/// cold in the rolling window is just used up.
///
/// The landscape says which rate each price brings; an integral term on what was really met corrects
/// what remains. ν, what an avoided cold start is worth in pings, is one over this price.
struct TargetController: Equatable, Sendable {
    /// So much of what the target allows is aimed at: luck is not.
    private static let aim = 0.85
    /// In cold minutes: so much less than that is aimed at where little is allowed at all.
    private static let reserve = 0.25
    /// What is missing or left over is to be made up for within so many cold minutes' time.
    private static let horizon = 5.0
    /// However much is missing, no lower rate than this part of the target's is asked for: to chase
    /// a spell that is over costs without end.
    private static let leastAim = 0.2
    /// The weight of what is assumed of the rates before they are known, in requested minutes: the
    /// square root of the price, about what recorded fleets show.
    private static let assumedMinutes = 5.0
    private static let assumedRates = PriceGrid.prices.squareRoot()

    /// The highest share of requested minutes that may meet a cold start, 0 where none may.
    private(set) var rate: Double
    /// By day since the epoch, a ring: requested minutes, and how many of them were cold.
    private var requested: [Double]
    private var cold: [Double]
    private var today: Int?
    /// θ in avoided cold starts.
    private(set) var price: Double

    /// - Parameters:
    ///   - rate: A share.
    ///   - windowDays: At least 1.
    ///   - price: Until there is a reason for another one.
    init(rate: Double, windowDays: Int, price: Double = 0.1) {
        precondition(windowDays >= 1, "a window has a day at least")
        self.rate = rate
        self.price = price
        requested = [Double](repeating: 0, count: windowDays)
        cold = requested
    }

    /// Takes another rate; a window of another length begins anew.
    mutating func update(rate: Double, windowDays: Int) {
        guard windowDays == requested.count else {
            self = TargetController(rate: rate, windowDays: windowDays)
            return
        }
        self.rate = rate
    }

    /// A requested minute met a cold start with this chance; minutes before 1970 do not count.
    mutating func meetRequest(coldChance: Double, inMinute minute: Int) {
        let day = floorDivision(minute, 1440)
        guard day >= 0 else { return }
        turn(to: day)
        let place = day % requested.count
        requested[place] += 1
        cold[place] += coldChance
    }

    /// Requested minutes of the window, and how many of them were cold.
    var window: (requested: Double, cold: Double) {
        (requested.reduce(0, +), cold.reduce(0, +))
    }

    /// Days leave the window also while no request comes.
    mutating func passTime(to minute: Int) {
        let day = floorDivision(minute, 1440)
        if today != nil, day >= 0 { turn(to: day) }
    }

    /// The rates at every price, as far as they are known.
    static func rates(_ landscape: Landscape) -> PriceGrid.Values {
        landscape.coldRates(assuming: assumedRates, weight: assumedMinutes)
    }

    /// Finds the price anew.
    mutating func renewPrice(from landscape: Landscape) {
        guard rate > 0 else {
            price = PriceGrid.prices[PriceGrid.count - 1]
            return
        }
        let (requested, cold) = window
        let allowed = rate * Self.aim
        let horizon = Self.horizon / rate
        let left = allowed * requested - cold - Self.reserve
        price = PriceGrid.highestPrice(
            attaining: max(allowed + left / horizon, Self.leastAim * rate),
            Self.rates(landscape)
        )
    }

    /// Lets the window end with a day; one that lies before the whole window tells of a clock that
    /// was set back, and the window begins anew.
    private mutating func turn(to day: Int) {
        if let today, day <= today - requested.count {
            self = TargetController(rate: rate, windowDays: requested.count, price: price)
        }
        let first = max(today.map { $0 + 1 } ?? day, day - requested.count + 1)
        if first <= day {
            for day in first...day {
                requested[day % requested.count] = 0
                cold[day % requested.count] = 0
            }
        }
        today = max(today ?? day, day)
    }
}

extension TargetController {
    /// The window and the price, to be stored.
    var serialized: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(count: requested.count)
        bytes.append(requested)
        bytes.append(cold)
        bytes.append(price)
        bytes.append(int: today ?? -1)
        return bytes
    }

    /// Takes in what ``serialized`` gave of a window of the same length.
    ///
    /// - Returns: Whether it fits; what does not changes nothing.
    mutating func restore(_ bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes)
        let amounts = 0.0...1e9
        guard reader.count(upTo: 400) == requested.count,
            let requested = reader.doubles(requested.count, in: amounts),
            let cold = reader.doubles(cold.count, in: amounts),
            let price = reader.double(in: 1e-9...1), let today = reader.int(), today < 1 << 30,
            reader.isAtEnd
        else { return false }
        self.requested = requested
        self.cold = cold
        self.price = price
        self.today = today >= 0 ? today : nil
        return true
    }
}
