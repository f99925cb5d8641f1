internal import Synchronization

/// How far several jobs are that run at the same time; a class, because all of them hold it.
final class SharedProgress: Sendable {
    private let shares: Mutex<[Double]>

    init(parts: Int) { shares = Mutex([Double](repeating: 0, count: parts)) }

    /// Notes the share of one part that is done, and returns that of all.
    func noted(_ share: Double, ofPart part: Int) -> Double {
        shares.withLock { shares in
            shares[part] = share
            return shares.reduce(0, +) / Double(shares.count)
        }
    }
}
