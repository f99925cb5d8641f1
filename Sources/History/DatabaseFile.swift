import Glibc

/// The file of a database, as the file system sees it.
///
/// It is never opened here once it exists: closing a descriptor of one's own would drop the locks
/// that SQLite holds on the same file in this process.
struct DatabaseFile {
    /// As the person wrote it: errors name it so.
    let path: String

    /// A path that SQLite takes for nothing but a file (`:memory:` and `file:` mean other things).
    var openPath: String { path.hasPrefix("/") ? path : "./" + path }

    /// The bytes of the file, or `nil` when there is none.
    ///
    /// - Throws: ``StoreError`` when that cannot be told, or when it is no file.
    func size() throws -> Int64? {
        var status = stat()
        guard stat(openPath, &status) == 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw StoreError(errno: code, lookingAt: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int64(status.st_size)
        case S_IFDIR: throw StoreError.isDirectory(path: path)
        default: throw StoreError.notADatabase(path: path)
        }
    }

    /// Throws unless the file can be read and written, and SQLite can keep its log beside it.
    func checkPermissions() throws {
        guard Self.isAllowed(R_OK, at: openPath) else { throw StoreError.notReadable(path: path) }
        guard Self.isAllowed(W_OK, at: openPath) else { throw StoreError.notWritable(path: path) }
        let folder = Self.folder(of: resolvedPath)
        guard Self.isAllowed(W_OK | X_OK, at: folder) else {
            throw StoreError.folderNotWritable(folder: folder)
        }
    }

    /// Makes the empty file, for its owner alone, and the folders that are missing on the way.
    func create() throws {
        let folder = Self.folder(of: openPath)
        try makeFolder(folder)
        let descriptor = open(openPath, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            // Somebody else has made it in between, or the name is a link to nothing.
            if code == EEXIST {
                guard try size() == nil else { return }
                throw StoreError.danglingLink(path: path)
            }
            throw StoreError(errno: code, writingIn: folder, for: path)
        }
        defer { close(descriptor) }
        // The umask may have taken more than it should.
        guard fchmod(descriptor, 0o600) == 0 else {
            throw StoreError(errno: errno, writingIn: folder, for: path)
        }
    }

    /// Takes an empty file that was there for a new one: its owner alone may read it.
    ///
    /// A refusal cannot matter: then the file is another user's, who has chosen its mode.
    func makePrivate() { _ = chmod(openPath, 0o600) }

    /// Whether a file of this name and `suffix` stands beside the database.
    func hasCompanion(_ suffix: String) -> Bool {
        var status = stat()
        return stat(resolvedPath + suffix, &status) == 0
    }

    /// The file's path with every link followed, beside which SQLite keeps its log.
    private var resolvedPath: String {
        guard let resolved = realpath(openPath, nil) else { return openPath }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func makeFolder(_ folder: String) throws {
        var missing: [String] = []
        var current = folder
        var status = stat()
        while stat(current, &status) != 0 {
            let code = errno
            guard code == ENOENT else {
                throw StoreError(errno: code, writingIn: current, for: path)
            }
            missing.append(current)
            current = Self.folder(of: current)
        }
        for folder in missing.reversed() {
            guard mkdir(folder, 0o700) == 0 else {
                let code = errno
                if code == EEXIST { continue }
                throw StoreError(errno: code, writingIn: folder, for: path)
            }
            guard chmod(folder, 0o700) == 0 else {
                throw StoreError(errno: errno, writingIn: folder, for: path)
            }
        }
    }

    private static func folder(of path: String) -> String {
        let trimmed = path.reversed().drop { $0 == "/" }
        let folder = trimmed.drop { $0 != "/" }.drop { $0 == "/" }
        if folder.isEmpty { return path.hasPrefix("/") ? "/" : "." }
        return String(folder.reversed())
    }

    private static func isAllowed(_ mode: Int32, at path: String) -> Bool {
        faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }
}
