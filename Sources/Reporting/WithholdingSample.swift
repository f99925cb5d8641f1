internal import Domain
internal import History

/// What followed each planned ping that chance decided about.
struct WithholdingSample {
    private(set) var draws: [WithholdingEstimate.Draw] = []

    /// Adds one endpoint's.
    ///
    /// A draw is a hit when the next minute with requests comes before the next planned ping and
    /// within the idle timeout, and met a cold start: as measured where that was, else by replay of
    /// the pings that were sent. What the period's end cuts off is left out.
    mutating func add(_ history: EndpointHistory, _ decisions: [DrawnDecision]) {
        guard !decisions.isEmpty else { return }
        let minutes = history.activeMinutes
        let cold = history.wasCold
        for (index, decision) in decisions.enumerated() {
            let idleMinutes = Int(history.endpoint.idleTimeout.inSeconds / 60)
            let next = index + 1 < decisions.count ? decisions[index + 1].minute : .max
            // A ping goes out before its minute's requests are expected, as replays have it.
            let end = min(next, decision.minute + idleMinutes)
            guard end <= history.endMinute else { continue }
            let request = minutes.partitioningIndex { $0 >= decision.minute }
            let comes = request < minutes.count && minutes[request] < end
            draws.append(
                WithholdingEstimate.Draw(
                    isWithheld: decision.isWithheld,
                    probability: decision.probability,
                    wasCold: comes && cold[request]
                )
            )
        }
    }
}
