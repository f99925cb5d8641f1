import Domain
import Reporting

/// The next runs of a schedule, on its zone's clocks and in UTC.
struct NextRuns: Encodable {
    let runs: [ScheduleRun]
    let offsets: UTCOffsets

    /// The first `count` runs after a moment.
    init(
        of expression: ScheduleExpression,
        after moment: Timestamp,
        count: Int,
        offsets: UTCOffsets,
        seed: UInt64 = 0,
        except: [CalendarDay] = []
    ) {
        self.offsets = offsets
        var runs: [ScheduleRun] = []
        var after = moment
        while runs.count < count,
            let run = expression.nextRun(
                after: after,
                offsets: offsets,
                seed: seed,
                except: except
            )
        {
            runs.append(run)
            after = run.scheduledAt
        }
        self.runs = runs
    }

    func local(_ moment: Timestamp) -> String { rfc3339(moment, offsets: offsets) }

    var tableText: String {
        guard let first = runs.first else { return "no run is left" }
        let isWindow = first.until != nil
        var table = TextTable(
            header: ["LOCAL TIME", "UTC"] + (isWindow ? ["UNTIL LOCAL TIME", "UNTIL UTC"] : [])
        )
        for run in runs {
            table.add(
                [local(run.scheduledAt), rfc3339(run.scheduledAt)]
                    + (run.until.map { [local($0), rfc3339($0)] } ?? [])
            )
        }
        return table.text
    }

    var csvText: String {
        csv(
            header: ["scheduled_at", "local", "until", "until_local"],
            rows: runs.map { run in
                [
                    rfc3339(run.scheduledAt), local(run.scheduledAt),
                    run.until.map(rfc3339) ?? "", run.until.map(local) ?? "",
                ]
            }
        )
    }

    private struct Run: Encodable {
        let scheduledAt: String
        let local: String
    }

    enum CodingKeys: String, CodingKey { case runs }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(
            runs.map { Run(scheduledAt: rfc3339($0.scheduledAt), local: local($0.scheduledAt)) },
            forKey: .runs
        )
    }
}
