import Testing

@testable import Forecasting

/// Room with nothing in it: the kernels' own constants unless told.
private func masses(
    _ kernel: GapMasses.Kernel,
    retention: Double = 0.97,
    of minutes: [Int]
) -> GapMasses {
    var gaps = RecentGaps()
    for minute in minutes { gaps.add(gap: minute) }
    var masses = GapMasses(kernel: kernel, retention: retention, priorMass: 1)
    masses.fill(from: gaps)
    return masses
}

/// So many gaps of 1…1700 minutes, other ones for each seed.
private func madeUp(_ count: Int, seed: Int) -> [Int] {
    var state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let draw = Int(state >> 33)
        return 1 + (draw.isMultiple(of: 3) ? draw / 3 % 1700 : draw % 40)
    }
}

@Suite struct RecentGapsTests {
    @Test(arguments: [
        ("none", 0, 0, 0), ("one short of full", 319, 319, 0), ("full", 320, 320, 0),
        ("one more than full", 321, 320, 1), ("twice round and a bit", 1000, 320, 680),
    ])
    func theLatest320AreKeptOldestFirst(requirement: String, added: Int, kept: Int, first: Int) {
        var gaps = RecentGaps()
        for gap in 0..<added { gaps.add(gap: gap) }
        #expect(gaps.fromOldest == (first..<first + kept).map(UInt16.init))
        var walked: [Int] = []
        gaps.forEachFromNewest { gap, age in
            #expect(age == walked.count)
            walked.append(gap)
        }
        #expect(walked == (first..<first + kept).reversed())
    }

    @Test(arguments: [
        ("within", 1499, 1499), ("the longest", 1500, 1500), ("beyond", 1501, 1500),
        ("more than 16 bits hold", 525_600, 1500),
    ])
    func longGapsAreCut(requirement: String, gap: Int, kept: Int) {
        var gaps = RecentGaps()
        gaps.add(gap: gap)
        #expect(gaps.fromOldest == [UInt16(kept)])
    }

    @Test func whatWasSavedGoesOnLikeTheOriginal() throws {
        var original = RecentGaps()
        for gap in madeUp(500, seed: 1) { original.add(gap: gap) }
        var read = try #require(
            RecentGaps(minutes: original.minutes, oldest: original.oldest)
        )
        for gap in madeUp(7, seed: 2) {
            original.add(gap: gap)
            read.add(gap: gap)
        }
        #expect(read.fromOldest == original.fromOldest)
    }
}

@Suite struct GapMassesTests {
    @Test func aSharpGapLeavesItsKernel() {
        let masses = masses(.sharp, of: [15])
        #expect(masses.mass[13...17] == [0, 0.04, 0.92, 0.04, 0])
        for (minute, tail) in [(1, 1.0), (14, 1), (15, 0.96), (16, 0.04), (17, 0), (1500, 0)] {
            #expect(abs(masses.tail[minute] - tail) < 1e-12, "tail at \(minute)")
        }
    }

    /// By hand: what would lie before the first minute falls on it, what lies beyond has no minute.
    @Test(arguments: [
        ("a minute", 1, 1, 0.96), ("two minutes", 2, 1, 0.04),
        ("the last minute", 1499, 1500, 0.04),
        ("the longest", 1500, 1500, 0), ("a year", 525_600, 1499, 0),
    ])
    func aSharpGapAtTheEdgesKeepsItsMass(
        requirement: String,
        gap: Int,
        minute: Int,
        mass: Double
    ) {
        let masses = masses(.sharp, of: [gap])
        #expect(abs(masses.mass[minute] - mass) < 1e-12)
        #expect(abs(masses.tail[1] - 1) < 1e-12)
        #expect(abs(masses.tail[1500] - (gap < 1499 ? 0 : gap == 1499 ? 0.04 : 1)) < 1e-12)
    }

    @Test func anOlderGapWeighsLess() {
        let masses = masses(.sharp, retention: 0.5, of: [15, 30])
        #expect(abs(masses.mass[15] - 0.46) < 1e-12)
        #expect(abs(masses.mass[30] - 0.92) < 1e-12)
        #expect(abs(masses.tail[1] - 1.5) < 1e-12)
        #expect(abs(masses.tail[17] - 1) < 1e-12)
    }

    /// By hand: two minutes to either side of ten, in ninths.
    @Test func aWideGapIsATriangle() {
        let masses = masses(.wide, of: [10])
        for (minute, ninths) in [(7, 0.0), (8, 1), (9, 2), (10, 3), (11, 2), (12, 1), (13, 0)] {
            #expect(abs(masses.mass[minute] - ninths / 9) < 1e-12, "mass at \(minute)")
        }
    }

    @Test(arguments: [
        ("a burst's", 1, 0.0), ("two minutes", 2, 1), ("an hour", 60, 1), ("the last", 1499, 1),
        ("the longest", 1500, 1), ("a year", 525_600, 1),
    ])
    func aWideGapHasAMassOfOneOrIsABurst(requirement: String, gap: Int, mass: Double) {
        #expect(abs(masses(.wide, of: [gap]).tail[1] - mass) < 1e-12)
    }

    @Test func aBurstsGapAgesTheOthers() {
        #expect(abs(masses(.wide, retention: 0.5, of: [60, 1]).tail[1] - 0.5) < 1e-12)
    }

    /// Against the triangles themselves, added up one by one.
    @Test(arguments: [
        ("the shortest", [2]), ("reach begins at one", [4, 5]),
        ("at the last minute", [1249, 1250]),
        ("over the last minute", [1251, 1499]), ("only beyond", [1500, 4000]), ("none", []),
        ("a ring that is not full", madeUp(100, seed: 1)), ("one that is", madeUp(777, seed: 2)),
        ("another", madeUp(1300, seed: 3)), ("bursts and a day", madeUp(40, seed: 4) + [1440]),
    ])
    func wideMassesAreSumsOfTriangles(requirement: String, gaps: [Int]) {
        let masses = masses(.wide, of: gaps)
        let (mass, tail) = sumOfTriangles(gaps, retention: 0.97)
        #expect((1...1500).first { abs(masses.mass[$0] - mass[$0]) > 1e-12 } == nil)
        #expect((1...1500).first { abs(masses.tail[$0] - tail[$0]) > 1e-9 } == nil)
        #expect((1...1500).first { mass[$0] == 0 && masses.mass[$0] != 0 } == nil)
    }

    /// A rest of rounding would count for more than the base hazard once its survival is smaller.
    @Test(arguments: 0..<6)
    func whereNoGapReachesThereIsNoMassAtAll(seed: Int) {
        let short = madeUp(60 + 70 * seed, seed: seed).map { min($0, 60 + seed) }
        let wide = masses(.wide, of: short)
        let sharp = masses(.sharp, retention: 0.9, of: short)
        let end = (60 + seed) * 6 / 5 + 1
        #expect((end...1500).first { wide.mass[$0] != 0 || wide.tail[$0] != 0 } == nil)
        #expect((end...1500).first { sharp.mass[$0] != 0 || sharp.tail[$0] != 0 } == nil)
    }

    /// The room is the same for all endpoints: nothing of one may be left for the next.
    @Test(arguments: [
        [[10, 20], [1499, 1500], [3], [10, 20]], [[1500], [], [700, 2]],
        [madeUp(320, seed: 5), madeUp(321, seed: 5), madeUp(320, seed: 5)],
    ])
    func refillingLeavesNothingBehind(histories: [[Int]]) {
        for kernel in [GapMasses.Kernel.sharp, .wide] {
            var room = GapMasses(kernel: kernel, retention: 0.97, priorMass: 1)
            for minutes in histories {
                var gaps = RecentGaps()
                for minute in minutes { gaps.add(gap: minute) }
                for _ in 0..<2 {
                    room.fill(from: gaps)
                    let fresh = masses(kernel, of: minutes)
                    #expect(room.mass == fresh.mass)
                    #expect(room.tail == fresh.tail)
                }
            }
        }
    }

    @Test func massesStayInRangeHoweverManyGapsCome() {
        let many = [Int](repeating: 7, count: 20_000)
        // Geometric sums: 1 / (1 − 0.90), and 1 / (1 − 0.97) without the 6·10⁻⁵ that are dropped.
        #expect(abs(masses(.sharp, retention: 0.90, of: many).tail[1] - 10) < 1e-9)
        #expect(abs(masses(.wide, of: many).tail[1] - 33.333_333) < 0.0021)
    }

    private func sumOfTriangles(_ gaps: [Int], retention: Double) -> ([Double], [Double]) {
        var mass = [Double](repeating: 0, count: 1503)
        var beyond = 0.0
        var weight = 1.0
        for gap in gaps.suffix(320).reversed() {
            defer { weight *= retention }
            let centre = min(gap, 1500)
            guard centre > 1 else { continue }
            let reach = max(1, centre / 5)
            for offset in -reach...reach {
                let part = weight * Double(reach + 1 - abs(offset))
                let share = part / Double((reach + 1) * (reach + 1))
                if centre + offset < 1500 {
                    mass[centre + offset] += share
                } else {
                    beyond += share
                }
            }
        }
        var tail = [Double](repeating: beyond, count: 1503)
        for minute in (1...1499).reversed() { tail[minute] = tail[minute + 1] + mass[minute] }
        return (mass, tail)
    }
}

extension RecentGaps {
    /// The gaps in the order in which they came.
    var fromOldest: [UInt16] { Array(minutes[oldest...] + minutes[..<oldest]) }
}
