import RealModule

/// What is known at an origin about whether a slot after it will have a request.
///
/// Most columns are log evidence ratios, log((hits + 1) / (expected hits + 1)), each against what the
/// wider or longer window before it expects: where nothing was seen, nothing is said. A row reads
/// nothing at or after its origin.
struct ActivityFeatures {
    /// The odds of a request by the weights shipped, and the columns that an endpoint's own history
    /// may weigh anew.
    struct Row {
        var priorLogOdds: Double
        var adapted: SIMD8<Double>
    }

    /// An origin's rows by step, and how much its requests look like those of a timer: the log
    /// ratio of coincidences exactly a day apart to those two or three slots beside.
    struct Origin {
        var slot: Int
        var steps: [Int]
        var rows: [Row]
        var timer: Double
    }

    /// The standard deviations of the adapted columns over 81 endpoints: the unit of shrinkage.
    static let adaptedScales = SIMD8<Double>(
        0.3,
        0.611,
        0.506,
        0.424,
        0.333,
        0.162,
        0.157,
        0.309
    )

    /// Weights of a logistic regression over 81 public endpoints: image generation, commit webhooks.
    ///
    /// An endpoint weighs (20 + its active bins)^0.3 in all. With each endpoint left out of its own
    /// weights, forecasts are as good.
    private enum Weight {
        static let one = -0.191
        static let month = 0.849
        static let week = 0.656
        static let day = 0.337
        static let profile = SIMD4<Double>(0.872, 0.562, 0.414, 0.165)
        static let recentProfile = SIMD3<Double>(0.281, 0.171, 0.138)
        static let likeDay = 0.254
        static let likeHours = 0.170
        static let yesterday = 0.159
        static let recent = SIMD3<Double>(0.495, 0.359, 0.508)
        static let silence = -0.207
        static let saturation = 1.062
        static let timedSlot = 0.648
        static let timedYesterday = 0.228
    }

    /// A day's weight in the profile that forgets.
    private static let kept = 0.8203

    private let frame: DemandFrame
    private let perDay: Int
    /// 1 where a slot had a request.
    private let activity: [Double]
    /// `hits[i]`: active slots among the first `i`.
    private let hits: [Double]
    /// Slots on either side of the windows around a slot: six, three and one hour, a quarter, none.
    private let reach: [Int]
    private let hour: Int

    /// - Parameter frame: At least a day.
    init(of frame: DemandFrame) {
        self.frame = frame
        perDay = frame.perDay
        var activity = frame.values.map { $0 > 0 ? 1.0 : 0 }
        // What is unknown is as it was a week before, else a day before: a mean of two days is
        // busier than either.
        for slot in activity.indices where !frame.isKnown[slot] {
            let back = slot >= 7 * frame.perDay ? 7 * frame.perDay : frame.perDay
            activity[slot] = slot >= back ? activity[slot - back] : 0
        }
        self.activity = activity
        var hits: [Double] = [0]
        hits.reserveCapacity(activity.count + 1)
        for active in activity { hits.append(hits[hits.count - 1] + active) }
        self.hits = hits
        let slotsPerHour = Double(perDay) / 24
        hour = max(1, Int((slotsPerHour).rounded()))
        reach = [
            Int((6 * slotsPerHour).rounded()), max(1, Int((3 * slotsPerHour).rounded())), hour,
            max(1, Int(slotsPerHour / 4 + 0.01)), 0,
        ]
    }

    /// The rows of origins a day apart; the last one is the end of the history.
    ///
    /// - Parameters:
    ///   - days: How many past origins.
    ///   - stride: Every how many-eth step past origins tell of.
    ///   - horizon: The steps asked for at the end of the history.
    /// - Returns: By time; origins with less than a day before them are left out.
    /// - Complexity: O(*n* + rows).
    func origins(days: Int, stride: Int, horizon: Range<Int>) -> [Origin] {
        let count = frame.count
        var sums = WindowSums(reach: reach.count, perDay: perDay)
        var origins: [Origin] = []
        for origin in Swift.stride(from: count % perDay, through: count, by: perDay) {
            if origin >= perDay, origin >= count - days * perDay {
                let steps =
                    origin == count
                    ? Array(horizon) : Array(Swift.stride(from: 0, to: perDay, by: stride))
                let levels = Levels(at: origin, self)
                let rows = steps.map { row(origin: origin, step: $0, levels, sums) }
                origins.append(
                    Origin(slot: origin, steps: steps, rows: rows, timer: levels.timer)
                )
            }
            if origin < count { add(dayBefore: origin, to: &sums) }
        }
        return origins
    }

    /// Takes the windows around the slots of the day before an origin into the sums, for the origin
    /// a day later.
    private func add(dayBefore origin: Int, to sums: inout WindowSums) {
        for phase in 0..<perDay {
            let slot = origin - perDay + phase
            for index in reach.indices {
                sums.forget(index, phase, kept: Self.kept)
                guard slot >= 0 else { continue }
                let low = max(slot - reach[index], 0)
                let high = min(slot + reach[index] + 1, frame.count)
                sums.add(index, phase, hits: hits[high] - hits[low], slots: Double(high - low))
            }
        }
    }

    @inline(__always)
    private static func evidence(_ hits: Double, slots: Double, rate: Double) -> Double {
        Double.log((hits + 1) / (slots * rate + 1))
    }

    private func row(origin: Int, step: Int, _ levels: Levels, _ sums: WindowSums) -> Row {
        let phase = step % perDay
        let latest = origin - perDay + phase
        var rate = levels.month
        var profile = SIMD8<Double>.zero
        var forgetting = SIMD8<Double>.zero
        var rates = SIMD8<Double>.zero
        var recentHits = SIMD8<Double>.zero
        var recentSlots = SIMD8<Double>.zero
        for index in reach.indices {
            // The newest day's window ends at the origin.
            let low = max(latest - reach[index], 0)
            let high = min(latest + reach[index] + 1, origin)
            let newest = (hits[high] - hits[low], Double(high - low))
            let past = sums[index, phase]
            profile[index] = Self.evidence(
                past.hits + newest.0,
                slots: past.slots + newest.1,
                rate: rate
            )
            rate *= Double.exp(profile[index])
            rates[index] = rate
            recentHits[index] = newest.0 + Self.kept * past.keptHits
            recentSlots[index] = newest.1 + Self.kept * past.keptSlots
        }
        for index in [0, 1, 4] {
            forgetting[index] = Self.evidence(
                recentHits[index],
                slots: recentSlots[index],
                rate: levels.weekGrowth * rates[index]
            )
        }
        let (likeDay, likeHours) = like(
            slot: origin + step,
            origin: origin,
            month: levels.month,
            threeHours: rates[1]
        )
        let yesterday = Self.evidence(activity[latest], slots: 1, rate: rates[4])
        let hours = Double(step) * 24 / Double(perDay)
        let fresh = Double.exp(-hours)
        let recent = SIMD3(
            levels.recent[0] * fresh,
            levels.recent[1] * fresh,
            levels.recent[2] * Double.exp(-hours / 12)
        )
        let saturation = -Double.log(1 - min(0.98, rates[4] * levels.weekGrowth))
        var logOdds = levels.logOdds + Weight.saturation * saturation
        logOdds += (Weight.profile * profile.lowHalf).sum()
        let forgotten = SIMD3(forgetting[0], forgetting[1], forgetting[4])
        logOdds += (Weight.recentProfile * forgotten).sum() + (Weight.recent * recent).sum()
        logOdds += Weight.likeDay * likeDay + Weight.likeHours * likeHours
        logOdds += (Weight.yesterday + Weight.timedYesterday * levels.timer) * yesterday
        logOdds += Weight.timedSlot * levels.timer * profile[4]
        let adapted = SIMD8(
            1,
            profile[0],
            profile[1],
            profile[2],
            profile[3],
            forgetting[4],
            yesterday,
            profile[4]
        )
        return Row(priorLogOdds: logOdds, adapted: adapted)
    }

    /// What up to four like days say: the day around the slot, and three hours on either side.
    private func like(
        slot: Int,
        origin: Int,
        month: Double,
        threeHours: Double
    ) -> (day: Double, hours: Double) {
        var around = (hits: 0.0, slots: 0.0)
        var near = (hits: 0.0, slots: 0.0)
        let day = frame.day(ofSlot: slot)
        let classes = frame.days.classes
        var past = slot - perDay
        var back = 1
        var found = 0
        while past >= 0, found < 4 {
            if past < origin, classes[day - back] == classes[day] {
                found += 1
                let wide = window(around: past, reach: perDay / 2, before: origin)
                around = (around.hits + wide.hits, around.slots + wide.slots)
                let narrow = window(around: past, reach: reach[1], before: origin)
                near = (near.hits + narrow.hits, near.slots + narrow.slots)
            }
            past -= perDay
            back += 1
        }
        let ofDay = Self.evidence(around.hits, slots: around.slots, rate: month)
        let ofHours = Self.evidence(
            near.hits,
            slots: near.slots,
            rate: Double.exp(ofDay) * threeHours
        )
        return (ofDay, ofHours)
    }

    private func window(
        around slot: Int,
        reach: Int,
        before origin: Int
    ) -> (hits: Double, slots: Double) {
        let low = max(slot - reach, 0)
        let high = min(slot + reach + 1, origin)
        return high > low ? (hits[high] - hits[low], Double(high - low)) : (0, 0)
    }
}

extension ActivityFeatures {
    /// What an origin says by itself.
    private struct Levels {
        /// Active slots of four weeks over slots, shrunk towards 2 in 100 by half an active slot
        /// of quarter hours.
        let month: Double
        /// The last week's rate over the month's.
        let weekGrowth: Double
        /// The last one, three and six hours against the same hours of up to 14 days before.
        let recent: SIMD3<Double>
        let timer: Double
        /// The part of the log odds that all rows of the origin share.
        let logOdds: Double

        init(at origin: Int, _ features: ActivityFeatures) {
            let perDay = features.perDay
            let hits = features.hits
            func within(_ first: Int, _ end: Int) -> Double { hits[end] - hits[max(first, 0)] }
            func level(days: Int, over rate: Double) -> Double {
                let slots = min(origin, days * perDay)
                return evidence(
                    within(origin - slots, origin),
                    slots: Double(slots),
                    rate: rate
                )
            }
            let slots = min(origin, 28 * perDay)
            let month =
                (within(origin - slots, origin) + 0.5)
                / (Double(slots) + 0.5 / 0.02 * Double(perDay) / 96)
            let ofWeek = level(days: 7, over: month)
            let week = month * Double.exp(ofWeek)
            let twoDays = week * Double.exp(level(days: 2, over: week))
            let ofDay = level(days: 1, over: twoDays)
            var last = origin
            while last > 0, features.activity[last - 1] == 0 { last -= 1 }
            let silence = Double.log(1 + Double(origin - last) * week)
            self.month = month
            weekGrowth = week / month
            recent = Self.recent(at: origin, month: month, features)
            timer = Self.timer(at: origin, features)
            logOdds =
                Weight.one + Weight.month * Double.log(month) + Weight.week * ofWeek
                + Weight.day * ofDay + Weight.silence * silence
        }

        private static func recent(
            at origin: Int,
            month: Double,
            _ features: ActivityFeatures
        ) -> SIMD3<Double> {
            let hits = features.hits
            let reach = [features.hour, 3 * features.hour, 6 * features.hour]
            var expected = SIMD3(
                Double(reach[0]) * month,
                Double(reach[1]) * month,
                Double(reach[2]) * month
            )
            var days = 1.0
            for back in 1...14 where origin - back * features.perDay - reach[2] >= 0 {
                let end = origin - back * features.perDay
                for index in 0..<3 { expected[index] += hits[end] - hits[end - reach[index]] }
                days += 1
            }
            var recent = SIMD3<Double>.zero
            for index in 0..<3 {
                let seen = hits[origin] - hits[max(0, origin - reach[index])]
                recent[index] = Double.log((seen + 1) / (expected[index] / days + 1))
            }
            return recent
        }

        private static func timer(at origin: Int, _ features: ActivityFeatures) -> Double {
            let (activity, perDay) = (features.activity, features.perDay)
            // Of a day of three slots or less, the slots beside lie on other days.
            guard perDay > 3 else { return 0 }
            var together = 0.0
            var beside = 0.0
            for slot in max(perDay + 4, origin - 14 * perDay)..<max(perDay + 4, origin)
            where activity[slot] > 0 {
                let before = slot - perDay
                together += activity[before]
                beside +=
                    (activity[before - 2] + activity[before - 3] + activity[before + 2]
                        + activity[before + 3]) / 4
            }
            return Double.log((together + 1) / (beside + 1))
        }
    }

    /// Active slots and slots of the windows around each slot of the day, over all days and over
    /// days that are forgotten.
    private struct WindowSums {
        struct Sum {
            var hits = 0.0
            var slots = 0.0
            var keptHits = 0.0
            var keptSlots = 0.0
        }

        private let perDay: Int
        private var sums: [Sum]

        init(reach: Int, perDay: Int) {
            self.perDay = perDay
            sums = [Sum](repeating: Sum(), count: reach * perDay)
        }

        subscript(index: Int, phase: Int) -> Sum { sums[index * perDay + phase] }

        mutating func forget(_ index: Int, _ phase: Int, kept: Double) {
            sums[index * perDay + phase].keptHits *= kept
            sums[index * perDay + phase].keptSlots *= kept
        }

        mutating func add(_ index: Int, _ phase: Int, hits: Double, slots: Double) {
            sums[index * perDay + phase].hits += hits
            sums[index * perDay + phase].slots += slots
            sums[index * perDay + phase].keptHits += hits
            sums[index * perDay + phase].keptSlots += slots
        }
    }
}
