import Domain
import Testing

@testable import Observing

/// 2026-01-01 00:00 UTC.
private let start: Int64 = 1_767_225_600

private func bins(_ width: Int64, _ counts: [(Int64, Int64?)]) -> [TrafficBin] {
    counts.map { TrafficBin(startedAtS: start + $0.0, widthS: width, requests: $0.1) }
}

@Suite struct SeriesCountsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func series(_ rows: String...) throws -> SeriesCounts {
        let content = (["timestamp,count"] + rows).joined(separator: "\n")
        return try SeriesCounts(ofFileAt: folder.file(content))
    }

    @Test(arguments: [
        ("RFC 3339", "2026-01-01T00:00:00Z"), ("small letters", "2026-01-01t00:00:00z"),
        ("east of UTC", "2026-01-01T05:30:00+05:30"), ("west of UTC", "2025-12-31T19:00:00-0500"),
        ("a fraction is dropped", "2026-01-01T00:00:00.999999Z"),
        ("a space, no zone", "2026-01-01 00:00:00"), ("no seconds", "2026-01-01T00:00"),
        ("a space, an offset", "2026-01-01 00:00:00+00:00"), ("a date", "2026-01-01"),
        ("seconds since the epoch", "1767225600"), ("with a fraction", "1767225600.5"),
        ("quoted", "\"2026-01-01T00:00:00Z\""), ("with spaces around", "  1767225600 \t"),
    ])
    func readsTimeStamps(requirement: String, stamp: String) throws {
        let series = try series("\(stamp),7")
        #expect(series.bins == bins(60, [(0, 7)]))
        #expect(series.malformed.count == 0)
    }

    @Test(arguments: [
        ("milliseconds since the epoch", "1767225600000"), ("no such day", "2026-02-29T00:00:00Z"),
        ("no such hour", "2026-01-01T24:00:00Z"), ("no such offset", "2026-01-01T00:00:00+25:00"),
        ("a dot without digits", "2026-01-01T00:00:00.Z"), ("nothing", ""),
        ("American", "01/01/2026 00:00"), ("cut short", "2026-01-01T00"), ("negative", "-60"),
        ("a colon at the end", "2026-01-01T00:00:"), ("words", "yesterday evening"),
        ("more behind it", "2026-01-01T00:00:00Zx"), ("too many digits", "99999999999999999999"),
    ])
    func refusesTimeStamps(requirement: String, stamp: String) throws {
        let series = try series("\(stamp),7", "2026-01-01T00:00:00Z,1")
        #expect(series.bins == bins(60, [(0, 1)]))
        #expect(series.malformed.first.map(\.number) == [2])
        #expect(series.rows == 2)
    }

    @Test(arguments: [
        ("zero is known", "0", 0), ("a decimal point", "12.0", 12), ("more zeros", "12.000", 12),
        ("quoted", "\"12\"", 12), ("the largest", "1000000000000", 1_000_000_000_000),
        ("empty is unknown", "", nil), ("NaN is unknown", "NaN", nil),
        ("nan is unknown", " nan ", nil), ("quoted nothing is unknown", "\"\"", nil),
    ])
    func readsCounts(requirement: String, count: String, expected: Int64?) throws {
        let series = try series("2026-01-01T00:00:00Z,\(count)")
        #expect(series.bins == bins(60, [(0, expected)]))
        #expect(series.malformed.count == 0)
    }

    @Test(arguments: [
        ("negative", "-1"), ("a fraction", "1.5"), ("a fraction far behind", "1.0001"),
        ("a dot alone", "1."), ("an exponent", "1e3"), ("too big", "9223372036854775808"),
        ("far too big", "99999999999999999999999"), ("a word", "many"), ("a third field", "1,2"),
        ("an open quote", "\"1"), ("a quote inside", "1\"2"), ("a plus", "+1"), (".0", ".0"),
    ])
    func refusesCounts(requirement: String, count: String) throws {
        let series = try series("2026-01-01T00:00:00Z,\(count)", "2026-01-01T00:01:00Z,1")
        #expect(series.bins == bins(60, [(60, 1)]))
        #expect(series.malformed.first.map(\.number) == [2])
    }

    @Test func theWidthIsTheSmallestDifference() throws {
        let series = try series(
            "2026-01-01T00:10:00Z,3",
            "2026-01-01T00:00:00Z,1",
            "",
            "2026-01-01T00:05:00Z,",
            "2026-01-01T01:00:00Z,4"
        )
        #expect(series.widthS == 300)
        #expect(series.bins == bins(300, [(0, 1), (300, nil), (600, 3), (3600, 4)]))
        #expect(series.rows == 4)
    }

    @Test func ofEqualTimeStampsTheLastRowHolds() throws {
        let series = try series(
            "2026-01-01T00:01:00Z,1",
            "2026-01-01T00:00:00Z,5",
            "2026-01-01T01:01:00+01:00,2",
            "2026-01-01T00:00:00Z,"
        )
        #expect(series.bins == bins(60, [(0, nil), (60, 2)]))
    }

    @Test func whatIsFinerThanAMinuteIsSummed() throws {
        let series = try series(
            "2026-01-01T00:00:10Z,1",
            "2026-01-01T00:00:40Z,2",
            "2026-01-01T00:00:40Z,3",
            "2026-01-01T00:01:10Z,4",
            "2026-01-01T00:01:59Z,NaN",
            "2026-01-01T00:02:00Z,1000000000000",
            "2026-01-01T00:02:01Z,1"
        )
        #expect(series.widthS == 60)
        #expect(series.bins == bins(60, [(0, 4), (60, nil), (120, 1_000_000_000_000)]))
    }

    @Test(arguments: [
        (
            "a day has no whole number of 7 minutes", ["00:00:00", "00:07:00", "00:14:00"], 3,
            "the time stamp lies 420 s after another, and a day has no whole number of such bins"
        ),
        (
            "one row strays", ["00:00:00", "00:05:00", "00:12:00", "00:15:00", "00:20:00"], 4,
            "the time stamp is not a multiple of 300 s after the first one"
        ),
        (
            "a grid of its own", ["00:00:00", "00:03:00", "00:05:00"], 3,
            "the time stamp is not a multiple of 120 s after the first one"
        ),
        (
            "between the minutes", ["00:00:30", "00:01:30"], 2,
            "the time stamp is not on a whole minute"
        ),
        ("a single row, too", ["00:00:30"], 2, "the time stamp is not on a whole minute"),
        (
            "no whole minutes", ["00:00:00", "00:01:30", "00:03:30"], 4,
            "the time stamp is not a multiple of 90 s after the first one"
        ),
    ])
    func refusesWhatIsOnNoGrid(
        requirement: String,
        times: [String],
        line: Int,
        reason: String
    ) throws {
        let path = try folder.file(
            (["timestamp,count"] + times.map { "2026-01-01T\($0)Z,1" }).joined(separator: "\n")
        )
        #expect(throws: ObservingError.offGrid(path: path, line: line, reason: reason)) {
            try SeriesCounts(ofFileAt: path)
        }
    }

    @Test(arguments: [
        ("windows wrote it", "\u{feff}Timestamp,Count\r\n2026-01-01T00:00:00Z,1\r\n"),
        ("quoted, after a blank line", "\n\"timestamp\" , \"COUNT\"\n2026-01-01T00:00:00Z,1"),
    ])
    func readsTheHeader(requirement: String, content: String) throws {
        let expected = bins(60, [(0, 1)])
        #expect(try SeriesCounts(ofFileAt: folder.file(content)).bins == expected)
        #expect(try SeriesCounts(ofFileAt: folder.gzip(content)).bins == expected)
    }

    @Test(arguments: [
        ("no header", "2026-01-01T00:00:00Z,1"), ("extra columns", "timestamp,count,host"),
        ("other columns", "time,requests"), ("another order", "count,timestamp"),
    ])
    func refusesOtherHeaders(requirement: String, header: String) throws {
        let path = try folder.file(header + "\n2026-01-01T00:00:00Z,1\n")
        let expected = ObservingError.wrongHeader(
            path: path,
            line: 1,
            found: header,
            expected: "timestamp,count"
        )
        #expect(throws: expected) { try SeriesCounts(ofFileAt: path) }
    }

    @Test func rowsOfAnyBytesAreReadWithoutATrap() throws {
        let whole = Array("2026-01-01T00:00:00.25+05:30,\"12.0\"\n".utf8)
        var random = SplitMix64(seed: 3)
        var accepted = 0
        for _ in 0..<300 {
            var bytes = Array("timestamp,count\n2026-01-01T00:00:00Z,1\n".utf8)
            for _ in 0..<20 {
                var row = whole
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let index = Int.random(in: 0..<row.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: row[index] = UInt8.random(in: 0...255, using: &random)
                    case 1: row[index] = UInt8(ascii: "9")
                    default: row.removeLast(min(index, row.count - 1))
                    }
                }
                bytes += row
            }
            let path = try folder.file(bytes: bytes)
            do throws(ObservingError) {
                accepted += try SeriesCounts(ofFileAt: path).bins.count
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(accepted > 0)
    }

    @Test func withoutUsableRowsThereIsNoSeries() throws {
        let bare = try folder.file("timestamp,count\n")
        #expect(throws: ObservingError.noRows(path: bare, flaw: nil)) {
            try SeriesCounts(ofFileAt: bare)
        }
        let bad = try folder.file("timestamp,count\nx,1\n", name: "bad")
        let error = #expect(throws: ObservingError.self) { try SeriesCounts(ofFileAt: bad) }
        #expect(
            error?.description == "'\(bad)' has no row that can be used; line 2: the time stamp is "
                + "neither RFC 3339 nor whole seconds since the epoch"
        )
    }
}
