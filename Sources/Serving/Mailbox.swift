import Synchronization

/// What other tasks tell the engine's loop: kept until taken, so that a wait that is given up loses
/// nothing.
///
/// It holds at most one letter for each ping in flight, which the dispatcher bounds.
final class Mailbox<Letter: Sendable>: Sendable {
    private struct State {
        var letters: [Letter] = []
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func post(_ letter: Letter) {
        wake { $0.letters.append(letter) }
    }

    /// Ends the loop at its next turn.
    func close() {
        wake { $0.isClosed = true }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Takes what has arrived, without waiting.
    func take() -> [Letter] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// Returns when a letter is there, the box is closed, `sleep` has ended or the task is cancelled.
    func wait(while sleep: @escaping @Sendable () async throws -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForLetter() }
            group.addTask {
                // The sleep only throws when it is cancelled, and then nobody waits for it.
                try? await sleep()
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForLetter() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard state.letters.isEmpty, !state.isClosed, !Task.isCancelled else {
                        return true
                    }
                    precondition(state.waiter == nil, "one loop waits")
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            wake { _ in }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
