import Testing

@testable import Planning

@Suite struct IdleCountsTests {
    @Test func twentyObservationsWeighAsMuchAsTheGrid() {
        var counts = IdleCounts()
        #expect(counts.blended(bin: 9, prior: 0.5) == 0.5)
        for _ in 0..<20 { counts.observe(bin: 9, wasCold: true, prior: 0.5) }
        // n = (1 − 0.99^20) / (1 − 0.99) = 18.20931; (10 + n) / (20 + n)
        #expect(abs(counts.blended(bin: 9, prior: 0.5) - 0.738284) < 1e-6)
        #expect(counts.blended(bin: 8, prior: 0.5) == 0.5)
    }

    @Test func countsThatOnlyStandInTheWayAreDropped() {
        var counts = IdleCounts()
        for _ in 0..<100 { counts.observe(bin: 18, wasCold: false, prior: 0.02) }
        #expect(counts.all[18] > 60)
        var observed = 0
        while counts.all[18] > 60, observed < 10 {
            counts.observe(bin: 18, wasCold: true, prior: 0.9)
            observed += 1
        }
        #expect((2...5).contains(observed))
        #expect(counts.all[18] == 1)
        #expect(counts.cold[18] == 1)
        #expect(counts.doubt == 1)
    }

    @Test func aCorrectedCurveDoesNotFall() {
        var counts = IdleCounts()
        for _ in 0..<10 { counts.observe(bin: 1, wasCold: true, prior: 0.2) }
        let curve = counts.blended(curve: [0.1, 0.2, 0.25, 0.9])
        // n = 9.561792: (20·0.2 + n) / (20 + n) = 0.458761; pooled with 0.25 at weight 20.
        let level = (0.2 * 20 + 9.561792 + 0.25 * 20) / (20 + 9.561792 + 20)
        #expect(curve[0] == 0.1)
        #expect(abs(curve[1] - level) < 1e-6)
        #expect(curve[2] == curve[1])
        #expect(curve[3] == 0.9)
    }
}
