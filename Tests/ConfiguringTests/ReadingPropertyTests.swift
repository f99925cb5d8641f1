import Domain
import Foundation
import Testing

@testable import Configuring

/// Whatever the bytes are, reading ends with settings or a flaw.
@Suite struct ReadingPropertyTests {
    /// SplitMix64 (Steele, Lea and Flood 2014).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let signs = Array("&*!|>%@`'\"[]{},:?-#~<=\n\t \\0aé\u{FEFF}".utf8)

    @Test(arguments: 0..<40)
    func randomBytesEndWithAFlaw(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 0...200, using: &generator)
            let isText = Bool.random(using: &generator)
            let bytes = (0..<count).map { _ in
                isText
                    ? Self.signs.randomElement(using: &generator) ?? 0
                    : UInt8.random(in: 0...255, using: &generator)
            }
            let sentence = flaw(of: bytes)
            #expect(sentence?.hasPrefix("x.yaml:") == true)
        }
    }

    @Test(arguments: 0..<40)
    func mutatedFilesAreReadOrRefused(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let original = Array(try configurationText(of: try fullSettings()).utf8)
        #expect(flaw(of: original) == nil)
        for _ in 0..<25 {
            var bytes = original
            for _ in 0...Int.random(in: 0...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                let sign = Self.signs.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0...3, using: &generator) {
                case 0: bytes[index] = sign
                case 1: bytes.insert(sign, at: index)
                case 2: bytes.remove(at: index)
                default:
                    let end = min(index + 40, bytes.count)
                    bytes.insert(contentsOf: bytes[index..<end], at: index)
                }
            }
            if let sentence = flaw(of: bytes) {
                #expect(sentence.hasPrefix("x.yaml:") && !sentence.hasSuffix("."))
            }
        }
    }

    /// Settings made by chance come back from their text.
    @Test(arguments: 0..<40)
    func randomTextsComeBack(seed: UInt64) throws {
        var generator = Generator(state: seed)
        func text() -> String {
            let scalars = Array(" ~'\"\\:#-&*!%@`[]{},?|>\n\taZ09é\u{85}\u{2028}😀".unicodeScalars)
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                view.append(scalars.randomElement(using: &generator) ?? "x")
            }
            return String(view)
        }
        for _ in 0..<20 {
            var endpoint = Endpoint(
                id: EndpointID(rawValue: 0),
                name: "a",
                warmUp: WarmUpRequest(url: "http://a/")
            )
            endpoint.warmUp.body = text()
            endpoint.match.host = text()
            let settings = FleetSettings(
                endpoints: [EndpointSettings(endpoint: endpoint)],
                budgets: []
            )
            let written = try configurationText(of: settings)
            #expect(try read(written) == settings, "\(written)")
        }
    }
}
