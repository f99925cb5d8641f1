import Foundation
import Fuzzing

/// libFuzzer's own main, which calls back with bytes of its making.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

guard FuzzedParser.chosen != nil else {
    let names = FuzzedParser.allCases.map(\.rawValue).joined(separator: ", ")
    fatalError("PREHEAT_FUZZ must be one of \(names)")
}
var count = CommandLine.argc
var words = CommandLine.unsafeArgv
exit(runFuzzer(&count, &words) { feed($0, $1) })
