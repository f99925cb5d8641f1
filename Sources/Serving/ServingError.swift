/// Why the service refused to run, worded for the operator.
package enum ServingError: Error, Equatable, Sendable, CustomStringConvertible {
    case alreadyServed(database: String)
    case lockUnavailable(path: String, reason: String)
    case unknownTimeZone(String, endpoint: String?, nearest: [String])
    case zoneDatabaseMissing
    case unreadableSchedule(name: String, flaw: String)

    /// Whether the configuration is to be mended, rather than the machine.
    package var isConfiguration: Bool {
        switch self {
        case .unknownTimeZone, .unreadableSchedule: true
        case .alreadyServed, .lockUnavailable, .zoneDatabaseMissing: false
        }
    }

    package var description: String {
        switch self {
        case .alreadyServed(let database):
            "another 'preheat serve' already serves \(database); stop it first, or serve another "
                + "database with --database"
        case .lockUnavailable(let path, let reason):
            "cannot take the lock \(path) (\(reason)); make its folder writable for this user"
        case .unknownTimeZone(let zone, let endpoint, let nearest):
            "the time zone '\(zone)'\(endpoint.map { " of the endpoint '\($0)'" } ?? "") is not in "
                + "the zone database; "
                + (nearest.first.map { "did you mean '\($0)'?" }
                    ?? "write an IANA name such as Europe/Berlin")
        case .unreadableSchedule(let name, let flaw):
            "the stored schedule '\(name)' cannot be read (\(flaw)); remove it with 'preheat schedule "
                + "remove' and add it anew"
        case .zoneDatabaseMissing:
            "no time zone database is found, so local times mean nothing; install it (Debian: the "
                + "package tzdata)"
        }
    }
}
