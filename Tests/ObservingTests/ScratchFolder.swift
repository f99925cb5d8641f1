import CZlib
import Foundation
import Testing

/// A folder of one test's files; a class, because its end removes them.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "observing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        // What cannot be removed is left in the temporary folder and disturbs no other test.
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a plain file and returns its path.
    func file(_ text: String, name: String = "plain") throws -> String {
        try file(bytes: Array(text.utf8), name: name)
    }

    func file(bytes: [UInt8], name: String = "plain") throws -> String {
        let path = url.appending(path: name).path
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// Writes a gzip file with a member for each text and returns its path.
    func gzip(_ members: String..., name: String = "packed.gz") throws -> String {
        let path = url.appending(path: name).path
        for (index, member) in members.enumerated() {
            let handle = try #require(gzopen(path, index == 0 ? "wb" : "ab"))
            let bytes = Array(member.utf8)
            #expect(gzwrite(handle, bytes, UInt32(bytes.count)) == Int32(bytes.count))
            #expect(gzclose(handle) == Z_OK)
        }
        return path
    }
}

/// Small, fast and the same everywhere: Steele, Lea and Flood's SplitMix64.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
