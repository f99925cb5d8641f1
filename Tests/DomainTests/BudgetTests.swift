import Domain
import Testing

@Suite struct BudgetTests {
    private func endpoint(_ id: Int64, group: String? = nil) -> Endpoint {
        Endpoint(
            id: EndpointID(rawValue: id),
            name: "e\(id)",
            warmUp: WarmUpRequest(url: "http://127.0.0.1/"),
            group: group
        )
    }

    private func budget(_ scope: Budget.Scope, limit: Int64 = 100) -> Budget {
        Budget(scope: scope, period: .days(1), limit: Money(nanos: limit, currency: "USD"))
    }

    @Test func itPaysForThoseOfItsScope() {
        let members = [endpoint(1), endpoint(2, group: "a"), endpoint(3, group: "b")]
        func covered(_ scope: Budget.Scope) -> [Int64] {
            members.filter(budget(scope).covers).map(\.id.rawValue)
        }
        #expect(covered(.fleet) == [1, 2, 3])
        #expect(covered(.group("a")) == [2])
        #expect(covered(.group("c")) == [])
        #expect(covered(.endpoint(EndpointID(rawValue: 3))) == [3])
    }

    @Test(
        arguments: [
            ("nothing is spent", 100, 0, 0, 100, 0, 0.0, false),
            ("a part is", 100, 30, 20, 50, 0, 0.5, false),
            ("a billionth below the share that warns", 1000, 700, 99, 201, 0, 0.799, false),
            ("the share that warns", 1000, 700, 100, 200, 0, 0.8, true),
            ("all of it", 100, 60, 40, 0, 0, 1, true),
            ("more than it", 100, 90, 20, 0, 10, 1.1, true),
            ("a limit of zero", 0, 0, 0, 0, 0, 1, true),
            ("a limit lowered to zero", 0, 3, 4, 0, 7, 1, true),
            ("sums that 64 bits do not hold", 5, .max, 1, 0, .max - 5, Double(Int64.max) / 5, true),
        ] as [(String, Int64, Int64, Int64, Int64, Int64, Double, Bool)]
    )
    func whatIsLeft(
        requirement: String,
        limit: Int64,
        settled: Int64,
        reserved: Int64,
        left: Int64,
        over: Int64,
        share: Double,
        warns: Bool
    ) {
        let status = BudgetStatus(
            budget: budget(.fleet, limit: limit),
            period: Timestamp(minute: 0)..<Timestamp(minute: 1440),
            spend: BudgetSpend(settledNanos: settled, reservedNanos: reserved)
        )
        #expect(status.left == Money(nanos: left, currency: "USD"))
        #expect(status.over == Money(nanos: over, currency: "USD"))
        #expect(status.shareUsed == share)
        #expect(status.isWarning == warns)
    }

    @Test(
        arguments: [
            ("a platform without a list price", Platform.genericHTTP, [], nil),
            ("but with one of its own", .genericHTTP, ["per-ping=0.01"], "USD"),
            ("whose currency is another", .container, ["per-ping=0.01", "currency=EUR"], "EUR"),
            ("a price of zero is none", .genericHTTP, ["per-ping=0", "currency=EUR"], nil),
            ("a list price", .awsLambda, [], "USD"),
            ("a chosen list price", .genericHTTP, ["preset=aws-lambda"], "USD"),
        ] as [(String, Platform, [String], String?)]
    )
    func payingCurrency(
        requirement: String,
        platform: Platform,
        prices: [String],
        currency: String?
    ) throws {
        var endpoint = endpoint(1)
        endpoint.platform = platform
        endpoint.prices = try prices.map { try PriceOverride($0) }
        #expect(endpoint.payingCurrency == currency)
    }
}
