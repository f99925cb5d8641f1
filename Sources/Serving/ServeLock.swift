import Glibc

/// The right to serve a database, held by one process at a time and given back by the kernel when
/// it ends, however it ends.
package final class ServeLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock beside the database file.
    ///
    /// - Throws: ``ServingError/alreadyServed(database:)`` when another process holds it.
    package init(forDatabaseAt path: String) throws {
        let lockPath = path + ".serve"
        descriptor = open(lockPath, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ServingError.lockUnavailable(
                path: lockPath,
                reason: String(cString: strerror(errno))
            )
        }
        let code = Self.take(descriptor)
        guard code == 0 else {
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw ServingError.lockUnavailable(
                    path: lockPath,
                    reason: String(cString: strerror(code))
                )
            }
            throw ServingError.alreadyServed(database: path)
        }
    }

    deinit { close(descriptor) }

    /// Whether a process serves the database; `nil` where this user may not look.
    ///
    /// For a moment it holds a part of the lock itself; whoever wants to serve then tries again.
    package static func isHeld(forDatabaseAt path: String) -> Bool? {
        let descriptor = open(path + ".serve", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? false : nil }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// Takes the lock, or tries again for a fifth of a second: who only looks holds it that briefly.
    private static func take(_ descriptor: Int32) -> Int32 {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return 0 }
            guard errno == EWOULDBLOCK else { return errno }
            usleep(10_000)
        }
        return EWOULDBLOCK
    }
}
