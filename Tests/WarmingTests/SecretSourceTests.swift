import AsyncHTTPClient
import Domain
import Foundation
import Glibc
import NIOHTTP1
import Testing
import Warming

@Suite(.timeLimit(.minutes(1))) struct SecretSourceTests {
    /// A folder of one test.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "preheat-secret-\(UUID().uuidString)").path

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false
            )
        }

        deinit {
            // What stays behind lies in the system's temporary folder.
            try? FileManager.default.removeItem(atPath: path)
        }

        func write(_ bytes: [UInt8], to name: String = "secret") throws -> SecretReference {
            let file = "\(path)/\(name)"
            try Data(bytes).write(to: URL(filePath: file))
            return try #require(SecretReference("file:\(file)"))
        }
    }

    private let source = SecretSource(environment: ["SHOP_TOKEN": "s3cr3t", "EMPTY": ""])

    private func failure(
        _ reference: SecretReference,
        of source: SecretSource? = nil
    ) -> SecretFailure.Reason? {
        do throws(SecretFailure) {
            _ = try (source ?? self.source).text(of: reference)
            return nil
        } catch {
            #expect(error.reference == reference)
            #expect(!error.description.contains("s3cr3t"))
            return error.reason
        }
    }

    @Test func aVariableIsRead() throws {
        let set = try #require(SecretReference("env:SHOP_TOKEN"))
        #expect(try source.text(of: set) == "s3cr3t")
        let unset = try #require(SecretReference("env:SHOP"))
        #expect(failure(unset) == .absent)
        #expect(failure(try #require(SecretReference("env:EMPTY"))) == .empty)
    }

    @Test(
        arguments: [
            ("text", "s3cr3t", "s3cr3t"), ("a line", "s3cr3t\n", "s3cr3t"),
            ("a line of Windows", "s3cr3t\r\n", "s3cr3t"), ("blanks stay", " s 3 \n", " s 3 "),
            ("other letters", "päß", "päß"),
        ]
    )
    func aFilesTextIsReadWithoutItsLineEnd(
        requirement: String,
        text: String,
        secret: String
    ) throws {
        let folder = try Folder()
        let reference = try folder.write(Array(text.utf8))
        #expect(try source.text(of: reference) == secret)
        withExtendedLifetime(folder) {}
    }

    @Test(
        arguments: [
            ("nothing", [], .empty), ("a line end alone", [10], .empty),
            ("two lines", Array("s3\ncr3t\n".utf8), .notOneLine),
            ("two line ends", Array("s3cr3t\n\n".utf8), .notOneLine),
            ("a tab", Array("s3\tcr3t".utf8), .notOneLine), ("a zero", [65, 0], .notOneLine),
            ("a delete", [65, 0x7F], .notOneLine), ("no UTF-8", [0xFF, 0xFE], .notText),
        ] as [(String, [UInt8], SecretFailure.Reason?)]
    )
    func aFileThatIsNoSecret(
        requirement: String,
        bytes: [UInt8],
        reason: SecretFailure.Reason?
    ) throws {
        let folder = try Folder()
        #expect(failure(try folder.write(bytes)) == reason)
        withExtendedLifetime(folder) {}
    }

    @Test(
        arguments: [
            ("the longest", 65_536, "", nil), ("the longest and its line end", 65_536, "\r\n", nil),
            ("one byte more", 65_537, "", .tooLong), ("far more", 1 << 20, "\n", .tooLong),
        ] as [(String, Int, String, SecretFailure.Reason?)]
    )
    func aFileIsReadUpToALimit(
        requirement: String,
        length: Int,
        end: String,
        reason: SecretFailure.Reason?
    ) throws {
        let folder = try Folder()
        let bytes = [UInt8](repeating: 65, count: length) + Array(end.utf8)
        #expect(failure(try folder.write(bytes)) == reason)
        withExtendedLifetime(folder) {}
    }

    @Test func whatIsNoFileIsNotWaitedFor() throws {
        let folder = try Folder()
        let pipe = "\(folder.path)/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(failure(try #require(SecretReference("file:\(pipe)"))) == .noFile)
        #expect(failure(try #require(SecretReference("file:\(folder.path)"))) == .noFile)
        #expect(failure(try #require(SecretReference("file:/dev/zero"))) == .noFile)
        #expect(failure(try #require(SecretReference("file:\(folder.path)/none"))) == .absent)
        #expect(failure(try #require(SecretReference("file:\(pipe)/none"))) == .absent)
    }

    @Test func aCredentialIsReadFromSystemdsFolder() throws {
        let folder = try Folder()
        _ = try folder.write(Array("s3cr3t".utf8), to: "shop")
        let given = SecretSource(environment: ["CREDENTIALS_DIRECTORY": folder.path])
        let shop = try #require(SecretReference("credential:shop"))
        #expect(try given.text(of: shop) == "s3cr3t")
        let other = try #require(SecretReference("credential:other"))
        #expect(failure(other, of: given) == .absent)
        #expect(failure(shop) == .noCredentials)
        #expect(
            failure(shop, of: SecretSource(environment: ["CREDENTIALS_DIRECTORY": ""]))
                == .noCredentials
        )
    }

    @Test func aReplacedFileIsTheOneThatIsSent() async throws {
        let folder = try Folder()
        let reference = try folder.write(Array("first".utf8))
        try await LocalServer.with(.answers(ok)) { server, port in
            try await withWarmer(source) { warmer in
                var request = request(port: port)
                request.headers = [
                    WarmUpRequest.Header(name: "Authorization", value: "Bearer \(reference)"),
                    WarmUpRequest.Header(name: "X-Api-Key", value: "env:SHOP_TOKEN"),
                ]
                #expect(await warmer.warm(request, instances: 1).outcome == .succeeded)
                _ = try folder.write(Array("second\n".utf8))
                #expect(await warmer.warm(request, instances: 1).outcome == .succeeded)
            }
            let heads = server.requests.map(\.head.headers)
            #expect(
                heads.map { $0.first(name: "Authorization") } == ["Bearer first", "Bearer second"]
            )
            #expect(heads.map { $0.first(name: "X-Api-Key") } == ["s3cr3t", "s3cr3t"])
        }
    }

    @Test func withoutItsSecretNothingIsSent() async throws {
        try await LocalServer.with(.answers(ok)) { server, port in
            let result = try await withWarmer(source) { warmer in
                var request = request(port: port)
                request.headers = [
                    WarmUpRequest.Header(name: "X-Api-Key", value: "env:SHOP_TOKEN"),
                    WarmUpRequest.Header(name: "Authorization", value: "Bearer env:OTHER"),
                ]
                return await warmer.warm(request, instances: 3)
            }
            #expect(result.instances.map(\.outcome) == [.unreachable, .unreachable, .unreachable])
            #expect(result.failedInstances == 3)
            #expect(
                result.detail
                    == "the environment variable OTHER is not set; set it where preheat runs"
            )
            #expect(server.connections == 0)
        }
    }

    @Test func everyMissingSecretIsNamed() throws {
        let request = WarmUpRequest(
            url: "http://127.0.0.1:9/",
            headers: ["env:A", "env:SHOP_TOKEN", "credential:b", "text"].map {
                WarmUpRequest.Header(name: "X-Key", value: $0)
            }
        )
        #expect(
            source.failures(of: request).map { "\($0.reference)" } == ["env:A", "credential:b"]
        )
    }

    /// Services are written to the journal as they are when it is verbose.
    @Test func whatHoldsSecretsSaysNothingOfThem() async throws {
        let texts = try await withWarmer(source) { warmer in
            var dumped = ""
            dump(warmer, to: &dumped)
            return ["\(warmer)", String(reflecting: warmer), "\(source)", dumped]
        }
        for text in texts { #expect(!text.contains("s3cr3t")) }
        let client = HTTPWarmer.makeClient()
        let poster = WebhookPoster(client: client, url: "http://127.0.0.1:9/s3cr3t")
        var dumped = ""
        dump(poster, to: &dumped)
        for text in ["\(poster)", String(reflecting: [poster]), dumped] {
            #expect(!text.contains("s3cr3t"))
        }
        try await client.shutdown()
    }
}
