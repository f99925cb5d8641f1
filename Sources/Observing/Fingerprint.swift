/// Returns a number by which the same file is recognised when it comes again.
///
/// It is the CRC-32 of the first 64 KiB of the content, so a gzip file has that of the plain one.
///
/// - Throws: ``ObservingError`` when the file cannot be read.
package func fingerprint(ofFileAt path: String) throws(ObservingError) -> UInt32 {
    var file = try CompressedFile(path: path)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { memory.deallocate() }
    let count = try file.read(into: memory)
    return digest(of: UnsafeRawBufferPointer(memory).part(0, count))
}
