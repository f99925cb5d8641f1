import ArgumentParser
import Configuring
import Domain
import Foundation
import Observing
import Reporting

/// A duration such as `250ms`, `90s`, `10m`, `1h30m` or `2d`.
struct DurationArgument: ExpressibleByArgument, Equatable {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let duration = Configuring.duration(from: argument) else { return nil }
        self.duration = duration
    }

    var defaultValueDescription: String { durationText(duration) }
}

/// A moment: RFC 3339 (`2026-11-21T08:00:00Z`), a day (`2026-11-21`, its beginning), or a time ago
/// (`7d`).
struct MomentArgument: ExpressibleByArgument, Equatable {
    enum Form: Equatable {
        case at(Timestamp)
        /// A time without an offset, as clocks at UTC would show it.
        case clock(Timestamp)
        case day(CalendarDay)
        case ago(Duration)
    }

    let form: Form

    init(ago: Duration) { form = .ago(ago) }

    init?(argument: String) {
        if let ago = DurationArgument(argument: argument) {
            form = .ago(ago.duration)
        } else if let day = CalendarDay(argument) {
            form = .day(day)
        } else if let moment = Observing.moment(argument), argument.contains("-") {
            let zone = argument.dropFirst("2026-11-21T08:00".count)
            let hasOffset = zone.contains { "zZ+-".contains($0) }
            form = hasOffset ? .at(moment) : .clock(moment)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch form {
        case .at(let moment), .clock(let moment): rfc3339(moment)
        case .day(let day): day.description
        case .ago(let duration): durationText(duration)
        }
    }

    /// - Parameters:
    ///   - now: What times ago are counted from.
    ///   - offsets: Where a day begins.
    /// - Returns: The moment; a time without an offset is one of UTC.
    func resolved(at now: Timestamp, offsets: UTCOffsets = .utc) -> Timestamp {
        switch form {
        case .at(let moment), .clock(let moment): moment
        case .day(let day): ReportPeriod.start(of: day, offsets)
        case .ago(let duration): now.advanced(by: .zero - duration)
        }
    }

    /// The moment, for who speaks in a zone's clocks.
    ///
    /// - Parameters:
    ///   - now: What times ago are counted from.
    ///   - offsets: Of the zone, whose clocks show a time without an offset.
    /// - Returns: The first moment at which clocks that skip the time, or show it twice, are there.
    func resolvedByClocks(at now: Timestamp, offsets: UTCOffsets) -> Timestamp {
        guard case .clock(let shown) = form else { return resolved(at: now, offsets: offsets) }
        let local = LocalMinute(minutesSinceEpoch: shown.minute)
        let minute = Timestamp(minute: offsets.firstMinute(showing: local))
        return minute.advanced(by: Timestamp(minute: shown.minute).duration(to: shown))
    }
}

/// How data is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv

    /// Prints data; a table is made only where it is asked for.
    func show(_ value: some Encodable, table: @autoclosure () throws -> String) throws {
        switch self {
        case .table: print(try table())
        case .json: try printJSON(value)
        case .csv: print(try FlatTable(of: value).text)
        }
    }
}

extension Endpoint.Mode: ExpressibleByArgument {}
extension Platform: ExpressibleByArgument {}

/// Prints a value as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
