internal import Domain

extension HazardModel {
    /// Numbers of a sane model lie far within this.
    private static let sane = -1e9...1e9
    private static let notNegative = 0.0...1e9

    /// No clock shows a minute as late as this.
    private static let lateMinute = 1 << 40

    /// The model's state, to be stored: about 12 kB, little-endian.
    ///
    /// What the open gap has been scored by is left out: it is scored anew.
    package var serialized: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(int: lastEvent ?? .min)
        bytes.append(int: watchedFrom ?? .min)
        bytes.append(int: missingFrom ?? .min)
        bytes.append(int: missingMinutes)
        bytes.append(rates.state)
        bytes.append((0..<Self.expertCount).map { logWeights[$0] })
        bytes.append([advantage, advantageGaps])
        bytes.append(count: gaps.minutes.count)
        for gap in gaps.minutes { bytes.append(littleEndian: gap) }
        bytes.append(count: gaps.oldest)
        bytes.append(count: factors == nil ? 0 : 1)
        factors?.append(to: &bytes)
        return bytes
    }

    /// Reads what ``serialized`` gave; `nil` when the bytes are malformed.
    package init?(serialized bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let lastEvent = reader.int(), let watchedFrom = reader.int(),
            let missingFrom = reader.int(), let missingMinutes = reader.int(),
            [lastEvent, watchedFrom].allSatisfy({ $0 == .min || abs($0) < Self.lateMinute }),
            missingFrom == .min || (1..<Self.lateMinute).contains(missingFrom),
            (0..<Self.lateMinute).contains(missingMinutes),
            let rates = reader.doubles(3, in: Self.notNegative),
            let weights = reader.doubles(Self.expertCount, in: -1e6...1e6),
            let advantage = reader.doubles(2, in: Self.sane),
            let count = reader.count(upTo: RecentGaps.most)
        else { return nil }
        var recent: [UInt16] = []
        recent.reserveCapacity(count)
        for _ in 0..<count {
            guard let gap = reader.integer(UInt16.self) else { return nil }
            recent.append(gap)
        }
        guard let oldest = reader.count(upTo: RecentGaps.most),
            let gaps = RecentGaps(minutes: recent, oldest: oldest)
        else { return nil }
        self.init(watchedFrom: watchedFrom == .min ? nil : watchedFrom)
        guard let hasFactors = reader.count(upTo: 1) else { return nil }
        if hasFactors == 1 {
            guard let factors = SeasonalFactors(from: &reader) else { return nil }
            self.factors = factors
        }
        guard reader.isAtEnd else { return nil }
        self.rates = ArrivalRates(state: rates)
        self.gaps = gaps
        for expert in 0..<Self.expertCount { logWeights[expert] = weights[expert] }
        self.advantage = advantage[0]
        advantageGaps = advantage[1]
        guard lastEvent != .min else { return }
        self.lastEvent = lastEvent
        factors?.grow(to: lastEvent)
        openGap(missingFrom: missingFrom == .min ? nil : missingFrom, minutes: missingMinutes)
    }
}

extension SeasonalFactors {
    private static let counts = 0.0...1e18

    func append(to bytes: inout [UInt8]) {
        bytes.append(int: origin ?? .min)
        bytes.append(levelMinutes)
        for family in [level, elapsed, hourOfDay, dayOfWeek, hourOfWeek, minuteOfHour] {
            bytes.append(family.observed)
            bytes.append(family.expected)
        }
        bytes.append(count: minuteOfDay.eventMinutes.count)
        for minute in minuteOfDay.eventMinutes { bytes.append(littleEndian: minute) }
        for weight in minuteOfDay.events { bytes.append(littleEndian: weight.bitPattern) }
        for weight in minuteOfDay.expected { bytes.append(littleEndian: weight.bitPattern) }
    }

    /// - Returns: `nil` when the bytes are malformed.
    init?(from reader: inout ByteReader) {
        self.init()
        guard let origin = reader.int(), let minutes = reader.double(in: Self.counts),
            Self.read(&level, from: &reader), Self.read(&elapsed, from: &reader),
            Self.read(&hourOfDay, from: &reader), Self.read(&dayOfWeek, from: &reader),
            Self.read(&hourOfWeek, from: &reader), Self.read(&minuteOfHour, from: &reader),
            let count = reader.count(upTo: MinutesOfDay.cells)
        else { return nil }
        self.origin = origin == .min ? nil : origin
        levelMinutes = minutes
        var eventMinutes: [UInt16] = []
        eventMinutes.reserveCapacity(count)
        for _ in 0..<count {
            guard let minute = reader.integer(UInt16.self) else { return nil }
            eventMinutes.append(minute)
        }
        guard let events = Self.floats(count, from: &reader),
            let expected = Self.floats(MinutesOfDay.cells, from: &reader),
            let minutesOfDay = MinutesOfDay(
                eventMinutes: eventMinutes,
                events: events,
                expected: expected
            )
        else { return nil }
        minuteOfDay = minutesOfDay
    }

    private static func read(_ family: inout Family, from reader: inout ByteReader) -> Bool {
        guard let observed = reader.doubles(family.observed.count, in: counts),
            let expected = reader.doubles(family.expected.count, in: counts)
        else { return false }
        family.observed = observed
        family.expected = expected
        return true
    }

    private static func floats(_ count: Int, from reader: inout ByteReader) -> [Float]? {
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            guard let value = reader.float(in: 0...1e15) else { return nil }
            values.append(value)
        }
        return values
    }
}
