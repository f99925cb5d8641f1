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
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
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
}
