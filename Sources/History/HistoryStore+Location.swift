import Glibc

extension HistoryStore {
    /// Where the database is: the flag, else `PREHEAT_DATABASE`, else the system's one when there
    /// is one, else this person's own.
    ///
    /// - Parameters:
    ///   - flag: The value of `--database`, when it was given.
    ///   - environment: `PREHEAT_DATABASE`, `XDG_DATA_HOME` (only an absolute path counts) and
    ///     `HOME` are looked at.
    ///   - systemPath: The database of the installed service.
    /// - Returns: A path, whose file may not be there yet.
    /// - Throws: ``StoreError/emptyLocation(source:)``, ``StoreError/noHome``, and
    ///   ``StoreError/notReadable(path:)`` when one may not even look for the system's database.
    package static func location(
        flag: String?,
        environment: [String: String],
        systemPath: String = "/var/lib/preheat/preheat.db"
    ) throws -> String {
        if let flag {
            guard !flag.isEmpty else { throw StoreError.emptyLocation(source: "--database") }
            return flag
        }
        if let variable = environment["PREHEAT_DATABASE"] {
            guard !variable.isEmpty else {
                throw StoreError.emptyLocation(source: "PREHEAT_DATABASE")
            }
            return variable
        }
        var status = stat()
        if stat(systemPath, &status) == 0 { return systemPath }
        let refusal = StoreError(errno: errno, lookingAt: systemPath)
        guard case .absent = refusal else { throw refusal }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/preheat/preheat.db"
        }
        guard let home = environment["HOME"], !home.isEmpty else { throw StoreError.noHome }
        return home + "/.local/share/preheat/preheat.db"
    }
}
