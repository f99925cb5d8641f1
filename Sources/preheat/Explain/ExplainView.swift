import Domain
import History
import Planning
import Reporting

/// Why an endpoint was pinged at a moment, or was not, in sentences and in numbers.
struct ExplainView: Encodable {
    let endpoint: String
    let at: String
    /// The decision's action; `wait` where there was none.
    let action: String
    let instances: Int
    let schedule: String?
    let sentences: [String]
    let numbers: [String: Double]

    /// What was decided about a minute, as it was stored.
    ///
    /// - Parameters:
    ///   - decision: The decision.
    ///   - endpoint: Whom it is about.
    ///   - schedules: The endpoint's, as they are now, by key.
    ///   - ping: What the ledger says of the ping that followed.
    ///   - workedOut: What the engine makes of the minute, where no plan's numbers were stored.
    ///   - offsets: Of the endpoint's zone.
    init(
        _ decision: Decision,
        of endpoint: Endpoint,
        schedules: [Int64: Schedule],
        ping: PingRecord?,
        workedOut: Explanation?,
        offsets: UTCOffsets
    ) {
        let stored = Why(decision)
        let why = workedOut.map { stored.completed(by: Why($0)) } ?? stored
        let asking = stored[.schedule].map { key in
            Asking(key: Int64(key), schedule: schedules[Int64(key)], ledgerName: ping?.schedule)
        }
        var sentences = [
            Self.headline(decision, offsets), Self.outcome(of: ping), asking?.sentence,
        ].compactMap { $0 }
        if workedOut != nil {
            sentences.append(
                "No numbers are stored with it. From the traffic and the pings that the history holds "
                    + "of the time before, they are worked out:"
            )
        }
        sentences += why.chanceSentences
        sentences += [
            why.idleSentence, why.priceSentence, Self.saving(decision, stored, offsets),
        ].compactMap { $0 }
        if workedOut == nil, decision.action == .ping || decision.action == .shadowPing,
            let turn = why.turnOfPing
        {
            sentences.append(turn)
        }
        self.init(
            endpoint,
            at: ping?.scheduledAt ?? Timestamp(minute: decision.minute),
            action: decision.action.word,
            instances: decision.instances,
            schedule: asking?.name,
            why: why,
            sentences: sentences
        )
    }

    /// Why nothing was decided about a minute, by an engine that knows what was known then.
    init(
        nothingAt moment: Timestamp,
        sent: PingRecord?,
        _ explanation: Explanation?,
        wishes: [ScheduleWish],
        absence: Absence,
        of endpoint: Endpoint,
        offsets: UTCOffsets
    ) {
        let why = explanation.map(Why.init)
        let clock = weekdayText(offsets.local(moment.minute))
        let isDue = wishes.contains { $0.isDue(inMinute: moment.minute) }
        let isPlanned = why?.nextPingMinute == moment.minute
        var sentences =
            sent.map { ping in
                [
                    "A warm-up of \(counted(ping.instances, "instance")) was sent by hand at \(clock).",
                    Self.outcome(of: ping),
                ].compactMap { $0 }
            } ?? ["Nothing was pinged at \(clock), \(endpoint.timeZone)."]
        if endpoint.isPaused { sentences.append("The endpoint is paused.") }
        if sent == nil,
            let reason = absence.sentence(
                of: moment.minute,
                isPingMissing: (isPlanned || isDue) && !endpoint.isPaused,
                offsets
            )
        {
            sentences.append(reason)
        }
        sentences += Self.state(why, at: moment.minute, offsets)
        sentences += wishes.map { $0.sentence(at: moment.minute, of: endpoint, offsets) }
        if sent == nil, !endpoint.isPaused, isDue {
            let deed = endpoint.mode == .active ? "pinged it" : "recorded a ping, and sent none"
            sentences.append(
                "With the schedules as they are now, a service at work would have \(deed)."
            )
        }
        sentences.append(
            "Nothing is stored of moments without a decision: this is worked out from "
                + "the traffic and the pings that the history holds of the time before."
        )
        self.init(
            endpoint,
            at: moment,
            action: "wait",
            instances: 0,
            schedule: nil,
            why: why,
            sentences: sentences
        )
    }

    private init(
        _ endpoint: Endpoint,
        at moment: Timestamp,
        action: String,
        instances: Int,
        schedule: String?,
        why: Why?,
        sentences: [String]
    ) {
        self.endpoint = endpoint.name
        at = rfc3339(moment)
        self.action = action
        self.instances = instances
        self.schedule = schedule
        self.sentences = sentences
        numbers = Dictionary(
            uniqueKeysWithValues: (why?.numbers ?? [:]).filter(\.value.isFinite)
                .map { ($0.key.jsonKey, $0.value) }
        )
    }

    var text: String { sentences.joined(separator: "\n") }

    // MARK: - Parts

    private static func headline(_ decision: Decision, _ offsets: UTCOffsets) -> String {
        let clock = weekdayText(offsets.local(decision.minute))
        let what = "a warm-up of \(counted(decision.instances, "instance"))"
        return switch decision.action {
        case .ping: "\(what.capitalizedFirst) was ordered for \(clock)."
        case .shadowPing:
            "\(what.capitalizedFirst) was decided for \(clock), and not sent: the endpoint is in "
                + "shadow mode."
        case .heldBack:
            "\(what.capitalizedFirst) was due at \(clock), and held back: the endpoint had been failing."
        case .unaffordable:
            "\(what.capitalizedFirst) was planned for \(clock), and not sent: what pings may cost this "
                + "endpoint, bounded by what its cold starts cost, had been spent."
        case .overBudget:
            "\(what.capitalizedFirst) was due at \(clock), and not sent: a hard budget had no room for "
                + "the most that it might cost."
        case .withheld:
            "\(what.capitalizedFirst) was planned for \(clock), and withheld by chance, so that what "
                + "warming saves can be measured."
        case .misfire:
            "\(what.capitalizedFirst) was planned for \(clock), and dropped: its minute had passed or was "
                + "too near."
        }
    }

    /// What was believed of the endpoint and its platform, and planned.
    private static func state(_ why: Why?, at minute: Int, _ offsets: UTCOffsets) -> [String] {
        guard let why else {
            return ["No request had been seen by then, and so there was no plan."]
        }
        let warm = why.warmThroughMinute.map {
            "The instance was warm anyway, through \(clockText(offsets.local($0)))."
        }
        return [warm].compactMap { $0 } + why.chanceSentences
            + [why.idleSentence, why.priceSentence].compactMap { $0 }
            + plan(why, at: minute, offsets)
    }

    /// What the plan had in mind when nothing was decided about `minute`.
    private static func plan(_ why: Why, at minute: Int, _ offsets: UTCOffsets) -> [String] {
        if why.nextPingMinute == minute {
            let would =
                "With what the history holds now of the time before, it would have been pinged."
            return [would, why.turnOfPing].compactMap { $0 }
        }
        let turn = why.warmThroughMinute == nil ? why.turnOfNone : nil
        let next =
            why.nextPingMinute.map {
                "The next ping, if no request came before, was planned for "
                    + "\(weekdayText(offsets.local($0)))."
            } ?? "The plan had no ping within a day unless a request came."
        return [turn, next].compactMap { $0 }
    }

    private static func outcome(of ping: PingRecord?) -> String? {
        guard let ping else { return nil }
        let took = ping.firstByteMs.map { " The first byte took \($0) ms." } ?? ""
        switch ping.outcome {
        case .pending: return "Its answer is not known yet."
        case .interrupted: return "Whoever sent it stopped before its answer came."
        case .succeeded where ping.coldInstances + ping.warmInstances == 0:
            return "It succeeded; whether it was cold is not known.\(took)"
        case .succeeded:
            return "It found \(ping.warmInstances) warm and \(ping.coldInstances) cold.\(took)"
        case .unexpectedStatus, .timedOut, .unreachable:
            return "It failed: \(ping.detail ?? ping.outcome.rawValue)."
        }
    }

    private static func saving(
        _ decision: Decision,
        _ why: Why,
        _ offsets: UTCOffsets
    ) -> String? {
        guard let saving = why[.saving] else { return nil }
        let other =
            why[.runnerUpMinutesLater].map { later in
                "which pings next at \(clockText(offsets.local(decision.minute + Int(later))))"
            } ?? "which would not ping again before a request"
        return
            "It saves \(decimal(saving, places: 2)) pings against the best plan without it, \(other)."
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
