import Domain
import Foundation
import Testing

@testable import Configuring

/// Files with one mistake each, and what is said of them.
@Suite struct BadConfigurationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "BadConfigurations")

    /// A folder that cannot be read has no files, which a test finds.
    private static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()

    @Test func thereAreManyKindsOfMistakes() throws {
        #expect(Self.names.count >= 100)
        let texts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) }.sorted()
        #expect(texts == Self.names)
    }

    @Test(arguments: names)
    func aMistakeIsToldInOneSentence(name: String) throws {
        let bytes = [UInt8](
            try Data(contentsOf: Self.folder.appending(path: "\(name).yaml"))
        )
        let expectation = Self.folder.appending(path: "\(name).txt")
        let sentence: String
        do {
            let file = try ConfigurationFile([
                ConfigurationSource(name: "\(name).yaml", bytes: bytes)
            ])
            try file.check(file.settings, over: .empty)
            sentence = ""
        } catch {
            sentence = "\(error)\n"
        }
        if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] == "1" {
            try Data(sentence.utf8).write(to: expectation)
        }
        let known = (try? String(contentsOf: expectation, encoding: .utf8)) ?? ""  // None is none.
        #expect(sentence == known)
        #expect(sentence.hasPrefix("\(name).yaml:") && sentence.hasSuffix("\n"))
        #expect(sentence.split(separator: "\n").count == 1)
        #expect(!sentence.hasSuffix(".\n"))
    }
}
