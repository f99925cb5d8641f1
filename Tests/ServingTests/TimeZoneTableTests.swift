import Foundation
import Testing

@testable import Serving

@Suite struct TimeZoneTableTests {
    @Test func thisMachineHasAZoneDatabase() throws { try checkZoneDatabase() }

    @Test(
        arguments: [
            ("Berlin", TimeZone(identifier: "Europe/Berlin"), true),
            ("no such zone", nil, false),
            ("a stand-in of UTC", TimeZone(secondsFromGMT: 0), false),
            ("a fixed winter", TimeZone(secondsFromGMT: 3600), false),
            ("a fixed summer", TimeZone(secondsFromGMT: 7200), false),
        ] as [(String, TimeZone?, Bool)]
    )
    func aDatabaseKnowsSummerTime(requirement: String, zone: TimeZone?, expected: Bool) {
        #expect(knowsSummerTime(zone) == expected)
    }
}
