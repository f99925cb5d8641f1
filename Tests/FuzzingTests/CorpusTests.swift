import Foundation
import Fuzzing
import Testing

/// What fuzzers found, and what people wrote: none of it breaks a parser, nor do changes of it.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzzing/Corpus")

    private static func corpus(of parser: FuzzedParser) throws -> [[UInt8]] {
        let folder = folder.appending(path: parser.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) }
    }

    @Test(arguments: FuzzedParser.allCases)
    func theCorpusBreaksNothing(parser: FuzzedParser) throws {
        let corpus = try Self.corpus(of: parser)
        #expect(!corpus.isEmpty)
        for bytes in corpus { parser.feed(bytes) }
    }

    /// Bytes replaced, dropped, doubled and joined at random: the same ones in every run.
    @Test(arguments: FuzzedParser.allCases)
    func changesOfItBreakNothing(parser: FuzzedParser) throws {
        let corpus = try Self.corpus(of: parser)
        var random = Splitmix(state: 7)
        let rounds = parser == .csv ? 200 : 2000
        for _ in 0..<rounds {
            var bytes = corpus[random.below(corpus.count)]
            for _ in 0...random.below(4) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[place], at: place)
                default: bytes += corpus[random.below(corpus.count)].prefix(place)
                }
            }
            parser.feed(bytes)
        }
    }
}

/// Steele, Lea and Flood 2014: enough for choosing bytes.
private struct Splitmix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
