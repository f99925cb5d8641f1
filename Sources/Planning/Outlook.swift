internal import Domain
internal import Forecasting

/// What to expect of an endpoint's next request, with the warm-ups that are planned before it and
/// without.
package struct Outlook: Equatable, Sendable {
    /// The chance that a request comes within the time looked at.
    package var requestProbability: Double
    /// The chance that it comes and meets a cold start.
    package var coldProbability: Double
    /// The same without any further warm-up.
    package var coldProbabilityWithout: Double
    /// By warm-up: the chance that no request comes before it.
    package var chances: [Double]
}

extension EndpointPlanner {
    /// Follows the hazard of the next request through the minutes ahead.
    ///
    /// - Parameters:
    ///   - minutes: From the first one that is still open.
    ///   - warmUps: Ascending.
    ///   - shared: What is known of gaps and idle timeouts.
    ///   - workspace: Room for hazards.
    /// - Returns: `nil` where nothing is known of requests.
    /// - Complexity: O(*n*) in minutes and warm-ups.
    func outlook(
        in minutes: Range<Int>,
        with warmUps: [UpcomingWarmUp],
        shared: SharedKnowledge,
        workspace: inout PlanWorkspace
    ) -> Outlook? {
        guard let level = levels.first, level.hazard.origin != nil, !isLoading else { return nil }
        let hazards = level.hazards(in: minutes, setting(shared), with: &workspace)
        let none = slots.first.map(lastRealUse) ?? SlotUse.never
        var (use, next, survival) = (slots.first?.lastUse ?? SlotUse.never, 0, 1.0)
        var outlook = Outlook(
            requestProbability: 0,
            coldProbability: 0,
            coldProbabilityWithout: 0,
            chances: []
        )
        for (minute, hazard) in zip(minutes, hazards) {
            while next < warmUps.count, warmUps[next].moment.minute <= minute {
                outlook.chances.append(survival)
                use = max(use, SlotUse.ofPing(inMinute: warmUps[next].moment.minute))
                next += 1
            }
            let chance = survival * hazard
            let moment = SlotUse.ofRequest(inMinute: minute)
            outlook.requestProbability += chance
            outlook.coldProbability += chance * coldChance(afterHalfMinutes: moment - use, shared)
            outlook.coldProbabilityWithout +=
                chance * coldChance(afterHalfMinutes: moment - none, shared)
            survival -= chance
        }
        outlook.chances += warmUps.dropFirst(next).map { _ in survival }
        return outlook
    }
}

extension LevelPlanner {
    /// P(an event in each minute | none before), from now on without any.
    fileprivate func hazards(
        in minutes: Range<Int>,
        _ setting: HazardSetting,
        with workspace: inout PlanWorkspace
    ) -> [Double] {
        var model = hazard
        guard let origin = model.origin else { return [] }
        var hazards: [Double] = []
        hazards.reserveCapacity(minutes.count)
        while hazards.count < minutes.count {
            let minute = minutes.lowerBound + hazards.count
            model.commit(elapsed: minute - origin - 1, in: setting, with: &workspace.ahead)
            model.writeHazards(to: &workspace.ahead, in: setting)
            let first = minute - origin - model.committedMinutes
            guard first >= 1 else {
                // It has been learned from already: no event came.
                hazards.append(0)
                continue
            }
            let wanted = workspace.ahead.hazards[first...].prefix(minutes.count - hazards.count)
            hazards +=
                model.isWorseThanMemoryless
                ? wanted.map { _ in model.memorylessHazard } : Array(wanted)
        }
        return hazards
    }
}
