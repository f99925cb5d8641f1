import Synchronization

/// The instance pool of a running server, and the requests that wait for their turn.
///
/// A class because all requests of one server share it.
final class SharedInstances: Sendable {
    private typealias Waiter = CheckedContinuation<InstancePool.Assignment, any Error>

    private struct State {
        var pool: InstancePool
        var waiters: [InstancePool.Ticket: Waiter] = [:]
        /// Turns that came before their request had gone to sleep.
        var turns: [InstancePool.Ticket: InstancePool.Assignment] = [:]
    }

    /// Why a request got no instance.
    struct Refused: Error {
        var refusal: InstancePool.Refusal
    }

    private let startedAt = ContinuousClock.now
    private let state: Mutex<State>

    init(_ platform: EmulatedPlatform) {
        state = Mutex(State(pool: InstancePool(platform)))
    }

    /// Waits for an instance.
    ///
    /// - Parameter function: The function requested.
    /// - Returns: The instance; give it back by ``release(_:)``.
    /// - Throws: ``Refused``, or `CancellationError` while in line.
    func take(_ function: String) async throws -> InstancePool.Assignment {
        let admission = state.withLock { $0.pool.admit(function, at: now) }
        switch admission {
        case .assigned(let assignment): return assignment
        case .refused(let refusal): throw Refused(refusal: refusal)
        case .waiting(let ticket): return try await turn(of: ticket, function)
        }
    }

    /// Gives an instance back, and wakes the first one in line.
    func release(_ assignment: InstancePool.Assignment) {
        let woken = state.withLock { state -> (Waiter, InstancePool.Assignment)? in
            guard let turn = state.pool.release(assignment, at: now) else { return nil }
            if let waiter = state.waiters.removeValue(forKey: turn.ticket) {
                return (waiter, turn.assignment)
            }
            state.turns[turn.ticket] = turn.assignment
            return nil
        }
        guard let (waiter, assignment) = woken else { return }
        waiter.resume(returning: assignment)
    }

    /// What all functions have now.
    func summaries() -> [InstancePool.Summary] {
        state.withLock { $0.pool.summaries(at: now) }
    }

    /// Read under the lock, so that the pool's time does not go backwards.
    private var now: Duration { startedAt.duration(to: .now) }

    private func turn(
        of ticket: InstancePool.Ticket,
        _ function: String
    ) async throws -> InstancePool.Assignment {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                let early = state.withLock { state -> Result<InstancePool.Assignment, any Error>? in
                    if let assignment = state.turns.removeValue(forKey: ticket) {
                        return .success(assignment)
                    }
                    // Cancelled before it could be woken: the handler below found nobody.
                    guard !Task.isCancelled else {
                        state.pool.leave(ticket, of: function)
                        return .failure(CancellationError())
                    }
                    state.waiters[ticket] = waiter
                    return nil
                }
                if let early { waiter.resume(with: early) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let waiter = state.waiters.removeValue(forKey: ticket) else { return nil }
                state.pool.leave(ticket, of: function)
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
