import Fuzzing

/// What libFuzzer calls with bytes of its own making.
@_cdecl("LLVMFuzzerTestOneInput")
func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzedParser.chosen?.feed(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
