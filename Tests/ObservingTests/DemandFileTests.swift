import Foundation
import Testing

@testable import Observing

/// 2026-01-01 00:00 UTC in minutes: 1767225600 s / 60.
private let start = 29_453_760

private let stampFlaw = "the time stamp is neither RFC 3339 nor whole seconds since the epoch"
private let countFlaw =
    "the count is neither a decimal number such as 31.5 or 1.2e+10 nor empty for unknown"
private let beyond = "the count is beyond 9007199254740992; counts beyond 2^53 are not exact"
private let minus = "the count has a minus sign, and a count is 0 or more"

@Suite struct DemandFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A file with a row of count 1 for each time on 2026-01-01 (or each whole time stamp).
    private func file(times: [String]) throws -> String {
        let rows = times.map { $0.count <= 8 ? "2026-01-01T\($0)Z,1" : "\($0),1" }
        return try folder.file((["timestamp,count"] + rows).joined(separator: "\n"))
    }

    /// What is said of a file, its path written as FILE.
    private func sentence(
        ofFileAt path: String,
        binMinutes: Int? = nil,
        mostRows: Int = DemandFile.mostRows
    ) -> String? {
        do throws(ObservingError) {
            _ = try DemandFile(ofFileAt: path, binMinutes: binMinutes, mostRows: mostRows)
            return nil
        } catch {
            return error.description.split(separator: path, omittingEmptySubsequences: false)
                .joined(separator: "FILE")
        }
    }

    // MARK: - Good files

    @Test(arguments: [
        ("a minute", ["00:00", "00:01", "00:02"], 0, 1),
        ("5 minutes, begun between two", ["00:03", "00:08", "00:13"], 3, 5),
        ("a day", ["2026-01-01", "2026-01-02", "2026-01-03"], 0, 1440),
        ("two rows", ["00:00:00", "12:00:00"], 0, 720),
        (
            "two zones", ["2026-01-01T00:00:00Z", "2026-01-01T06:30:00+05:30", "02:00"], 0, 60
        ),
        ("seconds since the epoch", ["1767225600", "1767226500", "1767227400"], 0, 15),
        ("the end of a leap February", ["2028-02-29T23:00Z", "2028-03-01T00:00Z"], 1_137_540, 60),
    ])
    func readsRegularBins(
        requirement: String,
        times: [String],
        startOffset: Int,
        binMinutes: Int
    ) throws {
        let file = try DemandFile(ofFileAt: file(times: times))
        #expect(file.startMinute == start + startOffset)
        #expect(file.binMinutes == binMinutes)
        #expect(file.counts == [Double?](repeating: 1, count: times.count))
        let same = try DemandFile(ofFileAt: self.file(times: times), binMinutes: binMinutes)
        #expect(same == file)
    }

    @Test func aSingleRowIsReadWhenItsWidthIsNamed() throws {
        let file = try DemandFile(ofFileAt: file(times: ["07:00"]), binMinutes: 15)
        #expect(file.startMinute == start + 420)
        #expect(file.binMinutes == 15)
        #expect(file.counts == [1])
    }

    @Test(arguments: [
        (
            "windows wrote it",
            "\u{feff}Timestamp,Count\r\n2026-01-01T00:00Z,1\r\n2026-01-01T00:05Z,\r\n\r\n"
        ),
        (
            "quotes, spaces and blank lines",
            "\n\"timestamp\" , \"count\"\n\n\"2026-01-01T00:00Z\",\"1.0\"\n \t\n"
                + "2026-01-01 00:05 , \"NaN\""
        ),
    ])
    func readsTheDialects(requirement: String, content: String) throws {
        for path in try [folder.file(content), folder.gzip(content)] {
            let file = try DemandFile(ofFileAt: path)
            #expect(file.startMinute == start)
            #expect(file.binMinutes == 5)
            #expect(file.counts == [1, nil])
        }
    }

    @Test(arguments: [
        ("zero is known", "0", 0), ("a decimal", "31.5", 31.5), ("whole", "12.0", 12),
        ("a sign in the exponent", "1.2345e+10", 12_345_000_000), ("a capital E", "2E3", 2000),
        ("a small one", "25e-2", 0.25), ("as close as can be", "0.1", 0.1),
        ("leading zeros", "0007.5", 7.5), ("below all numbers", "1e-400", 0),
        ("zero times anything", "0e999", 0), ("2^53", "9007199254740992", 0x1p53),
        ("2^53 with a point", "9007199254740992.00", 0x1p53),
        ("2^53 with an exponent", "0.9007199254740992e16", 0x1p53),
        ("rounded up to 2^53", "9007199254740991.9", 0x1p53),
        ("one below", "9007199254740991", 0x1p53 - 1),
        ("beyond 64 bits of zeros", "00000000000000000000000000000005", 5),
        ("empty is unknown", "", nil), ("NaN is unknown", "NaN", nil),
        ("nan is unknown", "nan", nil), ("quoted nothing is unknown", "\"\"", nil),
        ("spaces are none of it", " 31.5\t", 31.5),
    ])
    func readsCounts(requirement: String, text: String, expected: Double?) throws {
        let path = try folder.file("timestamp,count\n2026-01-01T00:00Z,\(text)\n")
        #expect(try DemandFile(ofFileAt: path, binMinutes: 60).counts == [expected])
    }

    // MARK: - Bad rows

    @Test(arguments: [
        ("-1", minus), ("-0.5", minus), ("-0", minus), ("-inf", minus), ("-nan", minus),
        ("inf", "the count is infinite"), ("Infinity", "the count is infinite"),
        ("+INF", "the count is infinite"), ("1e400", beyond), ("9007199254740993", beyond),
        ("9007199254740992.5", beyond), ("9.0071992547409921e15", beyond), ("1e16", beyond),
        ("0.9007199254740993e16", beyond), ("18446744073709551616", beyond), ("+5", countFlaw),
        ("1_000", countFlaw),
        ("1 000", countFlaw), ("0x1p3", countFlaw), ("0x10", countFlaw), ("nan(1)", countFlaw),
        ("+nan", countFlaw), ("NA", countFlaw), ("5.", countFlaw), (".5", countFlaw),
        ("1e", countFlaw), ("1e+", countFlaw), ("1e5.0", countFlaw), ("e5", countFlaw),
        ("1.5.2", countFlaw), ("1f", countFlaw), ("1e5x", countFlaw), ("1.e5", countFlaw),
        ("\u{664}", countFlaw), ("\"1 \"\"\"", countFlaw), ("1,5", "not two fields"),
        ("1,", "not two fields"), ("\"1", "not two fields"), ("1\"2", "not two fields"),
        ("\"1\"2", "not two fields"),
    ])
    func refusesCounts(text: String, reason: String) throws {
        let rows = ["timestamp,count", "2026-01-01T00:00Z,1", "", "2026-01-01T01:00Z,\(text)"]
        let path = try folder.file((rows + ["2026-01-01T02:00Z,2"]).joined(separator: "\n"))
        #expect(sentence(ofFileAt: path) == "'FILE', line 4: \(reason); correct that line")
    }

    @Test(arguments: [
        ("yesterday,1", stampFlaw), (",1", stampFlaw), ("2026-02-29T00:00Z,1", stampFlaw),
        ("1767225600000,1", stampFlaw), ("-60,1", stampFlaw),
        ("2026-01-01T01:00Z", "not two fields"), ("2026-01-01T01:00Z;1", "not two fields"),
        ("\"2026-01-01T01:00Z,1", "not two fields"),
        (String(repeating: "1", count: 65_537), "the line is longer than 64 KiB"),
    ])
    func refusesLines(line: String, reason: String) throws {
        let path = try folder.file("timestamp,count\n2026-01-01T00:00Z,1\n\(line)\n")
        #expect(sentence(ofFileAt: path) == "'FILE', line 3: \(reason); correct that line")
    }

    @Test func whatComesFirstIsBlamedFirst() throws {
        let rows = "timestamp,count\n2026-01-01T00:00Z,1\n2026-01-01T00:05Z,1\n"
        let earlyGap = try folder.file(rows + "2026-01-01T00:15Z,1\n2026-01-01T00:20Z,x\n")
        #expect(sentence(ofFileAt: earlyGap)?.contains("missing before line 4:") == true)
        let lateGap = try folder.file(rows + "2026-01-01T00:10Z,x\n2026-01-01T00:20Z,1\n")
        #expect(sentence(ofFileAt: lateGap)?.contains("line 4: the count") == true)
        let single = try folder.file("timestamp,count\n2026-01-01T00:00Z,1\n0,x\n")
        #expect(sentence(ofFileAt: single)?.contains("line 3: the count") == true)
    }

    @Test(arguments: [
        (
            "no row", "timestamp,count\n\n", "'FILE' has no row that can be used after its header"
        ),
        ("nothing", "\n\n", "'FILE' is empty; name a file that has lines"),
        (
            "another header", "time,requests\n0,1\n",
            "'FILE', line 1: the header is 'time,requests' and must be 'timestamp,count'; "
                + "name the columns so"
        ),
        (
            "a third column", "timestamp,count,host\n0,1,a\n",
            "'FILE', line 1: the header is 'timestamp,count,host' and must be 'timestamp,count'; "
                + "name the columns so"
        ),
        (
            "a single row", "\ntimestamp,count\n\n0,1\n",
            "'FILE' has a single row, line 4, which does not tell how wide its bin is; name the "
                + "width of the bins with '--bin'"
        ),
    ])
    func refusesFiles(requirement: String, content: String, expected: String) throws {
        #expect(sentence(ofFileAt: try folder.file(content)) == expected)
    }

    @Test func moreRowsThanAreHeldAreRefused() throws {
        let path = try file(times: ["00:00", "00:05", "00:10", "00:15"])
        #expect(sentence(ofFileAt: path, mostRows: 4) == nil)
        #expect(
            sentence(ofFileAt: path, mostRows: 3)
                == "'FILE' has more than 3 rows; split it into smaller files"
        )
        #expect(DemandFile.mostRows == 4_300_000)
    }

    @Test func aGzipFileThatEndsEarlyIsRefused() throws {
        var random = SplitMix64(seed: 1)
        let rows = (0..<2000).map { "\($0 * 60),\(Int.random(in: 0..<1000, using: &random))" }
        let content = (["timestamp,count"] + rows).joined(separator: "\n")
        let whole = try folder.gzip(content)
        #expect(try DemandFile(ofFileAt: whole).counts.count == 2000)
        let bytes = Array(try Data(contentsOf: URL(filePath: whole)))
        let cut = try folder.file(bytes: Array(bytes.prefix(bytes.count / 2)), name: "cut.gz")
        #expect(throws: ObservingError.truncated(path: cut)) { try DemandFile(ofFileAt: cut) }
    }

    // MARK: - Bad grids

    private static func missing(_ count: String, line: Int, expected: String) -> String {
        "'FILE': \(count) missing before line \(line): expected 2026-01-01T\(expected)Z; add a row "
            + "for each bin, with an empty count where it is unknown"
    }

    private static func offGrid(_ line: Int, _ words: String) -> String {
        "'FILE', line \(line): the time stamp \(words); correct or remove that line"
    }

    private static func back(_ line: Int, from last: String, to time: String) -> String {
        "'FILE', line \(line): the time stamp goes back from 2026-01-01T\(last)Z to "
            + "2026-01-01T\(time)Z; sort the rows by time"
    }

    private static func apart(_ line: Int, _ seconds: Int) -> String {
        "'FILE', line \(line): the time stamps lie \(seconds) s apart, which is no whole number of "
            + "minutes that divides a day; sum the counts into such bins"
    }

    @Test(arguments: [
        (
            "a missing bin", ["00:00", "00:05", "00:15", "00:20"],
            missing("1 bin is", line: 4, expected: "00:10")
        ),
        (
            "several missing bins", ["00:00", "00:05", "00:10", "05:00", "05:05", "06:00"],
            missing("57 bins are", line: 5, expected: "00:15")
        ),
        (
            "missing behind the first", ["00:00", "00:15", "00:20", "00:25"],
            missing("2 bins are", line: 3, expected: "00:05")
        ),
        (
            "quiet hours left out", ["00:00", "02:00", "03:00", "05:00", "08:00"],
            missing("1 bin is", line: 3, expected: "01:00")
        ),
        (
            "most gaps are of five hours", ["00:00", "01:00", "06:00", "11:00", "16:00"],
            missing("4 bins are", line: 4, expected: "02:00")
        ),
        (
            "doubled", ["00:00", "00:05", "00:05", "00:10"],
            offGrid(4, "is that of the row before once more")
        ),
        (
            "doubled at once", ["00:00", "00:00", "00:05"],
            offGrid(3, "is that of the row before once more")
        ),
        (
            "nothing but doubled", ["00:00", "2026-01-01T01:00+01:00"],
            offGrid(3, "is that of the row before once more")
        ),
        (
            "one goes back", ["00:00", "00:05", "00:10", "00:00", "00:15"],
            back(5, from: "00:10", to: "00:00")
        ),
        ("newest first", ["02:00", "01:00", "00:00"], back(3, from: "02:00", to: "01:00")),
        ("back to seconds", ["02:00", "01:00:30"], back(3, from: "02:00", to: "01:00:30")),
        (
            "one strays", ["00:00", "00:05", "00:12", "00:15"],
            offGrid(4, "is not a multiple of 300 s after the first one: expected 2026-01-01T00:10Z")
        ),
        (
            "one strays by seconds", ["00:00", "00:05", "00:10", "00:15:01", "00:20"],
            offGrid(5, "is not a multiple of 300 s after the first one: expected 2026-01-01T00:15Z")
        ),
        (
            "the second strays", ["00:00", "00:03", "00:10", "00:15", "00:20", "00:25"],
            offGrid(3, "is not a multiple of 300 s after the first one: expected 2026-01-01T00:05Z")
        ),
        (
            "the first strays", ["00:02", "00:05", "00:10", "00:15", "00:20"],
            offGrid(2, "is not a multiple of 300 s before the next ones")
        ),
        (
            "three rows tell by the first two", ["00:00", "00:05", "00:07"],
            offGrid(4, "is not a multiple of 300 s after the first one: expected 2026-01-01T00:10Z")
        ),
        (
            "a grid of half minutes", ["00:00:30", "00:01:30"],
            offGrid(2, "is not on a whole minute")
        ),
        ("7 minutes", ["00:00", "00:07", "00:14"], apart(3, 420)),
        ("7 minutes with a stray", ["00:00", "00:07", "00:09", "00:21", "00:28"], apart(3, 420)),
        ("half a minute", ["00:00:00", "00:00:30", "00:01:00"], apart(3, 30)),
        ("a minute and a half", ["00:00:00", "00:01:30", "00:03:00"], apart(3, 90)),
        ("two days", ["2026-01-01", "2026-01-03", "2026-01-05"], apart(3, 172_800)),
        (
            "doubled before 7 minutes", ["00:00", "00:00", "00:07", "00:14"],
            offGrid(3, "is that of the row before once more")
        ),
    ])
    func refusesWhatIsNotRegular(
        requirement: String,
        times: [String],
        expected: String
    ) throws {
        #expect(sentence(ofFileAt: try file(times: times)) == expected)
    }

    @Test(arguments: [
        (
            "finer bins", ["00:00", "00:05", "00:10"], 15,
            "'FILE', line 3: the bins are 5 min wide, not 15; write '--bin 5m' or leave it out"
        ),
        (
            "wider bins", ["00:00", "01:00"], 5,
            "'FILE', line 3: the bins are 60 min wide, not 5; write '--bin 60m' or leave it out"
        ),
        ("no bins at all", ["00:00", "00:07", "00:14"], 5, apart(3, 420)),
        (
            "missing all over", ["00:00", "05:00", "10:00"], 60,
            missing("4 bins are", line: 3, expected: "01:00")
        ),
        (
            "one missing bin", ["00:00", "00:10", "00:15"], 5,
            missing("1 bin is", line: 3, expected: "00:05")
        ),
        ("newest first", ["01:00", "00:00"], 60, back(3, from: "01:00", to: "00:00")),
    ])
    func refusesOtherBinsThanNamed(
        requirement: String,
        times: [String],
        binMinutes: Int,
        expected: String
    ) throws {
        #expect(sentence(ofFileAt: try file(times: times), binMinutes: binMinutes) == expected)
    }

    /// The first 1000 rows tell the width together; what follows is checked row by row.
    @Test(arguments: [999, 1000, 1001, 1002, 1500])
    func anOffenceIsFoundBehindTheHead(row: Int) throws {
        var seconds = (0..<1600).map { $0 * 60 }
        let whole = try folder.file(content(seconds), name: "whole")
        #expect(try DemandFile(ofFileAt: whole).counts.count == 1600)
        seconds.remove(at: row)
        let gap = try folder.file(content(seconds), name: "gap")
        // The header is line 1, the row of index 0 is line 2.
        #expect(
            throws: ObservingError.missingBins(
                path: gap,
                line: row + 2,
                count: 1,
                expectedSecond: Int64(row * 60)
            )
        ) { try DemandFile(ofFileAt: gap) }
        seconds.insert(seconds[row - 1], at: row)
        let doubled = try folder.file(content(seconds), name: "doubled")
        #expect(
            sentence(ofFileAt: doubled)
                == Self.offGrid(row + 2, "is that of the row before once more")
        )
    }

    private func content(_ seconds: [Int]) -> String {
        "timestamp,count\n" + seconds.map { "\($0),1\n" }.joined()
    }

    // MARK: - Properties

    @Test func whateverIsRegularIsReadBack() throws {
        let widths = (1...1440).filter { 1440 % $0 == 0 }
        #expect(widths.count == 36)
        var random = SplitMix64(seed: 11)
        for width in widths {
            let first = Int.random(in: 0..<100_000_000, using: &random)
            let counts = (0..<Int.random(in: 2...60, using: &random)).map { _ -> Double? in
                switch Int.random(in: 0..<4, using: &random) {
                case 0: nil
                case 1: Double(Int.random(in: 0...(1 << 53), using: &random))
                case 2: Double.random(in: 0..<1e-9, using: &random)
                default: Double.random(in: 0..<5000, using: &random)
                }
            }
            let rows = counts.enumerated().map { index, count in
                let second = (first + index * width) * 60
                let stamp = Bool.random(using: &random) ? "\(second)" : utcText(Int64(second))
                return "\(stamp),\(count.map { "\($0)" } ?? (index % 2 == 0 ? "" : "NaN"))\n"
            }
            let file = try DemandFile(
                ofFileAt: folder.file("timestamp,count\n" + rows.joined())
            )
            #expect(file.startMinute == first)
            #expect(file.binMinutes == width)
            #expect(file.counts == counts)
        }
    }

    @Test func filesOfAnyBytesAreReadWithoutATrap() throws {
        let whole = Array(
            """
            timestamp,count
            2026-01-01T00:00:00.25+05:30,"12.0"
            2026-01-01T01:00:00+05:30,1.25e3
            1767213000,NaN
            2025-12-31 21:30,9007199254740992

            """.utf8
        )
        let path = try folder.file(bytes: whole)
        #expect(try DemandFile(ofFileAt: path).counts.count == 4)
        // To close a file that was cut waits for the disk.
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }  // All that is left is to let go of it.
        let likely = Array("0123456789.,e+-:TZ\"\n\r ".utf8)
        var random = SplitMix64(seed: 5)
        var accepted = 0
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(likely.randomElement(using: &random) ?? 0, at: index)
                case 2: bytes.remove(at: index)
                case 3: bytes += bytes[index...]
                default: bytes[index] = likely.randomElement(using: &random) ?? 0
                }
            }
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(bytes))
            do throws(ObservingError) {
                let file = try DemandFile(ofFileAt: path)
                accepted += 1
                #expect(1440 % file.binMinutes == 0)
                #expect(file.counts.allSatisfy { $0.map { (0...0x1p53).contains($0) } ?? true })
            } catch {
                #expect(error.description.contains("'\(path)'"))
            }
        }
        #expect((1..<3000).contains(accepted))
    }
}
