/// Keeps warming from doing harm: what pings may cost one endpoint is bounded by what its cold
/// starts cost without them.
///
/// An account in avoided cold starts. It opens with a little credit, and every request that would
/// have met a cold start without pings adds a small share of it. Pings draw on it, and a cold start
/// that they avoided pays back in full. While the account is empty nothing is pinged, so that cold
/// starts and pings together never cost more than (1 + share) × the cold starts of doing nothing,
/// and the opening credit. A second bound is the gap's: pings that wait for one request never cost
/// more than ``mostPerGap`` times what it is worth to meet it warm.
struct SpendingGuard: Equatable, Sendable {
    static let openingCredit = 0.5
    static let creditPerColdStart = 0.1
    /// Predictions may be wrong: waiting for one request, no more is spent than this many times its
    /// worth (a clamp, as in learning-augmented ski rental).
    static let mostPerGap = 3.0

    /// In avoided cold starts.
    private(set) var credit = openingCredit
    /// What pings since the last request have cost, in avoided cold starts.
    private(set) var spentInGap = 0.0

    init() {}

    /// As it was saved.
    init(credit: Double, spentInGap: Double) {
        self.credit = credit
        self.spentInGap = spentInGap
    }

    /// Why a ping is not allowed.
    enum Refusal: Equatable, Sendable {
        case creditUsedUp
        case gapClamp
    }

    /// Whether a ping of this price is refused.
    func refusal(ofPrice price: Double, instances: Int = 1) -> Refusal? {
        if spentInGap + price > Self.mostPerGap * Double(instances) { return .gapClamp }
        return credit < price ? .creditUsedUp : nil
    }

    mutating func pay(_ price: Double) {
        credit -= price
        spentInGap += price
    }

    /// A ping that was paid for was not sent after all.
    mutating func takeBack(_ price: Double) {
        credit += price
        spentInGap = max(spentInGap - price, 0)
    }

    /// A request came: one instance of it was cold with this chance, and would have been with that
    /// chance without pings.
    mutating func meet(coldChance: Double, withoutPings: Double) {
        credit += (1 + Self.creditPerColdStart) * withoutPings - coldChance
    }

    mutating func endGap() { spentInGap = 0 }
}
