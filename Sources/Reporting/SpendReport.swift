internal import Domain
package import History

/// What pings are expected to come to in the next day, week and month.
package struct SpendReport: Equatable, Sendable {
    /// How far ahead; a month is 30 days.
    package enum Horizon: String, CaseIterable, Sendable {
        case hour
        case day
        case week
        case month

        var hours: Int {
            switch self {
            case .hour: 1
            case .day: 24
            case .week: 168
            case .month: 720
            }
        }
    }

    package struct Row: Equatable, Sendable {
        package var key: String
        package var horizon: Horizon
        package var forecast: SpendForecast
    }

    /// The history that it is made of.
    package var period: ReportPeriod
    package var grouping: ReportGrouping
    package var rows: [Row]
    /// All endpoints together: the next day, week and month.
    package var total: [Row]
}

/// Makes the forecast of spending.
///
/// - Parameters:
///   - store: The history.
///   - period: Its last four weeks are what is learned from; the forecast begins at its end.
///   - grouping: What a row is: by day they are the next 30 days, by hour the next 24 hours.
/// - Returns: The report; its rows ascend by name or by time; by schedule the plan's come first.
/// - Throws: `StoreError`.
/// - Complexity: O(*n*) in the pings of four weeks.
package func spendReport(
    from store: HistoryStore,
    in period: ReportPeriod,
    by grouping: ReportGrouping
) async throws -> SpendReport {
    let endpoints = try await store.endpoints()
    let history = try await SpendHistory(
        of: endpoints,
        in: store,
        since: period.since,
        until: period.until
    )
    let total = history.total
    let rows =
        switch grouping {
        case .day, .hour: endpoints.isEmpty ? [] : total.rows(by: grouping, in: period, history.end)
        case .schedule where !endpoints.isEmpty:
            try await history.schedules(in: store).flatMap { key, series in
                series.rows(key, from: history.end, offsets: period.offsets)
            }
        case .endpoint, .group, .platform, .schedule:
            history.rows(ReportKeys(grouping, of: endpoints, period), of: endpoints, period)
        }
    return SpendReport(
        period: period,
        grouping: grouping,
        rows: rows,
        total: endpoints.isEmpty
            ? [] : total.rows("total", from: history.end, offsets: period.offsets)
    )
}

extension SpendHistory {
    /// The next day, week and month of each row.
    fileprivate func rows(
        _ keys: ReportKeys,
        of endpoints: [Endpoint],
        _ period: ReportPeriod
    ) -> [SpendReport.Row] {
        let members = Dictionary(grouping: endpoints.indices) { keys.row(ofEndpoint: $0, part: 0) }
        return keys.names.enumerated().flatMap { index, key in
            series(of: (members[index] ?? []).map { endpoints[$0] })
                .rows(key, from: end, offsets: period.offsets)
        }
    }
}

extension SpendSeries {
    /// The next day, week and month.
    fileprivate func rows(
        _ key: String,
        from start: Timestamp,
        offsets: UTCOffsets
    ) -> [SpendReport.Row] {
        [SpendReport.Horizon.day, .week, .month].map { horizon in
            let end = start.advanced(by: .seconds(3600 * horizon.hours))
            return SpendReport.Row(
                key: key,
                horizon: horizon,
                forecast: forecast(from: start, to: end, offsets: offsets)
            )
        }
    }

    /// The next 30 days, or the next 24 hours.
    fileprivate func rows(
        by grouping: ReportGrouping,
        in period: ReportPeriod,
        _ start: Timestamp
    ) -> [SpendReport.Row] {
        let horizon: SpendReport.Horizon = grouping == .day ? .day : .hour
        let hours = grouping == .day ? SpendReport.Horizon.month.hours : 24
        let ahead = ReportPeriod(
            since: start,
            until: start.advanced(by: .seconds(3600 * hours)),
            zone: period.zone,
            offsets: period.offsets
        )
        let cuts = ahead.cuts(by: grouping)
        return zip(cuts, cuts.dropFirst()).map { start, end in
            SpendReport.Row(
                key: ahead.name(of: start, by: grouping),
                horizon: horizon,
                forecast: forecast(from: start, to: end, offsets: period.offsets)
            )
        }
    }
}
