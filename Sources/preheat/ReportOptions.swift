import ArgumentParser
import Domain
import History
import Reporting
import Serving

/// What all reports take: a period, a zone, what a row is, and how it is printed.
struct ReportOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case csv
        case json
        case html
    }

    @Option(
        help: ArgumentHelp(
            "From when: a time, a day of --timezone, or how long ago. (default: 30 days before --until)",
            valueName: "time"
        )
    )
    var since: MomentArgument?

    @Option(help: ArgumentHelp("Until when. (default: now)", valueName: "time"))
    var until: MomentArgument?

    @Option(help: ArgumentHelp("Whose days and hours are meant.", valueName: "zone"))
    var timezone = "UTC"

    @Option(name: .customLong("by"), help: "endpoint, group, platform, day, hour or schedule.")
    var grouping = ReportGrouping.endpoint

    @Option(help: "table, csv, json or html (one page, to stdout).")
    var format = Format.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    /// The period that these options name, and now, as the service's clock has it.
    struct Span {
        var period: ReportPeriod
        var now: Timestamp

        /// What of the period has passed.
        var passed: ReportPeriod { period.ending(at: min(period.until, now)) }
    }

    /// - Throws: `ValidationError` when the words do not fit each other or the clock.
    func span(in store: HistoryStore, now: Timestamp) async throws -> Span {
        let last = try await Self.lastMoment(in: store, now: now)
        return try span(now: now, last: last)
    }

    /// Checks the words before any file is opened.
    func check() throws {
        let now = SystemClock().now
        _ = try span(now: now, last: now)
    }

    private func span(now: Timestamp, last: Timestamp) throws -> Span {
        let offsets = try offsets
        let end = until?.resolved(at: now, offsets: offsets)
        let start =
            since?.resolved(at: now, offsets: offsets)
            ?? min(end ?? now, now).advanced(by: .seconds(-30 * 86_400))
        guard start < end ?? now else {
            throw ValidationError("--since must lie before --until.")
        }
        guard start < now else { throw ValidationError("--since must lie in the past.") }
        guard start.duration(to: end ?? now) <= .seconds(3660 * 86_400) else {
            throw ValidationError("--since and --until must lie within ten years.")
        }
        let period = ReportPeriod(
            since: start,
            until: end ?? last,
            zone: timezone,
            offsets: offsets
        )
        return Span(period: period, now: last)
    }

    private var offsets: UTCOffsets {
        get throws {
            do { return try utcOffsets(ofZone: timezone) } catch let error as ServingError {
                throw ValidationError("\(error.description).")
            }
        }
    }

    /// Now, or the end of the last ping's minute when a service with a faster clock is ahead.
    private static func lastMoment(
        in store: HistoryStore,
        now: Timestamp
    ) async throws -> Timestamp {
        let farthest = Timestamp(millisecondsSinceEpoch: .max)
        let ahead = try await store.pings(of: nil, in: now..<farthest, limit: 1)
        return ahead.last.map { Timestamp(minute: $0.scheduledAt.minute + 1) } ?? now
    }

    /// Makes and prints a report on what of the period has passed.
    ///
    /// - Parameter make: Makes it; told how far it is.
    /// - Returns: The report, for what is checked of it.
    /// - Throws: `ValidationError` when the words do not fit each other, and what `make` throws.
    func shown<Report: PrintedReport>(
        _ make:
            (HistoryStore, ReportPeriod, ReportGrouping, @escaping (Double) -> Void) async throws ->
            Report
    ) async throws -> Report {
        let now = SystemClock().now
        let made = try await store.withStore(.existing) { store in
            let period = try await span(in: store, now: now).passed
            return try await reports { try await make(store, period, $0, $1) }
        }
        try show(made)
        return made.report
    }

    func show<Report: PrintedReport>(_ made: (report: Report, days: Report?)) throws {
        switch format {
        case .table: print(made.report.tableText)
        case .csv: print(made.report.csvText)
        case .json: try printJSON(made.report.view)
        case .html: print(made.report.htmlText(days: made.days ?? made.report))
        }
    }

    /// Makes a report in the grouping that was asked for, and once more by day where a page wants
    /// charts.
    func reports<Report>(
        _ make: (ReportGrouping, @escaping (Double) -> Void) async throws -> Report
    ) async throws -> (report: Report, days: Report?) {
        let bar = ProgressBar("reporting")
        let share = format == .html ? 0.5 : 1
        let report = try await make(grouping) { bar.show($0 * share) }
        let days: Report? =
            format == .html ? try await make(.day) { bar.show(0.5 + $0 * share) } : nil
        bar.finish()
        return (report, days)
    }
}

extension ReportGrouping: ExpressibleByArgument {}
