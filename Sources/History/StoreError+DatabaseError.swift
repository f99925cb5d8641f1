import GRDB
import Glibc

extension StoreError {
    /// What an error of SQLite means to the person who must act.
    init(_ error: DatabaseError, at path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_CORRUPT: self = .corrupt(path: path)
        case .SQLITE_NOTADB: self = .notADatabase(path: path)
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
        case .SQLITE_CONSTRAINT: self.init(constraint: error)
        default:
            self = .other(message: error.message ?? "error \(error.resultCode)", path: path)
        }
    }

    private init(constraint error: DatabaseError) {
        let message = error.message ?? "a constraint"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self = .endpointIsGone
        case .SQLITE_CONSTRAINT_CHECK:
            self = .ruleBroken(rule: String(message.trimmingPrefix("CHECK constraint failed: ")))
        default: self = .ruleBroken(rule: message)
        }
    }

    /// What `code`, met when looking at `path`, means to the person who must act.
    ///
    /// A database that one may not read is never taken for an absent one.
    init(errno code: Int32, lookingAt path: String) {
        switch code {
        case ENOENT, ENOTDIR: self = .absent(path: path)
        case EACCES, EPERM: self = .notReadable(path: path)
        default: self = .other(message: String(cString: strerror(code)), path: path)
        }
    }

    /// What `code`, met when making `folder` or a file in it, means to the person who must act.
    init(errno code: Int32, writingIn folder: String, for path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path: path)
        case EACCES, EPERM, EROFS, ENOTDIR, ENOENT, EEXIST:
            self = .folderNotWritable(folder: folder)
        default: self = .other(message: String(cString: strerror(code)), path: path)
        }
    }
}
