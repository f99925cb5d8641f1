import Domain
import Testing

@testable import Configuring

@Suite struct ConfigurationDifferenceTests {
    private static func settings(_ text: String) throws -> FleetSettings {
        try read("version: 1\n\(text)")
    }

    private static let shop = """
        endpoints:
          shop: {url: 'http://a/', memory: 128, schedules: {a: '@daily', b: '@hourly'}}
          old: {url: 'http://b/'}
        budgets:
          - {scope: fleet, limit: 1USD, per: day}
          - {scope: old, limit: 1USD, per: day}
        """

    private static let wanted = """
        endpoints:
          shop: {url: 'http://a/', idle-timeout: 10m, schedules: {b: '@daily', c: '@daily'}}
          new: {url: 'http://c/', mode: active}
        budgets:
          - {scope: fleet, limit: 2USD, per: day}
          - {scope: fleet, limit: 5USD, per: month}
        """

    @Test func whatIsEqualNeedsNothing() throws {
        let settings = try fullSettings()
        for prunes in [false, true] {
            let difference = ConfigurationDifference(from: settings, to: settings, prunes: prunes)
            #expect(difference.changes.isEmpty && difference.leftAlone.isEmpty)
            #expect(difference.target == settings)
        }
    }

    @Test func withoutPruningNothingGoes() throws {
        let difference = ConfigurationDifference(
            from: try Self.settings(Self.shop),
            to: try Self.settings(Self.wanted),
            prunes: false
        )
        #expect(
            difference.changes.map { "\($0.kind) \($0.subject)" } == [
                "added endpoint new", "changed endpoint shop", "changed schedule b of shop",
                "added schedule c of shop", "changed budget fleet per day",
                "added budget fleet per month",
            ]
        )
        #expect(
            difference.leftAlone.map(\.description) == [
                "endpoint old", "schedule a of shop", "budget old per day",
            ]
        )
        #expect(
            difference.changes[1].fields == [
                .init(key: "memory", before: .whole(128), after: nil),
                .init(key: "idle-timeout", before: nil, after: .duration(.seconds(600))),
            ]
        )
        #expect(difference.target.endpoints.map(\.endpoint.name) == ["new", "old", "shop"])
        #expect(difference.target.endpoints[2].schedules.map(\.name) == ["a", "b", "c"])
        #expect(difference.target.budgets.count == 3)
    }

    @Test func pruningLeavesWhatIsWanted() throws {
        let wanted = try Self.settings(Self.wanted)
        let difference = ConfigurationDifference(
            from: try Self.settings(Self.shop),
            to: wanted,
            prunes: true
        )
        #expect(
            difference.changes.filter { $0.kind == .removed }.map(\.subject.description) == [
                "endpoint old", "schedule a of shop",
            ],
            "a budget goes with its endpoint"
        )
        #expect(difference.leftAlone.isEmpty)
        #expect(difference.target == wanted)
    }

    @Test func keysOfTheStoreStay() throws {
        var stored = try Self.settings(Self.shop)
        for index in stored.endpoints.indices {
            let id = EndpointID(rawValue: Int64(index + 1))
            stored.endpoints[index].endpoint.id = id
            for number in stored.endpoints[index].schedules.indices {
                stored.endpoints[index].schedules[number].endpointID = id
                stored.endpoints[index].schedules[number].id = Int64(number + 10)
            }
        }
        let same = ConfigurationDifference(
            from: stored,
            to: try Self.settings(Self.shop),
            prunes: true
        )
        #expect(same.changes.isEmpty)
        #expect(same.target == stored)
    }

    /// Applied twice, the second time finds nothing to do, whatever was there.
    @Test func theSecondTimeNothingIsToDo() throws {
        let all = [
            FleetSettings.empty, try Self.settings(Self.shop), try Self.settings(Self.wanted),
            try fullSettings(),
        ]
        for stored in all {
            for wanted in all {
                for prunes in [false, true] {
                    let first = ConfigurationDifference(
                        from: stored,
                        to: wanted,
                        prunes: prunes
                    )
                    let second = ConfigurationDifference(
                        from: first.target,
                        to: wanted,
                        prunes: prunes
                    )
                    #expect(second.changes.isEmpty)
                    #expect(second.target == first.target)
                }
            }
        }
    }
}
