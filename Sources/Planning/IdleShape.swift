/// How P(cold) rises around an idle timeout: what may be true of a platform besides its timeout.
struct IdleShape: Equatable, Sendable {
    /// The chance of a cold start although the instance was used just before: recycled, crashed.
    var lapse: Float
    /// The chance of a cold start however long the instance was idle; less than 1, for another
    /// caller may have woken it.
    var ceiling: Float
    /// Half-minutes over which the rise is spread; 0 is a step.
    var spread: Float

    /// The chance that an instance is gone after `halfMinutes` when it is kept for `timeout`.
    ///
    /// The rise is the distribution function of Student's t with two degrees of freedom: an S with
    /// heavy tails, as measured on Azure, made of exactly rounded operations only, so that equal
    /// observations give equal bits on every machine.
    func coldChance(afterHalfMinutes halfMinutes: Int, timeout: Int) -> Float {
        let late = Float(halfMinutes - timeout) - 0.5
        guard spread > 0 else { return late > 0 ? ceiling : lapse }
        let scaled = late / spread
        let rise = 0.5 + 0.5 * scaled / (2 + scaled * scaled).squareRoot()
        return lapse + (ceiling - lapse) * rise
    }
}
