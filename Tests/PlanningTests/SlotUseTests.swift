import Testing

@testable import Planning

@Suite struct SlotUseTests {
    /// Requests of minutes 10 and 40, a ping of minute 30: requests are heard of in any order.
    @Test(arguments: [
        ("after all of them", 100, 81),
        ("the request itself is no use before it", 81, 60),
        ("between the ping and the request", 80, 60),
        ("at the ping", 60, 21),
        ("between the first request and the ping", 59, 21),
    ])
    func theLastUseBeforeAMoment(requirement: String, moment: Int, use: Int) {
        var slot = SlotUse()
        slot.request(inMinute: 10)
        slot.ping(inMinute: 30)
        if moment > 81 { slot.request(inMinute: 40) }
        #expect(slot.lastUse(before: moment) == use)
    }

    @Test func aLateRequestLeavesTheLaterPing() {
        var slot = SlotUse()
        slot.request(inMinute: 10)
        slot.ping(inMinute: 30)
        slot.request(inMinute: 20)
        #expect(slot.lastUse == 60)
        #expect(slot.lastRequest == 41)
        #expect(slot.lastUse(before: 60) == 41)
        #expect(slot.lastUse(before: 40) <= 40)
    }

    @Test func nothingIsKnownOfANewOne() {
        #expect(SlotUse().lastUse(before: 5) == SlotUse.never)
    }
}
