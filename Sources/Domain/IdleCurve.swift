/// How likely an idle instance is gone: the platform's idle timeout, hard or soft.
///
/// Idle times are counted in half-minutes: a ping fires at the start of a minute and a request comes
/// somewhere within one, so that the time between them is half a minute more than the whole minutes.
package enum IdleCurve: Equatable, Sendable {
    /// Warm through so many half-minutes, cold after them.
    case hard(halfMinutes: Int)
    /// P(cold) by idle half-minutes from 0 on, not falling; what lies beyond the last equals it.
    case soft([Double])

    /// The timeout of a platform that keeps instances exactly so long.
    package static func hard(_ timeout: Duration) -> IdleCurve {
        .hard(halfMinutes: Int(clamping: timeout.components.seconds / 30))
    }

    /// The chance that an instance is gone after `halfMinutes` without use.
    package func coldChance(afterHalfMinutes halfMinutes: Int) -> Double {
        switch self {
        case .hard(let kept): halfMinutes > kept ? 1 : 0
        case .soft(let chances):
            chances.isEmpty ? 1 : chances[min(max(halfMinutes, 0), chances.count - 1)]
        }
    }
}
