import Testing

@testable import Observing

@Suite struct FingerprintTests {
    @Test func theStartOfTheContentIsRecognised() throws {
        let folder = try ScratchFolder()
        let start = String(repeating: "function,minute,count\n", count: 3000)
        let plain = try fingerprint(ofFileAt: folder.file(start, name: "a"))
        #expect(start.utf8.count > 65_536)
        #expect(try fingerprint(ofFileAt: folder.gzip(start)) == plain)
        #expect(try fingerprint(ofFileAt: folder.file(start + "more", name: "b")) == plain)
        #expect(try fingerprint(ofFileAt: folder.file("x" + start, name: "c")) != plain)
        // The check value of CRC-32 as published.
        #expect(try fingerprint(ofFileAt: folder.file("123456789", name: "d")) == 0xcbf4_3926)
    }
}
