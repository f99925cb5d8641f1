import Domain

/// What one warm-up of one or more instances found.
package struct WarmUpResult: Equatable, Sendable {
    /// One for each request that was sent or tried, in no order that means something.
    package var instances: [InstanceResult]

    package init(instances: [InstanceResult]) { self.instances = instances }

    /// The worst outcome of all: the later in the declaration of `PingRecord.Outcome`, the worse.
    ///
    /// Without any instance nothing was learned: `interrupted`.
    package var outcome: PingRecord.Outcome {
        instances.map(\.outcome).max { Self.severity($0) < Self.severity($1) } ?? .interrupted
    }

    /// How many instances answered as expected and said that they had been running.
    package var warmInstances: Int { succeeded(.warm) }

    /// How many instances answered as expected and said that they had just started.
    package var coldInstances: Int { succeeded(.cold) }

    /// How many instances did not answer as expected.
    ///
    /// Interrupted requests are not among them: it was not the endpoint that failed.
    package var failedInstances: Int {
        instances.count { $0.outcome != .succeeded && $0.outcome != .interrupted }
    }

    /// The slowest connection.
    package var connectMs: Int64? { instances.compactMap(\.connectMs).max() }

    /// The slowest first byte.
    package var firstByteMs: Int64? { instances.compactMap(\.firstByteMs).max() }

    /// The slowest whole answer.
    package var totalMs: Int64? { instances.compactMap(\.totalMs).max() }

    /// What went wrong first; `nil` when nothing did.
    package var detail: String? { instances.lazy.compactMap(\.detail).first }

    private func succeeded(_ temperature: Temperature) -> Int {
        instances.count { $0.outcome == .succeeded && $0.temperature == temperature }
    }

    private static func severity(_ outcome: PingRecord.Outcome) -> Int {
        switch outcome {
        case .pending: 0
        case .succeeded: 1
        case .unexpectedStatus: 2
        case .timedOut: 3
        case .unreachable: 4
        case .interrupted: 5
        }
    }
}
