import Foundation
import Testing

/// Compares a text with a file of `Goldens`, or writes the file when `RENEW_GOLDENS` is 1.
func expectGolden(_ name: String, _ text: String) throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens/\(name)")
    if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] == "1" {
        try Data(text.utf8).write(to: golden)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    let advice =
        "not what \(name) says; look at it, and if it is right, renew the file with RENEW_GOLDENS=1"
    #expect(text == expected, "\(advice)")
}
