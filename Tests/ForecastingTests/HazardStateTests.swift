import Domain
import Testing

@testable import Forecasting

private let utc = HazardSetting(table: FleetPrior.shipped.hazardTable())

/// Numbers that a seed fixes, from 0 up to a bound.
private struct Dice {
    var state: UInt64

    mutating func roll(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}

/// A model of some days of bursts and long gaps, about three seasons deep.
private func model(seed: UInt64, events: Int = 150) -> HazardModel {
    var dice = Dice(state: seed &* 977 &+ 5)
    var model = HazardModel(watchedFrom: 29_898_000)
    var workspace = HazardWorkspace(horizon: 1)
    var minute = 29_898_720
    for _ in 0..<events {
        model.observe(eventAt: minute, in: utc, with: &workspace)
        minute += dice.roll(4) == 0 ? 1 + dice.roll(4) : 10 + dice.roll(90)
    }
    return model
}

private func hazards(_ model: HazardModel, minutes: Int = 200) -> [Double] {
    var workspace = HazardWorkspace(horizon: minutes)
    model.writeHazards(to: &workspace, in: utc)
    return workspace.hazards
}

@Suite struct HazardStateTests {
    @Test(arguments: 0..<UInt64(6))
    func aModelThatWasSavedSaysTheSameAndLearnsTheSame(seed: UInt64) throws {
        var lived = model(seed: seed, events: seed == 0 ? 1 : 20 + 20 * Int(seed))
        var restored = try #require(HazardModel(serialized: lived.serialized))
        #expect(restored.serialized == lived.serialized)
        #expect(hazards(restored) == hazards(lived))
        var workspace = HazardWorkspace(horizon: 1)
        var dice = Dice(state: seed)
        for _ in 0..<40 {
            let last = try #require(lived.lastEvent)
            if dice.roll(5) == 0 {
                let missing = last + 1 + dice.roll(30)
                lived.missData(atMinute: missing)
                restored.missData(atMinute: missing)
            }
            let next = last + 1 + dice.roll(120)
            lived.observe(eventAt: next, in: utc, with: &workspace)
            restored.observe(eventAt: next, in: utc, with: &workspace)
        }
        #expect(restored.serialized == lived.serialized)
        #expect(hazards(restored) == hazards(lived))
        #expect(restored.isWorseThanMemoryless == lived.isWorseThanMemoryless)
    }

    /// What the open gap was scored by is left out, and scored anew.
    @Test(arguments: [1, 100, 480, 960])
    func aGapThatWasScoredInPartIsScoredAnew(committed: Int) throws {
        var lived = model(seed: 3)
        var workspace = HazardWorkspace(horizon: 1)
        lived.commit(elapsed: committed, in: utc, with: &workspace)
        var restored = try #require(HazardModel(serialized: lived.serialized))
        #expect(restored.committedMinutes == 0)
        restored.commit(elapsed: committed, in: utc, with: &workspace)
        #expect(hazards(restored) == hazards(lived))
        let next = try #require(lived.lastEvent) + committed + 17
        lived.observe(eventAt: next, in: utc, with: &workspace)
        restored.observe(eventAt: next, in: utc, with: &workspace)
        #expect(restored.serialized == lived.serialized)
    }

    /// In steps the logarithms are rounded otherwise, by no more than that.
    @Test func aGapThatWasScoredInStepsIsScoredAlike() throws {
        var lived = model(seed: 4)
        var workspace = HazardWorkspace(horizon: 1)
        for elapsed in [480, 960, 1440] {
            lived.commit(elapsed: elapsed, in: utc, with: &workspace)
        }
        var restored = try #require(HazardModel(serialized: lived.serialized))
        restored.commit(elapsed: 1440, in: utc, with: &workspace)
        for (left, right) in zip(hazards(lived), hazards(restored)) {
            #expect(abs(left - right) <= 1e-9 * left)
        }
    }

    @Test(arguments: [nil, 29_898_720] as [Int?])
    func aModelWithoutEventsIsSavedToo(watchedFrom: Int?) throws {
        let model = HazardModel(watchedFrom: watchedFrom)
        let restored = try #require(HazardModel(serialized: model.serialized))
        #expect(restored == model)
        #expect(restored.origin == watchedFrom.map { $0 - 1 })
        #expect(restored.lastEvent == nil)
    }

    @Test func missingMinutesAreSaved() throws {
        var model = model(seed: 2)
        let last = try #require(model.lastEvent)
        for minute in last + 5..<last + 25 { model.missData(atMinute: minute) }
        let restored = try #require(HazardModel(serialized: model.serialized))
        #expect(restored.serialized == model.serialized)
        #expect(restored.missingFrom == 5)
        #expect(restored.missingMinutes == 20)
    }

    @Test func theStateIsSmall() {
        #expect(model(seed: 1, events: 300).serialized.count < 20_000)
    }

    @Test func whatIsCutOffOrAppendedIsRefused() {
        let bytes = model(seed: 1).serialized
        for length in stride(from: 0, to: bytes.count, by: 97) {
            #expect(HazardModel(serialized: Array(bytes.prefix(length))) == nil)
        }
        #expect(HazardModel(serialized: Array(bytes.dropLast())) == nil)
        #expect(HazardModel(serialized: bytes + [0]) == nil)
    }

    /// Everything after the four integers that come first.
    @Test(arguments: 0..<UInt64(4))
    func flippedNumbersAreRefusedOrWork(seed: UInt64) {
        let bytes = model(seed: seed).serialized
        var dice = Dice(state: seed &+ 77)
        var refused = 0
        for _ in 0..<60 {
            var broken = bytes
            var places: [Int] = []
            for _ in 0...dice.roll(3) {
                let place = 40 + dice.roll(bytes.count - 40)
                broken[place] ^= UInt8(1 << dice.roll(8))
                places.append(place)
            }
            guard var model = HazardModel(serialized: broken) else {
                refused += 1
                continue
            }
            let works = goesOn(&model)
            #expect(works, "bytes \(places)")
        }
        #expect(refused < 60)
    }

    /// Extremes where a count, a weight or a factor is stored.
    @Test(arguments: [0.0, 1e-300, 1e6, 1e38, 1e300])
    func extremeNumbersAreRefusedOrWork(number: Double) {
        let bytes = model(seed: 9).serialized
        for place in stride(from: 40, to: bytes.count - 8, by: 8 * 37) {
            var broken = bytes
            for byte in 0..<8 {
                broken[place + byte] = UInt8(truncatingIfNeeded: number.bitPattern >> (8 * byte))
            }
            guard var model = HazardModel(serialized: broken) else { continue }
            let works = goesOn(&model)
            #expect(works, "byte \(place)")
        }
    }

    /// Words: last event, watching since, missing from, missing minutes.
    @Test(arguments: [
        ("a negative number of missing minutes", 3, -1),
        ("a number of missing minutes beyond all time", 3, Int.max),
        ("data missing before the event", 2, -10),
    ])
    func integersThatCannotBeAreRefused(requirement: String, word: Int, number: Int) {
        var broken = model(seed: 1).serialized
        for byte in 0..<8 {
            broken[8 * word + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
        }
        #expect(HazardModel(serialized: broken) == nil)
    }

    /// Whether hazards stay chances over further events.
    private func goesOn(_ model: inout HazardModel) -> Bool {
        var workspace = HazardWorkspace(horizon: 40)
        for gap in [3, 25, 60] {
            guard let last = model.lastEvent else { return false }
            model.writeHazards(to: &workspace, in: utc)
            let areChances = workspace.hazards.dropFirst().allSatisfy { (0...1).contains($0) }
            guard areChances else { return false }
            model.observe(eventAt: last + gap, in: utc, with: &workspace)
        }
        return true
    }
}
