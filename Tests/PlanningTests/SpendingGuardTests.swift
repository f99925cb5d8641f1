import Testing

@testable import Planning

@Suite struct SpendingGuardTests {
    private typealias Refusal = SpendingGuard.Refusal

    /// By hand: an account opens with 0.5; a gap may cost 3.
    @Test(arguments: [
        ("the opening credit is there to be spent", 0.5, 0.0, 0.5, nil),
        ("and no more", 0.5, 0, 0.500_001, Refusal.creditUsedUp),
        ("an empty account pays nothing", 0, 0, 0.001, .creditUsedUp),
        ("a free ping is never refused", 0, 0, 0, nil),
        ("one gap may cost three cold starts", 100, 0, 3, nil),
        ("and no more", 100, 0, 3.000_001, .gapClamp),
        ("what the gap has cost counts", 100, 2.5, 0.5, nil),
        ("just beyond what is left of the gap", 100, 2.5, 0.500_001, .gapClamp),
        ("both are overdrawn: the gap's bound is named", 0.1, 2.9, 0.2, .gapClamp),
        ("a debt refuses everything", -1, 0, 0, .creditUsedUp),
    ])
    private func refuses(
        requirement: String,
        credit: Double,
        spentInGap: Double,
        price: Double,
        expected: Refusal?
    ) {
        let account = SpendingGuard(credit: credit, spentInGap: spentInGap)
        #expect(account.refusal(ofPrice: price) == expected)
    }

    /// By hand: 1.1 × the chance without pings − the chance with them.
    @Test(arguments: [
        ("a cold start that no ping avoided adds a tenth", 1.0, 1.0, 0.6),
        ("one that a ping avoided pays all of it back", 0, 1, 1.6),
        ("a request that is warm anyway changes nothing", 0, 0, 0.5),
        ("half a chance avoided", 0.25, 0.75, 1.075),
    ])
    func earns(requirement: String, coldChance: Double, withoutPings: Double, expected: Double) {
        var account = SpendingGuard()
        account.meet(coldChance: coldChance, withoutPings: withoutPings)
        #expect(abs(account.credit - expected) < 1e-12)
    }

    @Test func aPaymentCountsInBothBoundsAndARequestEndsTheGap() {
        var account = SpendingGuard(credit: 10, spentInGap: 1)
        account.pay(1.5)
        #expect(account == SpendingGuard(credit: 8.5, spentInGap: 2.5))
        account.endGap()
        #expect(account == SpendingGuard(credit: 8.5, spentInGap: 0))
    }

    @Test(arguments: 0..<UInt64(60))
    func whoRespectsRefusalsNeverPaysMuchMoreThanDoingNothing(seed: UInt64) {
        var dice = PlatformDice(seed: seed)
        var account = SpendingGuard()
        let price = 0.001 + 1.5 * dice.fraction() * dice.fraction()
        let pingShare = dice.fraction()
        let helps = dice.fraction()
        var cost = 0.0
        var coldWithout = 0.0
        var gap = 0.0
        var refusals = 0
        for _ in 0..<2000 {
            if dice.fraction() < pingShare {
                guard account.refusal(ofPrice: price) == nil else {
                    refusals += 1
                    continue
                }
                account.pay(price)
                cost += price
                gap += price
                #expect(gap <= 3 + 1e-9)
            } else {
                let without = dice.fraction()
                let cold = dice.fraction() < helps ? without * dice.fraction() : without
                account.meet(coldChance: cold, withoutPings: without)
                account.endGap()
                cost += cold
                coldWithout += without
                gap = 0
            }
            #expect(cost <= 1.1 * coldWithout + 0.5 + 1e-9)
        }
        #expect(pingShare < 0.6 || helps > 0.5 || price < 0.2 || refusals > 0)
    }
}
