import Domain
import GRDB
import Testing

@testable import History

@Suite struct ScheduleTests {
    private let store: HistoryStore

    init() throws { store = try HistoryStore.inMemory() }

    private func endpoint(_ name: String) async throws -> Endpoint {
        var endpoint = plainEndpoint(named: name)
        endpoint.id = try await store.add(endpoint)
        return endpoint
    }

    /// A schedule that says something in every column.
    private func full(of endpoint: Endpoint, named name: String) -> Schedule {
        Schedule(
            endpointID: endpoint.id,
            name: name,
            expression: "08:00–18:00 Mon–Fri",
            timeZone: "Europe/Berlin",
            instances: 2,
            jitter: .milliseconds(1500),
            grace: .seconds(5),
            exceptions: [CalendarDay("2026-12-25"), CalendarDay("2027-01-01")].compactMap { $0 },
            isEnabled: false
        )
    }

    /// Sets a schedule as `preheat apply` does, all else as it is.
    private func replace(_ schedule: Schedule) async throws {
        let stored = try await store.settings()
        let endpoints = stored.settings.endpoints.map { settings in
            EndpointSettings(
                endpoint: settings.endpoint,
                schedules: settings.schedules.map { $0.id == schedule.id ? schedule : $0 }
            )
        }
        try await store.replace(
            stored,
            with: FleetSettings(endpoints: endpoints, budgets: stored.settings.budgets),
            at: Timestamp(minute: 0),
            offsets: [:]
        )
    }

    @Test func everythingThatIsAddedComesBack() async throws {
        let shop = try await endpoint("shop")
        let bar = try await endpoint("bar")
        let office = try await store.addSchedule(full(of: shop, named: "office.hours_1-a"))
        let plain = try await store.addSchedule(
            Schedule(endpointID: shop.id, name: "b", expression: "@hourly")
        )
        let other = try await store.addSchedule(full(of: bar, named: "z"))
        var expected = full(of: shop, named: "office.hours_1-a")
        expected.id = office.id
        #expect(office == expected)
        #expect(try await store.schedules(of: shop.id) == [plain, office], "by name")
        #expect(try await store.schedules() == [other, plain, office], "by endpoint, then by name")
        #expect(try await store.schedule(named: "b", of: shop) == plain)
    }

    @Test func whoeverHasNoNameGetsOne() async throws {
        let shop = try await endpoint("shop")
        var names: [String] = []
        for expression in ["@hourly", "0 8 * * *", "@every 5m", "08:00-09:00", "nonsense"] {
            let schedule = Schedule(endpointID: shop.id, expression: expression)
            names.append(try await store.addSchedule(schedule).name)
        }
        #expect(names == ["cron-1", "cron-2", "every-1", "window-1", "schedule-1"])
        try await store.removeSchedule(named: "cron-1", of: shop)
        let again = Schedule(endpointID: shop.id, expression: "@daily")
        #expect(try await store.addSchedule(again).name == "cron-1")
    }

    @Test func aNameIsUniqueWithinItsEndpoint() async throws {
        let shop = try await endpoint("shop")
        let bar = try await endpoint("bar")
        _ = try await store.addSchedule(full(of: shop, named: "a"))
        _ = try await store.addSchedule(full(of: bar, named: "a"))
        let second = try await store.addSchedule(full(of: shop, named: "b"))
        let copy = full(of: shop, named: "a")
        #expect(
            await storeError { _ = try await store.addSchedule(copy) }
                == .duplicateSchedule(name: "a")
        )
        let renamed = Schedule(
            id: second.id,
            endpointID: shop.id,
            name: "a",
            expression: second.expression
        )
        #expect(
            await storeError { try await replace(renamed) }
                == .duplicateSchedule(name: "a")
        )
        #expect(try await store.schedules(of: shop.id).map(\.name) == ["a", "b"])
    }

    @Test func replacingKeepsTheCounts() async throws {
        let shop = try await endpoint("shop")
        var schedule = try await store.addSchedule(full(of: shop, named: "a"))
        let run = Timestamp(minute: 60)
        try await store.count([
            (schedule.id, ScheduleCount(lastRunAt: run, missedRuns: 2)), (99, .none),
        ])
        schedule.expression = "@daily"
        schedule.exceptions = []
        try await replace(schedule)
        #expect(try await store.schedules() == [schedule])
        try await store.count([
            (schedule.id, ScheduleCount(lastRunAt: nil, missedRuns: 1)),
            (schedule.id, ScheduleCount(lastRunAt: Timestamp(minute: 59), missedRuns: 0)),
        ])
        let counts = try await store.scheduleCounts()
        #expect(counts.count == 1)
        #expect(counts[schedule.id]?.lastRunAt == Timestamp(minute: 59))
        #expect(counts[schedule.id]?.missedRuns == 3)
        schedule.instances += 1
        try await replace(schedule)
        #expect(
            try await store.scheduleCounts()[schedule.id]?.lastRunAt == Timestamp(minute: 59)
        )
        try await store.removeSchedule(named: "a", of: shop)
        #expect(try await store.scheduleCounts().isEmpty)
    }

    /// What is due after it was added counts as missed, also where it never ran.
    @Test func aScheduleIsCountedFromItsAdding() async throws {
        let shop = try await endpoint("shop")
        var schedule = try await store.addSchedule(full(of: shop, named: "a"))
        let added = try #require(try await store.scheduleCounts()[schedule.id]?.countedFrom)
        #expect(added > Timestamp(minute: 29_900_000))
        try await store.shell("UPDATE scheduleCount SET countedFromMs = 1000")
        schedule.instances += 1
        try await replace(schedule)
        #expect(
            try await store.scheduleCounts()[schedule.id]?.countedFrom
                == Timestamp(millisecondsSinceEpoch: 1000)
        )
        schedule.expression = "@daily"
        try await replace(schedule)
        let changed = try #require(try await store.scheduleCounts()[schedule.id]?.countedFrom)
        #expect(changed >= added)
    }

    @Test func countingChangesNoConfiguration() async throws {
        let shop = try await endpoint("shop")
        let schedule = try await store.addSchedule(full(of: shop, named: "a"))
        let before = try await store.configurationRevision()
        try await store.count([(schedule.id, ScheduleCount(lastRunAt: nil, missedRuns: 1))])
        #expect(try await store.configurationRevision() == before)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let shop = try await endpoint("shop")
        _ = try await store.addSchedule(full(of: shop, named: "nights"))
        #expect(
            await storeError { _ = try await store.schedule(named: "night", of: shop) }
                == .unknownSchedule(name: "night", endpoint: "shop", nearest: ["nights"])
        )
        #expect(
            await storeError { try await store.removeSchedule(named: "x", of: shop) }
                == .unknownSchedule(name: "x", endpoint: "shop", nearest: [])
        )
        let orphan = Schedule(endpointID: EndpointID(rawValue: 9), expression: "@hourly")
        #expect(await storeError { _ = try await store.addSchedule(orphan) } == .endpointIsGone)
    }

    @Test(arguments: [
        ("a blank", "a b"), ("an umlaut", "ä"), ("a leading dash", "-a"), ("a slash", "a/b"),
        ("101 characters", String(repeating: "a", count: 101)),
    ])
    func aNameKeepsTheSchemasRule(requirement: String, name: String) async throws {
        let shop = try await endpoint("shop")
        let schedule = full(of: shop, named: name)
        #expect(!Schedule.isName(name))
        #expect(
            await storeError { _ = try await store.addSchedule(schedule) }
                == .ruleBroken(
                    rule: "a schedule's name has 1 to 100 letters, digits, '-', '_' and '.'"
                )
        )
    }

    @Test(arguments: ["a", "A-b_c.9", "9", String(repeating: "a", count: 100)])
    func otherNamesAreTaken(name: String) async throws {
        let shop = try await endpoint("shop")
        #expect(Schedule.isName(name))
        _ = try await store.addSchedule(full(of: shop, named: name))
    }

    @Test func durationsHaveTheSchemasLimits() async throws {
        let shop = try await endpoint("shop")
        func refusal(jitter: Duration, grace: Duration) async -> StoreError? {
            let schedule = Schedule(
                endpointID: shop.id,
                expression: "@hourly",
                jitter: jitter,
                grace: grace
            )
            return await storeError { _ = try await store.addSchedule(schedule) }
        }
        let (jitters, graces) = (Schedule.jitters, Schedule.graces)
        #expect(await refusal(jitter: jitters.lowerBound, grace: graces.lowerBound) == nil)
        #expect(await refusal(jitter: jitters.upperBound, grace: graces.upperBound) == nil)
        for (jitter, grace) in [
            (jitters.upperBound + .milliseconds(1), graces.lowerBound),
            (.milliseconds(-1), graces.lowerBound),
            (.zero, graces.lowerBound - .milliseconds(1)),
            (.zero, graces.upperBound + .milliseconds(1)),
        ] {
            let refused = await refusal(jitter: jitter, grace: grace)
            #expect(refused != nil, "\(jitter), \(grace)")
        }
    }
}
