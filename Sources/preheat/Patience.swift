/// When to try again, and when to give up: pauses double up to half a minute, five minutes in all.
struct Patience {
    static let whole = Duration.seconds(300)
    private static let longestPause = Duration.seconds(30)

    private let end: ContinuousClock.Instant
    private var pause = Duration.seconds(1)

    init(start: ContinuousClock.Instant) { end = start + Self.whole }

    /// What is left of the time, a second at least.
    var left: Duration { max(end - .now, .seconds(1)) }

    /// The next pause; `nil` when no time is left after it.
    mutating func next() -> Duration? {
        defer { pause = min(pause * 2, Self.longestPause) }
        return ContinuousClock.now + pause < end ? pause : nil
    }
}
