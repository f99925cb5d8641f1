import Synchronization

/// A progress bar that several tasks move.
final class SharedProgressBar: Sendable {
    private let bar: Mutex<ProgressBar>

    init(_ label: String) { bar = Mutex(ProgressBar(label)) }

    /// - Parameter share: From 0 to 1.
    @Sendable func show(_ share: Double) { bar.withLock { $0.show(share) } }

    /// Takes the bar away.
    func finish() { bar.withLock { $0.finish() } }
}
