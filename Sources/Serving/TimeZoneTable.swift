package import Domain
import Foundation

/// What the clocks of an IANA time zone show, from 1970 to 2060.
///
/// - Throws: ``ServingError/unknownTimeZone(_:endpoint:)``.
/// - Complexity: O(*n*) in the zone's transitions, some milliseconds.
package func utcOffsets(ofZone name: String, endpoint: String? = nil) throws -> UTCOffsets {
    guard name != "UTC" else { return .utc }
    guard isInDatabase(name), let zone = TimeZone(identifier: name) else {
        let nearest = nearestNames(to: name, among: TimeZone.knownTimeZoneIdentifiers)
        throw ServingError.unknownTimeZone(name, endpoint: endpoint, nearest: nearest)
    }
    let end = Date(timeIntervalSince1970: 90 * 365.25 * 86_400)
    var moment = Date(timeIntervalSince1970: 0)
    let earliest = zone.secondsFromGMT(for: moment) / 60
    var stretches: [UTCOffsets.Stretch] = []
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end,
        next > moment
    {
        stretches.append(
            UTCOffsets.Stretch(
                fromMinute: Int(next.timeIntervalSince1970 / 60),
                offsetMinutes: zone.secondsFromGMT(for: next) / 60
            )
        )
        moment = next
    }
    return UTCOffsets(earliestOffsetMinutes: earliest, stretches: stretches)
}

private let databaseFolder = "/usr/share/zoneinfo"

/// Whether the zone database has a zone of just this name.
///
/// Foundation takes more: abbreviations such as `AST` for whichever zone it thinks of, and offsets.
private func isInDatabase(_ name: String) -> Bool {
    guard FileManager.default.fileExists(atPath: databaseFolder) else {
        return TimeZone.knownTimeZoneIdentifiers.contains(name)
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { return false }
    return FileManager.default.fileExists(atPath: "\(databaseFolder)/\(name)")
}

/// Makes sure that there is a time zone database: that it knows Berlin's summer time, which a
/// stand-in of UTC alone does not.
///
/// - Throws: ``ServingError/zoneDatabaseMissing``.
package func checkZoneDatabase() throws {
    guard knowsSummerTime(TimeZone(identifier: "Europe/Berlin")) else {
        throw ServingError.zoneDatabaseMissing
    }
}

/// Whether a zone is two hours east of UTC on 2026-07-01 and one on 2026-01-01, as Berlin is.
func knowsSummerTime(_ berlin: TimeZone?) -> Bool {
    let (winter, summer) = (1_767_225_600.0, 1_782_864_000.0)
    return berlin?.secondsFromGMT(for: Date(timeIntervalSince1970: winter)) == 3600
        && berlin?.secondsFromGMT(for: Date(timeIntervalSince1970: summer)) == 7200
}
