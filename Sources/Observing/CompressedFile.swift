import CZlib
import Glibc

/// A plain or gzip file (also of several gzip members), read from its start as plain bytes.
struct CompressedFile: ~Copyable {
    let path: String
    /// Bytes on the disk.
    let size: Int64
    private let handle: gzFile

    init(path: String) throws(ObservingError) {
        let (handle, size) = try Self.open(path)
        self.path = path
        self.handle = handle
        self.size = size
    }

    deinit { gzclose_r(handle) }

    /// How many bytes of the file on the disk were consumed.
    var offset: Int64 { Int64(gzoffset(handle)) }

    /// Reads up to the size of `room`; less only at the end of the file.
    ///
    /// - Returns: The bytes read, 0 at the end.
    /// - Throws: When the file cannot be read, or is a gzip file that ends early or is damaged.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(ObservingError) -> Int {
        let wanted = min(room.count, 1 << 30)
        let count = Int(gzread(handle, room.baseAddress, UInt32(wanted)))
        guard count < wanted else { return count }
        let systemCode = errno
        var code = Z_OK
        let message = gzerror(handle, &code)
        switch code {
        case Z_OK where count >= 0: return count
        case Z_BUF_ERROR: throw .truncated(path: path)
        case Z_ERRNO: throw .readFailed(path: path, reason: Self.text(of: systemCode))
        case Z_DATA_ERROR:
            let reason = message.map { String(cString: $0) } ?? ""
            // zlib puts the file's name, here a descriptor, before a colon.
            let words = reason.split(separator: ": ", maxSplits: 1).last.map(String.init)
            throw .damaged(path: path, reason: words ?? "invalid data")
        default: throw .readFailed(path: path, reason: "zlib error \(code)")
        }
    }

    private static func open(
        _ path: String
    ) throws(ObservingError) -> (handle: gzFile, size: Int64) {
        // A pipe would block without O_NONBLOCK; regular files do not care.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw openingError(path: path, code: errno) }
        do throws(ObservingError) {
            let size = try sizeOfFile(descriptor, path: path)
            guard let handle = gzdopen(descriptor, "rb") else {
                throw .readFailed(path: path, reason: "out of memory")
            }
            // With twice this room per read, zlib inflates straight into the caller's memory.
            gzbuffer(handle, 64 * 1024)
            return (handle, size)
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func sizeOfFile(
        _ descriptor: Int32,
        path: String
    ) throws(ObservingError) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .readFailed(path: path, reason: text(of: errno))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int64(status.st_size)
        case S_IFDIR: throw .isFolder(path: path)
        default: throw .notRegularFile(path: path)
        }
    }

    static func openingError(path: String, code: Int32) -> ObservingError {
        switch code {
        case ENOENT, ENOTDIR: .absent(path: path)
        case EACCES, EPERM: .notReadable(path: path)
        case ENXIO: .notRegularFile(path: path)
        default: .readFailed(path: path, reason: text(of: code))
        }
    }

    private static func text(of code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
