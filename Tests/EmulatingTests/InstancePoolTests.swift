import Emulating
import Testing

private let platform = EmulatedPlatform(
    startUp: .seconds(2),
    idleTimeout: .seconds(60),
    handling: .seconds(1),
    mostInstances: 2,
    mostWaiting: 2
)

private func seconds(_ number: Int) -> Duration { .seconds(number) }

/// The instance that the function `name` gets, which fails the test when there is none.
private func assignment(
    _ pool: inout InstancePool,
    _ name: String = "/",
    at now: Duration
) throws -> InstancePool.Assignment {
    guard case .assigned(let assignment) = pool.admit(name, at: now) else {
        throw NoInstance()
    }
    return assignment
}

private func ticket(
    _ pool: inout InstancePool,
    at now: Duration
) throws -> InstancePool.Ticket {
    guard case .waiting(let ticket) = pool.admit("/", at: now) else { throw NoInstance() }
    return ticket
}

private struct NoInstance: Error {}

@Suite struct InstancePoolTests {
    @Test func theFirstRequestIsColdAndWaitsForTheStart() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        #expect(first.instance == "i-000001")
        #expect(first.isCold)
        #expect(first.requests == 1)
        #expect(first.occupiedFor == .seconds(3))
    }

    @Test(arguments: [
        ("at once: warm", Duration.zero, false),
        ("just at the idle timeout: warm", .seconds(60), false),
        ("a millisecond later: cold", .milliseconds(60_001), true),
        ("long after: cold", .seconds(86_400), true),
    ])
    func anIdleInstanceIsKept(requirement: String, idle: Duration, isCold: Bool) throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        #expect(pool.release(first, at: seconds(3)) == nil)
        let second = try assignment(&pool, at: seconds(3) + idle)
        #expect(second.isCold == isCold)
        #expect(second.instance == (isCold ? "i-000002" : "i-000001"))
        #expect(second.requests == (isCold ? 1 : 2))
        #expect(second.occupiedFor == (isCold ? .seconds(3) : .seconds(1)))
    }

    @Test func aBusyInstanceIsNotReapedHoweverLongItWorks() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        #expect(pool.release(first, at: seconds(500)) == nil)
        #expect(try !assignment(&pool, at: seconds(560)).isCold)
    }

    @Test func aRequestBesideAnotherStartsASecondInstance() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        let second = try assignment(&pool, at: seconds(1))
        #expect(first.isCold && second.isCold)
        #expect(second.instance == "i-000002")
    }

    @Test(arguments: [
        ("the second was used last", ["i-000001", "i-000002"], "i-000002"),
        ("the first was used last", ["i-000002", "i-000001"], "i-000001"),
    ])
    func theMostRecentlyUsedInstanceIsTaken(
        requirement: String,
        releases: [String],
        expected: String
    ) throws {
        var pool = InstancePool(platform)
        var busy: [String: InstancePool.Assignment] = [:]
        for _ in 0..<2 {
            let one = try assignment(&pool, at: .zero)
            busy[one.instance] = one
        }
        for (index, name) in releases.enumerated() {
            #expect(pool.release(try #require(busy[name]), at: seconds(10 * (index + 1))) == nil)
        }
        #expect(try assignment(&pool, at: seconds(21)).instance == expected)
    }

    @Test func onlyTheInstanceThatWasUsedIsKept() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        let second = try assignment(&pool, at: .zero)
        #expect(pool.release(first, at: seconds(3)) == nil)
        #expect(pool.release(second, at: seconds(4)) == nil)
        let third = try assignment(&pool, at: seconds(50))
        #expect(pool.release(third, at: seconds(51)) == nil)
        let summary = try #require(pool.summaries(at: seconds(90)).first)
        #expect(summary.idleInstances == 1)
        #expect(try assignment(&pool, at: seconds(90)).instance == second.instance)
    }

    @Test func beyondTheMostInstancesRequestsWaitInOrder() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        let second = try assignment(&pool, at: .zero)
        let third = try ticket(&pool, at: seconds(1))
        let fourth = try ticket(&pool, at: seconds(1))

        let next = pool.release(second, at: seconds(3))
        let turn = try #require(next)
        #expect(turn.ticket == third)
        #expect(turn.assignment.instance == second.instance)
        #expect(!turn.assignment.isCold)
        #expect(turn.assignment.requests == 2)
        #expect(turn.assignment.occupiedFor == .seconds(1))
        #expect(pool.release(first, at: seconds(3))?.ticket == fourth)
        #expect(pool.release(turn.assignment, at: seconds(4)) == nil)
    }

    @Test func aFullLineRefuses() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        _ = try assignment(&pool, at: .zero)
        _ = try ticket(&pool, at: .zero)
        _ = try ticket(&pool, at: .zero)
        #expect(pool.admit("/", at: .zero) == .refused(.lineIsFull))
        #expect(pool.release(first, at: seconds(1)) != nil)
        _ = try ticket(&pool, at: seconds(1))
        #expect(pool.summaries(at: seconds(1)).map(\.refused) == [1])
    }

    @Test func whoLeavesTheLineIsPassedOver() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, at: .zero)
        _ = try assignment(&pool, at: .zero)
        let third = try ticket(&pool, at: .zero)
        let fourth = try ticket(&pool, at: .zero)
        pool.leave(third, of: "/")
        #expect(pool.release(first, at: seconds(1))?.ticket == fourth)
    }

    @Test func functionsDoNotShareInstances() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, "/a", at: .zero)
        #expect(pool.release(first, at: seconds(3)) == nil)
        let other = try assignment(&pool, "/b", at: seconds(4))
        #expect(other.isCold)
        #expect(other.instance == "i-000002")
        #expect(try !assignment(&pool, "/a", at: seconds(4)).isCold)
    }

    @Test func theNumberOfFunctionsIsLimited() throws {
        var pool = InstancePool(platform)
        for number in 0..<InstancePool.mostFunctions {
            _ = try assignment(&pool, "/\(number)", at: .zero)
        }
        #expect(pool.admit("/one-more", at: .zero) == .refused(.tooManyFunctions))
        #expect(try assignment(&pool, "/0", at: .zero).requests == 1)
    }

    @Test func whatHappenedIsSummedUpByFunction() throws {
        var pool = InstancePool(platform)
        let first = try assignment(&pool, "/b", at: .zero)
        #expect(pool.release(first, at: seconds(3)) == nil)
        _ = try assignment(&pool, "/b", at: seconds(5))
        _ = try assignment(&pool, "/b", at: seconds(5))
        _ = pool.admit("/b", at: seconds(5))
        let idle = try assignment(&pool, "/a", at: seconds(5))
        #expect(pool.release(idle, at: seconds(8)) == nil)

        let (a, b) = try #require(pair(pool.summaries(at: seconds(8))))
        #expect(a.function == "/a")
        #expect(a.idleInstances == 1 && a.busyInstances == 0)
        #expect(b.function == "/b")
        #expect(b.idleInstances == 0 && b.busyInstances == 2 && b.waiting == 1)
        #expect(b.requests == 3 && b.coldStarts == 2 && b.refused == 0)
        #expect(pool.summaries(at: seconds(69)).map(\.idleInstances) == [0, 0])
    }

    private func pair<Element>(_ elements: [Element]) -> (Element, Element)? {
        elements.count == 2 ? (elements[0], elements[1]) : nil
    }
}
