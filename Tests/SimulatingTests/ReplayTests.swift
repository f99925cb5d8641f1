import Domain
import Simulating
import Testing

/// Ten minutes.
private let timeout = 600.0

private func function(
    _ minutes: [Int],
    counts: [Int64]? = nil,
    meanDuration: Duration = .zero
) -> RecordedFunction {
    RecordedFunction(
        name: "f",
        minutes: minutes,
        counts: counts ?? minutes.map { _ in 1 },
        meanDuration: meanDuration,
        traceMinutes: 1440
    )
}

private func ping(_ timeS: Double, _ instances: Int = 1) -> TracePing {
    TracePing(timeS: timeS, instances: instances)
}

/// Every count by hand.
///
/// A lone request of minute 20 comes and ends at 1230 s.
@Suite struct ReplayTests {
    @Test(arguments: [
        ("no ping", [], 1, 0, 0),
        ("just before the request", [1229.999], 0, 1, 1),
        ("at its very moment: after it", [1230], 1, 1, 0),
        ("after it", [1231], 1, 1, 0),
        ("an idle timeout before it", [630], 0, 1, 1),
        ("a millisecond earlier", [629.999], 1, 1, 1),
        ("a chain that holds", [30, 630], 0, 2, 1),
        ("a chain with a gap of more", [29, 630], 0, 2, 2),
        ("an idle timeout after it: still warm", [1830], 1, 1, 0),
        ("a millisecond later: started anew", [1830.001], 1, 1, 1),
        ("two at the same moment", [1229, 1229], 0, 2, 1),
    ])
    func oneRequest(
        requirement: String,
        times: [Double],
        coldStarts: Int,
        pings: Int,
        coldPings: Int
    ) {
        let tally = replay(
            function([20]),
            pings: times.map { ping($0) },
            idleTimeoutS: timeout
        )
        #expect(tally.coldStarts == coldStarts)
        #expect(tally.coldMinutes == coldStarts)
        #expect(tally.activeMinutes == 1)
        #expect(tally.requests == 1)
        #expect(tally.pings == pings)
        #expect(tally.coldPings == coldPings)
    }

    @Test(
        arguments: [
            // Lone requests of minutes m and n are 60·(n − m) seconds apart.
            ("a gap of exactly the timeout is warm", [10, 20], 1, 1, 1),
            ("a minute more is cold", [10, 21], 1, 1, 2),
            // Of 3 requests the first comes at second 10 and the last ends at second 50.
            ("busy minutes begin early and end late: 560 s", [10, 20], 3, 3, 1),
            ("a lone request comes later in its minute: 580 s", [10, 20], 3, 1, 1),
            ("620 s are too many", [10, 21], 3, 3, 2),
        ] as [(String, [Int], Int64, Int64, Int)]
    )
    func twoRequests(
        requirement: String,
        minutes: [Int],
        first: Int64,
        second: Int64,
        coldStarts: Int
    ) {
        let tally = replay(
            function(minutes, counts: [first, second]),
            pings: [],
            idleTimeoutS: timeout
        )
        #expect(tally.coldStarts == coldStarts)
        #expect(tally.requests == first + second)
    }

    @Test func idleTimeIsWhatWasHeldBeforeEachUse() {
        let function = function([10, 12, 40])
        // Used at 630, 750 and 2430; pinged at 1000 (idle 250) and 2000 (cold: the platform held
        // the instance for 600 of those 1000 seconds).
        let tally = replay(
            function,
            pings: [ping(1000), ping(2000)],
            idleTimeoutS: timeout,
            scoredFromS: 700
        )
        #expect(tally.idleWarmS == 120 + 250 + 600 + 430)
        #expect(tally.coldStarts == 0)
        #expect(tally.coldPings == 1)
    }

    @Test(arguments: [
        ("no ping: each needed instance is cold", 0, 2, 0),
        ("one of two is warm", 1, 1, 1),
        ("both are warm", 2, 0, 2),
        ("more than needed", 3, 0, 3),
        ("more than the platform is asked for at all", 1000, 0, 64),
    ])
    func severalInstances(requirement: String, pinged: Int, coldStarts: Int, pings: Int) {
        // Four requests of 30 s within a minute keep two instances busy.
        let function = function([20], counts: [4], meanDuration: .seconds(30))
        #expect(function.needed == [2])
        let tally = replay(
            function,
            pings: pinged > 0 ? [ping(1000, pinged)] : [],
            idleTimeoutS: timeout
        )
        #expect(tally.coldStarts == coldStarts)
        #expect(tally.coldMinutes == (coldStarts > 0 ? 1 : 0))
        #expect(tally.pings == pings)
        #expect(tally.coldPings == pings)
    }

    @Test func theMostRecentlyUsedInstancesAreUsedFirst() {
        // Minute 10 uses two instances, minute 15 the first one again: at minute 22 that one has
        // been idle for 7 minutes and the other for 12.
        let function = function([10, 15, 22], counts: [4, 1, 4], meanDuration: .seconds(30))
        #expect(function.needed == [2, 1, 2])
        let tally = replay(function, pings: [], idleTimeoutS: timeout)
        #expect(tally.coldStarts == 3)
        #expect(tally.coldMinutes == 2)
        // A ping of one instance holds the first alone, a ping of two holds both.
        let one = replay(function, pings: [ping(1200, 1)], idleTimeoutS: timeout)
        #expect(one.coldStarts == 3)
        #expect(one.coldPings == 0)
        let two = replay(function, pings: [ping(1200, 2)], idleTimeoutS: timeout)
        #expect(two.coldStarts == 2)
        #expect(two.coldPings == 0)
    }

    @Test func aMinuteNeedsAtMost64Instances() {
        let function = function([20], counts: [1_000_000], meanDuration: .seconds(30))
        #expect(replay(function, pings: [], idleTimeoutS: timeout).coldStarts == 64)
    }

    @Test(arguments: [
        ("all of it", 0.0, 2, 2, 2),
        ("from the first request on", 630, 2, 1, 1),
        ("just after it", 630.001, 1, 1, 1),
        ("from the second ping on", 1231, 1, 1, 1),
        ("just after that", 1231.001, 1, 0, 0),
        ("from the second request on", 2430, 1, 0, 0),
        ("after everything", 5000, 0, 0, 0),
    ])
    func onlyWhatComesLaterIsScored(
        requirement: String,
        from: Double,
        activeMinutes: Int,
        pings: Int,
        coldPings: Int
    ) {
        // Requests at 630 and 2430 s; the second ping comes 601 s after the first request and must
        // start the instance anew.
        let tally = replay(
            function([10, 40]),
            pings: [ping(600), ping(1231)],
            idleTimeoutS: timeout,
            scoredFromS: from
        )
        #expect(tally.activeMinutes == activeMinutes)
        #expect(tally.requests == Int64(activeMinutes))
        #expect(tally.pings == pings)
        #expect(tally.coldPings == coldPings)
    }

    @Test func whatCameBeforeTheScoreWarmsInstances() {
        let function = function([10, 20])
        let late = replay(function, pings: [], idleTimeoutS: timeout, scoredFromS: 700)
        #expect(late.coldStarts == 0)
        #expect(late.activeMinutes == 1)
        let pinged = replay(
            function,
            pings: [ping(1100)],
            idleTimeoutS: 300,
            scoredFromS: 1200
        )
        #expect(pinged.coldStarts == 0)
        #expect(pinged.pings == 0)
        #expect(pinged.idleWarmS == 130)
    }

    /// By hand: the first ping starts what was never used, each of nine others what is gone with a
    /// chance of .3; a minute of two instances is as cold as the likelier of both.
    @Test func aSoftPlatformCountsWhatIsToBeExpected() {
        let tally = replay(
            function([700], counts: [2], meanDuration: .seconds(60)),
            pings: (0..<10).map { ping(Double(3600 * $0), 2) },
            idleTimeoutS: timeout,
            softCurve: .soft([0, 0.3])
        )
        #expect(tally.coldPings == 7)
        #expect(abs(tally.expectedColdPings - 7.4) < 1e-9)
        #expect(abs(tally.expectedColdStarts - 0.6) < 1e-9)
        #expect(abs(tally.expectedColdMinutes - 0.3) < 1e-9)
        #expect(tally.coldMinutes == 0)
    }

    @Test func nothingHappenedToNobody() {
        #expect(replay(function([]), pings: [], idleTimeoutS: timeout) == Tally())
    }

    @Test func talliesAreAddedFieldByField() {
        var tally = Tally()
        tally.coldStarts = 1
        tally.coldMinutes = 2
        tally.activeMinutes = 3
        tally.requests = 4
        tally.pings = 5
        tally.coldPings = 6
        tally.idleWarmS = 7
        let sum = tally + tally
        #expect(sum.coldStarts == 2)
        #expect(sum.coldMinutes == 4)
        #expect(sum.activeMinutes == 6)
        #expect(sum.requests == 8)
        #expect(sum.pings == 10)
        #expect(sum.coldPings == 12)
        #expect(sum.idleWarmS == 14)
        #expect(tally + Tally() == tally)
    }
}

@Suite struct RecordedFunctionTests {
    private let whole = function([0, 5, 6, 100], counts: [1, 2, 3, 4])

    @Test(
        arguments: [
            ("before everything", 0, [], [], 0),
            ("the cut's own minute is gone", 5, [0], [1], 5),
            ("the one before it stays", 6, [0, 5], [1, 2], 6),
            ("in a pause", 50, [0, 5, 6], [1, 2, 3], 50),
            ("after the last request", 101, [0, 5, 6, 100], [1, 2, 3, 4], 101),
            ("after the record", 5000, [0, 5, 6, 100], [1, 2, 3, 4], 1440),
        ] as [(String, Int, [Int], [Int64], Int)]
    )
    func cuts(requirement: String, minute: Int, minutes: [Int], counts: [Int64], end: Int) {
        let cut = whole.cut(at: minute)
        #expect(cut.minutes == minutes)
        #expect(cut.counts == counts)
        #expect(cut.needed.count == minutes.count)
        #expect(cut.traceMinutes == end)
        #expect(cut.requests == counts.reduce(0, +))
    }

    @Test func theRecordIsAtLeastAsLongAsItsRequests() {
        let function = RecordedFunction(
            name: "f",
            minutes: [5, 99],
            counts: [1, 1],
            traceMinutes: 10
        )
        #expect(function.traceMinutes == 100)
    }
}
