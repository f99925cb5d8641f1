import Foundation
import Glibc
import Testing

@testable import Observing

/// A line as a test can keep it.
private struct KeptLine: Equatable {
    var number: Int
    var text: String
    var isTooLong = false
}

private func lines(ofFileAt path: String) throws(ObservingError) -> [KeptLine] {
    var reader = try LineReader(path: path)
    var lines: [KeptLine] = []
    while let line = try reader.next() {
        lines.append(
            KeptLine(
                number: line.number,
                text: String(decoding: line.bytes, as: UTF8.self),
                isTooLong: line.isTooLong
            )
        )
    }
    return lines
}

@Suite struct LineReaderTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(arguments: [
        ("no line in an empty file", "", []),
        ("one line", "a\n", [KeptLine(number: 1, text: "a")]),
        (
            "a last line without an end",
            "a\nb",
            [KeptLine(number: 1, text: "a"), KeptLine(number: 2, text: "b")]
        ),
        (
            "carriage returns are dropped, blank lines are counted",
            "a\r\n\r\nb\r\n",
            [
                KeptLine(number: 1, text: "a"), KeptLine(number: 2, text: ""),
                KeptLine(number: 3, text: "b"),
            ]
        ),
        ("only one carriage return is dropped", "a\r\r\n", [KeptLine(number: 1, text: "a\r")]),
        ("a byte order mark is dropped", "\u{feff}a\n", [KeptLine(number: 1, text: "a")]),
        (
            "a mark inside is content", "a\n\u{feff}b\n",
            [KeptLine(number: 1, text: "a"), KeptLine(number: 2, text: "\u{feff}b")]
        ),
    ])
    private func reads(requirement: String, content: String, expected: [KeptLine]) throws {
        #expect(try lines(ofFileAt: folder.file(content)) == expected)
        #expect(try lines(ofFileAt: folder.gzip(content)) == expected)
    }

    @Test func membersOfAGzipFileFollowEachOther() throws {
        let path = try folder.gzip("a\nb", "c\nd\n", "e\n")
        #expect(try lines(ofFileAt: path).map(\.text) == ["a", "bc", "d", "e"])
    }

    @Test(arguments: [
        ("64 KiB are a line", 65_536, false), ("one byte more is too long", 65_537, true),
        ("a window and more is too long", 300_000, true),
        ("many windows are too long", 3_000_000, true),
    ])
    func limitsALine(requirement: String, length: Int, isTooLong: Bool) throws {
        for end in ["\n", "\r\n"] {
            let long = String(repeating: "x", count: length)
            let found = try lines(ofFileAt: folder.file("first\n\(long)\(end)last\n"))
            #expect(found.map(\.number) == [1, 2, 3])
            #expect(found.map(\.isTooLong) == [false, isTooLong, false])
            #expect(found.first?.text == "first")
            #expect(found.last?.text == "last")
            #expect(found[1].text.utf8.count == (isTooLong ? 256 : length))
        }
    }

    @Test func aTooLongLastLineIsGivenOnce() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let found = try lines(ofFileAt: folder.file("a\n\(long)"))
        #expect(found.map(\.isTooLong) == [false, true])
    }

    @Test(arguments: 0..<20)
    func linesOfAnyLengthAreWhole(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let expected = (0..<600).map { _ in
            let most = Int.random(in: 0..<20, using: &random) == 0 ? 65_000 : 400
            let letter = Character(UnicodeScalar(UInt8.random(in: 97..<123, using: &random)))
            return String(repeating: letter, count: Int.random(in: 0...most, using: &random))
        }
        let content = expected.map { $0 + "\n" }.joined()
        #expect(try lines(ofFileAt: folder.file(content)).map(\.text) == expected)
        #expect(try lines(ofFileAt: folder.gzip(content)).map(\.text) == expected)
    }

    @Test func everyCutOfAGzipFileIsTruncated() throws {
        let content = (0..<500).map { "line \($0)\n" }.joined()
        let whole = Array(try Data(contentsOf: URL(filePath: folder.gzip(content))))
        for length in stride(from: 2, to: whole.count, by: 7) + [whole.count - 1] {
            let path = try folder.file(bytes: Array(whole.prefix(length)), name: "cut.gz")
            #expect(throws: ObservingError.truncated(path: path)) { try lines(ofFileAt: path) }
        }
    }

    @Test func aChangedByteOfAGzipFileIsDamage() throws {
        let content = (0..<500).map { "line \($0)\n" }.joined()
        var bytes = Array(try Data(contentsOf: URL(filePath: folder.gzip(content))))
        bytes[bytes.count - 6] ^= 1  // Of the check sum.
        let path = try folder.file(bytes: bytes, name: "damaged.gz")
        #expect(
            throws: ObservingError.damaged(path: path, reason: "incorrect data check")
        ) { try lines(ofFileAt: path) }
    }

    @Test func whatIsNoFileIsNamed() throws {
        let absent = folder.url.appending(path: "absent").path
        #expect(throws: ObservingError.absent(path: absent)) { try lines(ofFileAt: absent) }
        let path = folder.url.path
        #expect(throws: ObservingError.isFolder(path: path)) { try lines(ofFileAt: path) }
        let device = "/dev/null"
        #expect(throws: ObservingError.notRegularFile(path: device)) {
            try lines(ofFileAt: device)
        }
    }

    @Test(arguments: [
        ("a missing folder on the way", ENOENT, ObservingError.absent(path: "p")),
        ("a file where a folder should be", ENOTDIR, .absent(path: "p")),
        ("no permission", EACCES, .notReadable(path: "p")),
        ("a socket", ENXIO, .notRegularFile(path: "p")),
        ("a broken disk", EIO, .readFailed(path: "p", reason: "Input/output error")),
    ])
    func refusalsOfTheSystemAreNamed(requirement: String, code: Int32, expected: ObservingError) {
        #expect(CompressedFile.openingError(path: "p", code: code) == expected)
    }

    @Test func progressIsToldUpToTheEndButNotOften() throws {
        var random = SplitMix64(seed: 1)
        let content = (0..<60_000).map { _ in "\(random.next()) \(random.next())\n" }.joined()
        for path in [try folder.file(content), try folder.gzip(content)] {
            var told: [LineReader.Progress] = []
            var reader = try LineReader(path: path) { told.append($0) }
            while try reader.next() != nil {}
            let last = try #require(told.last)
            #expect(last.totalBytes > 1_000_000)
            #expect(last.consumedBytes == last.totalBytes)
            #expect((3...250).contains(told.count))
            #expect(told.map(\.consumedBytes) == told.map(\.consumedBytes).sorted())
        }
    }
}
