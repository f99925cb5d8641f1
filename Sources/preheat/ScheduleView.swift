import Domain
import Foundation
import History
import Reporting
import Serving

/// A manual schedule and its next runs, as `list` and `show` print it.
struct ScheduleView: Encodable {
    let endpoint: String
    let schedule: Schedule
    let count: ScheduleCount
    /// `nil` where the expression cannot be read: a person wrote it into the database.
    let next: NextRuns?

    /// How many runs are shown of each.
    static let shownRuns = 5

    /// - Throws: `ServingError` for a zone that is not in the zone database.
    init(_ schedule: Schedule, of endpoint: String, count: ScheduleCount, at now: Timestamp) throws
    {
        self.endpoint = endpoint
        self.schedule = schedule
        self.count = count
        // Without runs the text itself is what there is to show.
        let expression = try? ScheduleExpression(schedule.expression)
        let offsets = try utcOffsets(ofZone: schedule.timeZone, endpoint: endpoint)
        next = expression.map { expression in
            NextRuns(
                of: expression,
                after: now,
                count: Self.shownRuns,
                offsets: offsets,
                seed: schedule.seed,
                except: schedule.exceptions
            )
        }
    }

    /// Every schedule, by endpoint and name.
    static func all(in store: HistoryStore, at now: Timestamp) async throws -> [ScheduleView] {
        let endpoints = try await store.endpoints()
        let names = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, $0.name) })
        let counts = try await store.scheduleCounts()
        return try await store.schedules().map { schedule in
            try ScheduleView(
                schedule,
                of: names[schedule.endpointID] ?? "",
                count: counts[schedule.id] ?? .none,
                at: now
            )
        }
    }

    // MARK: - Text

    private var nextText: String { next?.tableText ?? "the expression cannot be read" }

    /// What was added, and when it runs.
    var additionText: String {
        "added \(schedule.name) to \(endpoint): \(schedule.expression), in \(schedule.timeZone)\n\n"
            + nextText
    }

    static func tableText(of views: [ScheduleView]) -> String {
        var table = TextTable(header: [
            "ENDPOINT", "NAME", "EXPRESSION", "ZONE", "INSTANCES", "NEXT LOCAL TIME", "NEXT UTC",
            "MISSED",
        ])
        for view in views {
            let run = view.next?.runs.first
            table.add([
                view.endpoint, view.schedule.name, view.schedule.expression, view.schedule.timeZone,
                "\(view.schedule.instances)",
                run.flatMap { view.next?.local($0.scheduledAt) } ?? "–",
                run.map { rfc3339($0.scheduledAt) } ?? "–", "\(view.count.missedRuns)",
            ])
        }
        return table.text
    }

    /// Setting and value, then the next runs.
    var detailText: String {
        var table = TextTable(header: ["SETTING", "VALUE"])
        let dates = schedule.exceptions.map(\.description).joined(separator: ", ")
        let rows = [
            ("endpoint", endpoint), ("name", schedule.name), ("expression", schedule.expression),
            ("time zone", schedule.timeZone), ("instances", "\(schedule.instances)"),
            ("jitter", durationText(schedule.jitter)), ("grace", durationText(schedule.grace)),
            ("except", dates.isEmpty ? "–" : dates),
            ("enabled", schedule.isEnabled ? "yes" : "no"),
            ("last run", count.lastRunAt.map(rfc3339) ?? "–"),
            ("missed runs", "\(count.missedRuns)"),
        ]
        for (setting, value) in rows { table.add([setting, value]) }
        return table.text + "\n\n" + nextText
    }

    // MARK: - CSV and JSON

    static func csvText(of views: [ScheduleView]) -> String {
        csv(
            header: [
                "endpoint", "name", "expression", "timezone", "instances", "jitter_ms", "grace_ms",
                "except", "enabled", "last_run_at", "missed_runs", "next_at", "next_local",
            ],
            rows: views.map { view in
                let schedule = view.schedule
                let run = view.next?.runs.first
                return [
                    view.endpoint, schedule.name, schedule.expression, schedule.timeZone,
                    "\(schedule.instances)", "\(schedule.jitter.milliseconds)",
                    "\(schedule.grace.milliseconds)",
                    schedule.exceptions.map(\.description).joined(separator: ";"),
                    "\(schedule.isEnabled)", view.count.lastRunAt.map(rfc3339) ?? "",
                    "\(view.count.missedRuns)", run.map { rfc3339($0.scheduledAt) } ?? "",
                    run.flatMap { view.next?.local($0.scheduledAt) } ?? "",
                ]
            }
        )
    }

    private struct Run: Encodable {
        let scheduledAt: String
        let local: String
        let until: String?

        enum CodingKeys: String, CodingKey {
            case local, until
            case scheduledAt = "scheduled_at"
        }
    }

    enum CodingKeys: String, CodingKey {
        case endpoint, name, expression, timezone, instances, except, enabled, next
        case jitterMs = "jitter_ms"
        case graceMs = "grace_ms"
        case lastRunAt = "last_run_at"
        case missedRuns = "missed_runs"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(endpoint, forKey: .endpoint)
        try values.encode(schedule.name, forKey: .name)
        try values.encode(schedule.expression, forKey: .expression)
        try values.encode(schedule.timeZone, forKey: .timezone)
        try values.encode(schedule.instances, forKey: .instances)
        try values.encode(schedule.jitter.milliseconds, forKey: .jitterMs)
        try values.encode(schedule.grace.milliseconds, forKey: .graceMs)
        try values.encode(schedule.exceptions.map(\.description), forKey: .except)
        try values.encode(schedule.isEnabled, forKey: .enabled)
        try values.encodeIfPresent(count.lastRunAt.map(rfc3339), forKey: .lastRunAt)
        try values.encode(count.missedRuns, forKey: .missedRuns)
        let runs = next?.runs.map { run in
            Run(
                scheduledAt: rfc3339(run.scheduledAt),
                local: rfc3339(run.scheduledAt, offsets: next?.offsets ?? .utc),
                until: run.until.map(rfc3339)
            )
        }
        try values.encode(runs ?? [], forKey: .next)
    }
}
