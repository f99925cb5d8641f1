import Domain
import Testing

@testable import Planning

@Suite struct DueTimesTests {
    /// On both sides of a block of 256.
    @Test(arguments: [0, 1, 255, 256, 257, 512, 513, 700])
    func knowsWhatASearchThroughAllWouldFind(count: Int) {
        var bits: UInt64 = 1
        func draw(_ limit: UInt64) -> Int64 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((bits >> 33) % limit)
        }
        var moments = (0..<count).map { _ in draw(1000) }
        var due = DueTimes(moments.map(Timestamp.init(millisecondsSinceEpoch:)))
        for _ in 0..<300 {
            #expect(due.earliest.millisecondsSinceEpoch == moments.min() ?? .max)
            let now = draw(1000)
            var found: [Int] = []
            var after = -1
            while let index = due.firstIndex(
                after: after,
                dueBy: Timestamp(millisecondsSinceEpoch: now)
            ) {
                found.append(index)
                after = index
            }
            #expect(found == moments.indices.filter { moments[$0] <= now })
            guard count > 0 else { continue }
            let changed = Int(draw(UInt64(count)))
            moments[changed] = draw(1000)
            due[changed] = Timestamp(millisecondsSinceEpoch: moments[changed])
        }
    }

    @Test func aMomentThatIsMetIsDue() {
        let due = DueTimes([Timestamp(millisecondsSinceEpoch: 5)])
        #expect(due.firstIndex(after: -1, dueBy: Timestamp(millisecondsSinceEpoch: 4)) == nil)
        #expect(due.firstIndex(after: -1, dueBy: Timestamp(millisecondsSinceEpoch: 5)) == 0)
    }
}
