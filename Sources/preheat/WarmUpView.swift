import Domain
import Reporting
import Warming

/// What a warm-up now found, as `warm` prints it.
struct WarmUpView: Encodable {
    struct Instance: Encodable {
        /// warm, cold or unknown; failed where no expected answer came.
        var found: String
        var outcome: String
        var status: Int?
        var connectMs: Int64?
        var firstByteMs: Int64?
        var totalMs: Int64?
        var instance: String?
        var detail: String?

        enum CodingKeys: String, CodingKey {
            case found, outcome, status, instance, detail
            case connectMs = "connect_ms"
            case firstByteMs = "first_byte_ms"
            case totalMs = "total_ms"
        }

        init(_ result: InstanceResult) {
            found = result.outcome == .succeeded ? result.temperature.rawValue : "failed"
            outcome = result.outcome.word
            status = result.status
            connectMs = result.connectMs
            firstByteMs = result.firstByteMs
            totalMs = result.totalMs
            instance = result.instance
            detail = result.detail
        }
    }

    /// One ping of the ledger.
    struct Attempt: Encodable {
        var pingID: Int64
        var firedAt: String?
        var outcome: String
        var instances: [Instance]
        var costNanos: Int64?
        var currency: String?

        enum CodingKeys: String, CodingKey {
            case outcome, instances, currency
            case pingID = "ping_id"
            case firedAt = "fired_at"
            case costNanos = "cost_nanos"
        }

        init(_ ping: PingRecord, _ result: WarmUpResult) {
            pingID = ping.id
            firedAt = ping.firedAt.map(rfc3339)
            outcome = ping.outcome.word
            instances = result.instances.map(Instance.init)
            costNanos = ping.cost?.nanos
            currency = ping.cost?.currency
        }

        func count(_ found: String) -> Int { instances.count { $0.found == found } }
    }

    var attempts: [Attempt] = []
    private let name: String
    private let isPaused: Bool
    private let count: Int
    private let waits: Bool

    init(of endpoint: Endpoint, instances: Int, waits: Bool) {
        name = endpoint.name
        isPaused = endpoint.isPaused
        count = instances
        self.waits = waits
    }

    /// Whether every instance answered; with waiting, that none of them was cold.
    var isGood: Bool {
        guard let last = attempts.last, last.instances.count == count else { return false }
        return last.count("failed") == 0 && (!waits || last.count("cold") == 0)
    }

    /// Whether a signal ended the last attempt.
    var isInterrupted: Bool { attempts.last?.outcome == PingRecord.Outcome.interrupted.word }

    // MARK: - Text

    /// `attempt 1: 2 warm, 1 cold`.
    var progress: String { "attempt \(attempts.count): \(found)" }

    private var found: String {
        guard let last = attempts.last, !last.instances.isEmpty else { return "no answer" }
        return ["warm", "cold", "unknown", "failed"]
            .map { ($0, last.count($0)) }.filter { $0.1 > 0 }
            .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }

    /// The last attempt's instances, then what it comes to.
    var text: String {
        guard let last = attempts.last else { return "\(name): nothing was sent" }
        var table = TextTable(
            header: [
                "NO", "FOUND", "STATUS", "CONNECT MS", "FIRST BYTE MS", "TOTAL MS", "INSTANCE",
                "DETAIL",
            ]
        )
        for (index, instance) in last.instances.enumerated() {
            table.add([
                "\(index + 1)", instance.found, text(instance.status),
                text(instance.connectMs), text(instance.firstByteMs), text(instance.totalMs),
                instance.instance ?? "–", instance.detail ?? "",
            ])
        }
        return ([table.text, summary] + notes).joined(separator: "\n")
    }

    private func text(_ number: (some BinaryInteger)?) -> String { number.map { "\($0)" } ?? "–" }

    private var summary: String {
        var text = "\(name): \(found)"
        if attempts.count > 1 { text += " in attempt \(attempts.count)" }
        var costs = CurrencyAmounts()
        for attempt in attempts {
            guard let nanos = attempt.costNanos, let currency = attempt.currency else { continue }
            costs.add(Money(nanos: nanos, currency: currency))
        }
        for cost in costs.amounts { text += "; cost \(cost)" }
        return text
    }

    private var notes: [String] {
        guard let last = attempts.last else { return [] }
        var notes: [String] = []
        if last.count("cold") > 0, !waits {
            notes.append("what was cold has been started by this warm-up and is warm now")
        } else if last.count("cold") > 0 {
            notes.append("not all were warm in the last attempt")
        }
        if last.count("unknown") > 0 {
            notes.append("without X-Cold-Start in an answer nothing tells whether it was warm")
        }
        if let distinct = distinctInstances, distinct < last.instances.count {
            notes.append(
                "\(last.instances.count) answers came from \(counted(distinct, "instance"))"
            )
        }
        return notes
    }

    /// How many instances answered; `nil` unless every answer names its own.
    private var distinctInstances: Int? {
        guard let last = attempts.last else { return nil }
        let names = last.instances.compactMap(\.instance)
        return names.count == last.instances.count ? Set(names).count : nil
    }

    // MARK: - JSON

    enum CodingKeys: String, CodingKey {
        case endpoint, paused, attempts, warm, cold, unknown, failed
        case isGood = "all_warm"
        case distinctInstances = "distinct_instances"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .endpoint)
        try values.encode(isPaused, forKey: .paused)
        try values.encode(isGood, forKey: .isGood)
        try values.encode(attempts, forKey: .attempts)
        try values.encodeIfPresent(distinctInstances, forKey: .distinctInstances)
        for key in [CodingKeys.warm, .cold, .unknown, .failed] {
            try values.encode(attempts.last?.count(key.rawValue) ?? 0, forKey: key)
        }
    }
}
