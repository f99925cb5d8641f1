import Glibc

/// Writes a file as a whole or not at all: beside its place first, then moved there.
///
/// A symbolic link stays one, and its target is written; a device or a pipe is written to directly.
///
/// - Throws: `CommandError` with the operating system's reason.
func writeWhole(_ text: String, to path: String, option: String) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotWrite(path, option: option) }
        try writeAll(Array(text.utf8), to: descriptor, path: path, option: option)
        guard close(descriptor) == 0 else { throw cannotWrite(path, option: option) }
        return
    }
    let place = exists ? resolved(path) : path
    let partial = "\(place).\(getpid()).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw cannotWrite(path, option: option) }
    do {
        try writeAll(Array(text.utf8), to: descriptor, path: path, option: option)
        guard close(descriptor) == 0, rename(partial, place) == 0 else {
            throw cannotWrite(path, option: option)
        }
    } catch {
        unlink(partial)
        throw error
    }
}

/// The path without symbolic links; the same where that cannot be told.
private func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
}

private func writeAll(
    _ bytes: [UInt8],
    to descriptor: Int32,
    path: String,
    option: String
) throws {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes {
            write(descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 else {
            let failure = cannotWrite(path, option: option)
            close(descriptor)
            throw failure
        }
        written += count
    }
}

private func cannotWrite(_ path: String, option: String) -> CommandError {
    CommandError(
        "cannot write \(path.isEmpty ? "a file without a name" : path): "
            + "\(String(cString: strerror(errno))); name another file with \(option)"
    )
}
