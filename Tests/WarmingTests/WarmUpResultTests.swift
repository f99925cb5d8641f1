import Domain
import Testing
import Warming

@Suite struct WarmUpResultTests {
    @Test(arguments: [
        (
            "all succeeded", [PingRecord.Outcome.succeeded, .succeeded],
            PingRecord.Outcome.succeeded
        ),
        ("a status weighs more", [.succeeded, .unexpectedStatus], .unexpectedStatus),
        ("silence weighs more than a status", [.timedOut, .unexpectedStatus], .timedOut),
        ("no connection weighs more than silence", [.timedOut, .unreachable], .unreachable),
        ("our own stop weighs most", [.interrupted, .unreachable], .interrupted),
        ("nothing sent is nothing learned", [], .interrupted),
    ])
    func theWorstOutcomeCounts(
        requirement: String,
        outcomes: [PingRecord.Outcome],
        expected: PingRecord.Outcome
    ) {
        let result = WarmUpResult(instances: outcomes.map { InstanceResult(outcome: $0) })
        #expect(result.outcome == expected)
    }

    @Test func anInstanceIsCountedOnce() {
        let result = WarmUpResult(instances: [
            InstanceResult(outcome: .succeeded, temperature: .warm),
            InstanceResult(outcome: .succeeded, temperature: .warm),
            InstanceResult(outcome: .succeeded, temperature: .cold),
            InstanceResult(outcome: .succeeded, temperature: .unknown),
            InstanceResult(outcome: .unexpectedStatus, temperature: .cold),
            InstanceResult(outcome: .timedOut),
            InstanceResult(outcome: .interrupted),
        ])
        #expect(result.warmInstances == 2)
        #expect(result.coldInstances == 1)
        #expect(result.failedInstances == 2)
    }

    @Test func theSlowestInstanceAndTheFirstFailureCount() {
        let result = WarmUpResult(instances: [
            InstanceResult(outcome: .succeeded, connectMs: 3, firstByteMs: 40, totalMs: 50),
            InstanceResult(outcome: .timedOut, connectMs: 7, detail: "the first"),
            InstanceResult(outcome: .unreachable, detail: "the second"),
        ])
        #expect(result.connectMs == 7)
        #expect(result.firstByteMs == 40)
        #expect(result.totalMs == 50)
        #expect(result.detail == "the first")
    }
}
