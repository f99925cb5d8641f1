internal import Domain
internal import RealModule

/// What an endpoint would have spent and met at every price of the grid: shadow plans beside the one
/// that is carried out.
///
/// So a price is not searched for by trial: what each would have brought is known (the hindsight
/// view of online allocation; compare Balseiro, Lu and Mirrokni, Operations Research 71, 2023, whose
/// dual descent sees one price at a time).
struct Landscape: Sendable {
    /// What happened so many minutes ago counts half.
    private static let halfLife = 14.0 * 1440
    /// A longer pause is as good as this one: nothing of before is left.
    private static let mostElapsed = 366 * 1440

    /// A ping is of so many instances at least.
    var leastInstances: Int
    private var levels: [ShadowLevel] = []
    /// Pings that nobody has taken yet.
    private var untaken = PriceGrid.Values.zero
    /// Sums in which the newest counts ``growth``: pings, and requested minutes that were cold.
    private var pings = PriceGrid.Values.zero
    private var coldMinutes = PriceGrid.Values.zero
    private var requestedMinutes = 0.0
    private var minutes = 0.0
    private var growth = 1.0
    private var grownAt: Int?

    /// - Parameters:
    ///   - lastUses: By level, when its instance was last used.
    ///   - leastInstances: A ping is of so many instances at least.
    init(lastUses: [Int] = [], leastInstances: Int = 1) {
        levels = lastUses.map(ShadowLevel.init(lastUse:))
        self.leastInstances = leastInstances
    }

    /// Plans a stretch of a level's gap at every price, unless that has been done.
    ///
    /// - Parameters:
    ///   - level: From 1 on.
    ///   - steps: Minutes after `origin`.
    ///   - origin: The minute that `hazards` are counted from.
    ///   - hazards: By step.
    ///   - terms: What the endpoint's plans are made under.
    ///   - plans: Room for it.
    mutating func plan(
        level: Int,
        steps: ClosedRange<Int>,
        after origin: Int,
        hazards: [Double],
        under terms: PlanTerms,
        with plans: inout ShadowPlans
    ) {
        growLevels(to: level)
        guard terms.keptHalfMinutes >= 1,
            !levels[level - 1].isPlanned(through: origin + steps.upperBound)
        else { return }
        plans.weigh(
            hazards: hazards,
            warmMinutes: min((terms.keptHalfMinutes + 1) / 2, plans.horizon + 1),
            factor: terms.prices(ofLevel: level).warm / terms.price
        )
        levels[level - 1].plan(
            steps: steps,
            after: origin,
            keptHalfMinutes: terms.keptHalfMinutes,
            by: plans
        )
    }

    /// A minute had requests that needed so many instances.
    mutating func meetRequest(inMinute minute: Int, instances: Int, keptHalfMinutes: Int) {
        growLevels(to: instances)
        count(through: minute)
        var cold = PriceGrid.Values.zero
        for level in 0..<instances {
            let gone = levels[level].meetRequest(
                inMinute: minute,
                keptHalfMinutes: keptHalfMinutes
            )
            cold = pointwiseMax(cold, gone)
        }
        coldMinutes += cold * growth
        requestedMinutes += growth
    }

    /// Nobody planned until this minute: the time says nothing of any price.
    mutating func pass(to minute: Int) { grownAt = max(grownAt ?? minute, minute) }

    /// A minute that nobody planned for had requests that needed so many instances: they are warm
    /// from then on.
    mutating func passRequest(inMinute minute: Int, instances: Int) {
        pass(to: minute)
        growLevels(to: instances)
        for level in 0..<instances {
            _ = levels[level].meetRequest(inMinute: minute, keptHalfMinutes: 0)
        }
    }

    /// The clock was set back: what was planned and forgotten ahead of it is not waited for.
    mutating func setBack(to minute: Int) {
        levels = []
        grownAt = grownAt.map { min($0, minute) }
    }

    /// The pings at every price since they were taken last.
    mutating func takePings(through minute: Int) -> PriceGrid.Values {
        count(through: minute)
        defer { untaken = .zero }
        return untaken
    }

    /// So many requested minutes the rates are of, the newest counted whole.
    var weight: Double { requestedMinutes / growth }

    /// The share of requested minutes that would have met a cold start at every price, with so many
    /// minutes of an assumed share added.
    func coldRates(assuming assumed: PriceGrid.Values, weight: Double) -> PriceGrid.Values {
        (coldMinutes / growth + assumed * weight) / (requestedMinutes / growth + weight)
    }

    /// Pings a day at every price, `nil` before a day is over.
    var pingsPerDay: PriceGrid.Values? {
        minutes / growth >= 1440 ? pings / minutes * 1440 : nil
    }

    private mutating func count(through minute: Int) {
        grow(to: minute)
        for level in levels.indices {
            let taken = levels[level].takePings(through: minute)
            // The first level's ping warms the least number; those up to it have none of their own.
            guard level == 0 || level >= leastInstances else { continue }
            let counts = level == 0 ? taken * Double(leastInstances) : taken
            untaken += counts
            pings += counts * growth
        }
    }

    private mutating func growLevels(to count: Int) {
        while levels.count < count { levels.append(ShadowLevel()) }
    }

    private mutating func grow(to minute: Int) {
        let elapsed = min(minute - (grownAt ?? minute), Self.mostElapsed)
        grownAt = max(grownAt ?? minute, minute)
        guard elapsed > 0 else { return }
        growth *= Double.exp2(Double(elapsed) / Self.halfLife)
        minutes += Double(elapsed) * growth
        guard growth > 1e100 else { return }
        pings /= growth
        coldMinutes /= growth
        requestedMinutes /= growth
        minutes /= growth
        growth = 1
    }
}

extension Landscape {
    /// The sums, to be stored; shadow plans begin anew.
    var serialized: [UInt8] {
        var bytes: [UInt8] = []
        for place in 0..<PriceGrid.count {
            bytes.append([pings[place] / growth, coldMinutes[place] / growth])
        }
        bytes.append([requestedMinutes / growth, minutes / growth])
        bytes.append(int: grownAt ?? .min)
        return bytes
    }

    /// Takes in what ``serialized`` gave; `nil` when it is malformed.
    init?(serialized bytes: [UInt8], lastUses: [Int] = [], leastInstances: Int = 1) {
        self.init(lastUses: lastUses, leastInstances: leastInstances)
        var reader = ByteReader(bytes)
        let amounts = 0.0...1e15
        for place in 0..<PriceGrid.count {
            guard let sums = reader.doubles(2, in: amounts) else { return nil }
            pings[place] = sums[0]
            coldMinutes[place] = sums[1]
        }
        guard let totals = reader.doubles(2, in: amounts), let grownAt = reader.int(),
            reader.isAtEnd
        else { return nil }
        requestedMinutes = totals[0]
        minutes = totals[1]
        // No minute of the engine's is farther from the epoch.
        self.grownAt = grownAt.magnitude < 1 << 40 ? grownAt : nil
    }
}
