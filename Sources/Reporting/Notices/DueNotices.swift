package import Domain
internal import History

/// What is to be told now: what budgets and targets are like, against what was told before.
///
/// Of a budget each kind is told once in a period, and its end when it neither warns nor is reached
/// any more. Of a target what changes is told; back only by more than a hair, so that one on the edge
/// is not told every minute. A target that was changed begins anew.
package struct DueNotices: Sendable {
    private let endpoints: [Endpoint]
    private let pings: [EndpointID: Money]
    private let earlier: [Notice]
    private let now: Timestamp

    /// - Parameters:
    ///   - endpoints: All of them.
    ///   - pings: The most that a ping of the fewest instances may cost, by endpoint.
    ///   - earlier: The last notice of each kind of every budget and endpoint, oldest first.
    ///   - now: The moment.
    package init(
        endpoints: [Endpoint],
        pings: [EndpointID: Money],
        earlier: [Notice],
        at now: Timestamp
    ) {
        self.endpoints = endpoints
        self.pings = pings
        self.earlier = earlier
        self.now = now
    }

    /// - Parameters:
    ///   - budgets: In their present periods.
    ///   - targets: Those of endpoints that are paused, gone or without a target are passed over.
    /// - Returns: What is to be told, budgets first, in the order given.
    /// - Complexity: O(*b*·*n*) in budgets and in endpoints and earlier notices.
    package func notices(budgets: [BudgetStatus], targets: [TargetState]) -> [Notice] {
        budgets.compactMap(notice) + targets.flatMap(notices)
    }

    // MARK: - Budgets

    private func notice(of status: BudgetStatus) -> Notice? {
        let budget = status.budget
        let told = earlier.filter {
            if case .budget(budget.id, _) = $0.subject { true } else { false }
        }
        let subject = Notice.Subject.budget(budget.id, periodStart: status.period.lowerBound)
        let toldNow = told.filter { $0.subject == subject }.map(\.kind)
        let kind: Notice.Kind
        if isReached(status) {
            kind = .budgetReached
        } else if status.isWarning {
            // Who was told that it is used up need not hear that it nearly is.
            guard !toldNow.contains(.budgetReached) else { return nil }
            kind = .budgetWarning
        } else {
            guard let last = told.last, last.kind != .budgetRelieved else { return nil }
            kind = .budgetRelieved
        }
        guard !toldNow.contains(kind) else { return nil }
        var endpointName = ""
        if case .endpoint(let id) = budget.scope {
            endpointName = endpoints.first { $0.id == id }?.name ?? ""
        }
        let scope = budget.scope.text(endpointName: endpointName)
        let name = "\(scope) per \(budget.period)"
        return Notice(
            kind: kind,
            subject: subject,
            name: name,
            noticedAt: now,
            sentence: status.sentence(kind, name: name),
            details: NoticeDetails(budget: .init(status, scope: scope)).text
        )
    }

    /// Whether no ping of an active endpoint fits any more that may cost something, even when all that
    /// is reserved for pings under way comes back.
    private func isReached(_ status: BudgetStatus) -> Bool {
        let left = status.budget.limit.nanos - status.spend.settledNanos
        guard left > 0 else { return true }
        let cheapest = endpoints.filter {
            $0.mode == .active && !$0.isPaused && status.budget.covers($0)
        }.compactMap { pings[$0.id]?.nanos }.filter { $0 > 0 }.min()
        return cheapest.map { left < $0 } ?? false
    }

    // MARK: - Targets

    private func notices(of state: TargetState) -> [Notice] {
        guard let endpoint = endpoints.first(where: { $0.id == state.endpointID }),
            !endpoint.isPaused, let target = endpoint.target?.description
        else { return [] }
        // The engine has not judged a target yet that was changed a moment ago.
        if case .coldStartRate(let rate)? = endpoint.target, rate != state.rate { return [] }
        let subject = Notice.Subject.target(endpoint.id, text: target)
        let told = earlier.filter { $0.subject == subject }.map(\.kind)
        var kinds: [Notice.Kind] = []
        if told.last(where: { $0 == .targetMissed || $0 == .targetMet }) == .targetMissed {
            if state.isMetAgain { kinds.append(.targetMet) }
        } else if state.isMissed {
            kinds.append(.targetMissed)
        }
        if told.last(where: { $0 == .targetInfeasible || $0 == .targetFeasible })
            == .targetInfeasible
        {
            if state.isFeasibleAgain { kinds.append(.targetFeasible) }
        } else if state.isInfeasible {
            kinds.append(.targetInfeasible)
        }
        return kinds.map { kind in
            Notice(
                kind: kind,
                subject: subject,
                name: endpoint.name,
                noticedAt: now,
                sentence: Self.sentence(kind, of: state, endpoint: endpoint, target: target),
                details: NoticeDetails(
                    target: .init(state, endpoint: endpoint.name, target: target)
                ).text
            )
        }
    }

    private static func sentence(
        _ kind: Notice.Kind,
        of state: TargetState,
        endpoint: Endpoint,
        target: String
    ) -> String {
        let (name, window) = (endpoint.name, state.windowText(endpoint.targetWindow))
        switch kind {
        case .targetMissed: return "\(name) misses \(target): \(window)"
        case .targetMet: return "\(name) meets \(target) again: \(window)"
        default: return state.verdictSentence(name: name, target: target)
        }
    }
}
