import Foundation
import Testing

@Suite struct BudgetTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func addShop(_ name: String = "shop", _ options: String...) async throws {
        let outcome = try await workshop.preheat(
            ["endpoint", "add", name, "http://127.0.0.1:9/"] + options
        )
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    private func listed() async throws -> [[String: Any]] {
        let text = try await workshop.done("budget", "list", "--format", "json")
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [[String: Any]], "no JSON array of objects: \(text)")
    }

    @Test func aBudgetIsSetListedShownAndRemoved() async throws {
        try await addShop()
        let none = try await workshop.done("budget", "list")
        #expect(
            none == "no budget yet; set one with 'preheat budget set fleet 10USD --per month'\n"
        )
        let set = try await workshop.done(
            "budget",
            "set",
            "fleet",
            "0.50 USD",
            "--per",
            "week",
            "--timezone",
            "Asia/Kolkata",
            "--warn",
            "62.5%"
        )
        #expect(set.hasPrefix("fleet per week: 0.50 USD, hard, in Asia/Kolkata; 0.00 USD spent"))
        let row = try #require(try await listed().first)
        #expect(row["scope"] as? String == "fleet")
        #expect(row["per"] as? String == "week")
        #expect(row["timezone"] as? String == "Asia/Kolkata")
        #expect(row["kind"] as? String == "hard")
        #expect(row["currency"] as? String == "USD")
        #expect(row["warn_share"] as? Double == 0.625)
        #expect(row["limit_nanos"] as? Int == 500_000_000)
        #expect(row["left_nanos"] as? Int == 500_000_000)
        #expect((row["period_start"] as? String)?.hasSuffix("T18:30:00Z") == true)
        #expect((row["period_start_local"] as? String)?.hasSuffix("T00:00:00+05:30") == true)
        #expect(row["warning"] as? Bool == false)
        let table = try await workshop.done("budget", "list")
        #expect(table.contains("SCOPE") && table.contains("Asia/Kolkata"))
        let shown = try await workshop.done("budget", "show", "fleet")
        #expect(shown.contains("warns from       62.5 %"))
        let csv = try await workshop.done("budget", "list", "--format", "csv")
        #expect(csv.hasPrefix("scope,per,timezone,kind,warn_share,currency,limit_nanos,"))
        #expect(
            csv.contains("\nfleet,week,Asia/Kolkata,hard,0.625,USD,500000000,0,0,0,500000000,0,")
        )
        let removed = try await workshop.done("budget", "remove", "fleet", "--per", "week")
        #expect(removed == "removed the budget of fleet per week\n")
        #expect(try await listed().isEmpty)
    }

    @Test func whatIsNotNamedStays() async throws {
        try await addShop()
        try await workshop.done(
            "budget",
            "set",
            "shop",
            "5USD",
            "--per",
            "month",
            "--timezone",
            "Europe/Berlin",
            "--soft",
            "--warn",
            "50%"
        )
        try await workshop.done("budget", "set", "shop", "6USD", "--per", "month")
        let row = try #require(try await listed().first)
        #expect(row["timezone"] as? String == "Europe/Berlin")
        #expect(row["kind"] as? String == "soft")
        #expect(row["warn_share"] as? Double == 0.5)
        #expect(row["limit_nanos"] as? Int == 6_000_000_000)
        try await workshop.done("budget", "set", "shop", "6USD", "--per", "month", "--hard")
        #expect(try await listed().first?["kind"] as? String == "hard")
    }

    @Test func spendingIsShownWithWhatIsUncertain() async throws {
        try await addShop("shop", "--group", "web")
        try await workshop.done("budget", "set", "group:web", "0.001USD", "--per", "28d")
        try await workshop.sqlite(
            """
            UPDATE budgetSpend SET settledNanos = 600000, reservedNanos = 300000,
                uncertainNanos = 200000
            """
        )
        let row = try #require(try await listed().first)
        #expect(row["spent_nanos"] as? Int == 600_000)
        #expect(row["reserved_nanos"] as? Int == 300_000)
        #expect(row["uncertain_nanos"] as? Int == 200_000)
        #expect(row["left_nanos"] as? Int == 100_000)
        #expect(row["used_share"] as? Double == 0.9)
        #expect(row["warning"] as? Bool == true)
        let table = try await workshop.done("budget", "show", "group:web")
        #expect(table.contains("of it uncertain  0.0002 USD"))
        #expect(table.contains("90.0 % of group:web per 28d is used until "))
        let lowered = try await workshop.done(
            "budget",
            "set",
            "group:web",
            "0.0005USD",
            "--per",
            "28d"
        )
        #expect(
            lowered.contains(
                """
                group:web per 28d is lower than what is spent already, by 0.0004 USD: nothing more \
                is spent until
                """
            )
        )
        #expect(try await listed().first?["over_nanos"] as? Int == 400_000)
    }

    @Test func aBudgetUnderOnePingIsTold() async throws {
        try await addShop("shop", "--platform", "aws-lambda")
        let small = try await workshop.done(
            "budget",
            "set",
            "fleet",
            "0.000000001USD",
            "--per",
            "day"
        )
        #expect(
            small.contains(
                "fleet per day is less than one ping of 'shop' may cost: it will never be pinged\n"
            )
        )
        #expect(try await listed().first?["never_pinged"] as? [String] == ["shop"])
        let zero = try await workshop.done("budget", "set", "fleet", "0USD", "--per", "day")
        #expect(zero.contains("fleet per day is zero: no ping that costs anything is sent\n"))
        let enough = try await workshop.done("budget", "set", "fleet", "1USD", "--per", "day")
        #expect(enough.split(separator: "\n").count == 1)
    }

    @Test func anEndpointNamedLikeTheFleetHasABudgetOfItsOwn() async throws {
        try await addShop("fleet")
        let set = try await workshop.done("budget", "set", "endpoint:fleet", "1USD", "--per", "day")
        #expect(set.hasPrefix("endpoint:fleet per day: "))
        #expect(try await listed().first?["scope"] as? String == "endpoint:fleet")
        try await workshop.done("budget", "remove", "endpoint:fleet", "--per", "day")
    }

    // MARK: - Refusals

    @Test(arguments: [
        (
            "an unknown endpoint suggests the nearest names",
            ["budget", "set", "shp", "1USD", "--per", "day"],
            "no endpoint is named 'shp'; did you mean 'shop'?"
        ),
        (
            "an unknown group suggests the nearest names",
            ["budget", "set", "group:wbe", "1USD", "--per", "day"],
            "no endpoint is in a group 'wbe'; did you mean 'web'?"
        ),
        (
            "a group like no other tells how to make it",
            ["budget", "set", "group:zzzzzz", "1USD", "--per", "day"],
            """
            no endpoint is in a group 'zzzzzz'; put one there with 'preheat endpoint set NAME \
            --group zzzzzz'
            """
        ),
        (
            "currencies are mixed",
            ["budget", "set", "fleet", "1EUR", "--per", "day"],
            """
            a budget in EUR cannot pay for 'shop' (USD): a budget has one currency; set budgets by \
            group, or prices in EUR
            """
        ),
        (
            "an endpoint of another currency joins",
            ["endpoint", "set", "euro", "--group", "web"],
            """
            'euro' would pay in EUR, but the budget of group:web is in USD: a budget has one \
            currency; give prices in USD, or remove the budget first
            """
        ),
        (
            "a budget would change its zone",
            ["budget", "set", "group:web", "1USD", "--per", "day", "--timezone", "Asia/Tokyo"],
            """
            the budget's time zone is UTC and cannot become Asia/Tokyo while it counts; remove the \
            budget first, then set it anew
            """
        ),
        (
            "there is no such budget to remove",
            ["budget", "remove", "fleet", "--per", "day"],
            "there is no such budget; list the known ones with 'preheat budget list'"
        ),
        (
            "there is no such budget to show",
            ["budget", "show", "shop"],
            "there is no such budget; list the known ones with 'preheat budget list'"
        ),
    ])
    func itEndsWithCodeOneAndOneSentence(
        requirement: String,
        arguments: [String],
        sentence: String
    ) async throws {
        try await addShop("shop", "--platform", "aws-lambda", "--group", "web")
        try await addShop("euro", "--price", "per-ping=0.01", "--price", "currency=EUR")
        try await workshop.done("budget", "set", "group:web", "1USD", "--per", "day")
        let outcome = try await workshop.preheat(arguments)
        #expect(outcome.code == 1)
        #expect(outcome.errors == "preheat: \(sentence)\n")
        #expect(outcome.output.isEmpty)
        #expect(try await listed().count == 1)
    }

    /// A zone that left the zone database after the budget was set.
    @Test func aZoneThatIsGoneIsABrokenConfiguration() async throws {
        try await addShop()
        try await workshop.done("budget", "set", "fleet", "1USD", "--per", "day")
        try await workshop.sqlite(
            "DROP TRIGGER keepWhatBudgetCounts; UPDATE budget SET timeZone = 'Mars/Base'"
        )
        let outcome = try await workshop.preheat("budget", "list")
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("'Mars/Base' is not in the zone database"))
    }
}
