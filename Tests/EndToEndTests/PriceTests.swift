import Foundation
import Testing

@Suite struct PriceTests {
    private func object(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any], "no JSON object: \(text)")
    }

    private func examples(of shown: [String: Any]) throws -> [String: Int] {
        let examples = try #require(shown["examples"] as? [[String: Any]])
        var costs: [String: Int] = [:]
        for example in examples {
            let name = try #require(example["example"] as? String)
            costs[name] = example["cost_nanos"] as? Int
        }
        return costs
    }

    @Test func listPricesNeedNoDatabase() async throws {
        let workshop = try Workshop()
        let table = try await workshop.done("price", "list")
        #expect(table.contains("aws-lambda ") && table.contains("0.0000166667"))
        #expect(table.contains("always ready, approximate"))
        let csv = try await workshop.done("price", "list", "--format", "csv")
        let lines = csv.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines[0].hasPrefix("name,as_of,currency,per_request_picos,per_gb_second_picos,"))
        #expect(lines[1].hasPrefix("aws-lambda,2026-11,USD,200000,16666700,0,0,0,0,4166700,"))
        let json = try await workshop.done("price", "list", "--format", "json")
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let lists = try #require(value as? [[String: Any]])
        #expect(lists.count == 9)
        #expect(lists[0]["held_rounding_s"] as? Int == 300)
        #expect(lists[3]["idle_billed"] as? Bool == true)
        #expect(lists[3]["milli_vcpus"] as? Int == 1000)
        let shown = try await workshop.done("price", "show", "gcp-cloudrun")
        #expect(shown.hasPrefix("gcp-cloudrun as of 2026-11, USD; request-based billing"))
        #expect(try workshop.visibleFiles().isEmpty)
    }

    @Test func anEndpointPaysItsOwnPrices() async throws {
        let workshop = try Workshop()
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--platform",
            "aws-lambda",
            "--memory",
            "512",
            "--mean-duration",
            "5ms",
            "--start-up",
            "300ms"
        )
        let listed = try object(
            try await workshop.done("price", "show", "shop", "--format", "json")
        )
        #expect(listed["overridden"] as? [String] == [])
        #expect(
            try examples(of: listed) == [
                "warm-ping": 242, "cold-ping": 2742, "worst-case": 252_701, "idle-window": 0,
                "month-of-warmer": 2_090_880, "month-of-provisioned": 5_400_043_200,
            ]
        )
        try await workshop.done(
            "endpoint",
            "set",
            "shop",
            "--price",
            "per-request=0.000001",
            "--price",
            "vcpus=0.5"
        )
        let table = try await workshop.done("price", "show", "shop")
        #expect(table.contains("shop: aws-lambda as of 2026-11, USD; us-east-1"))
        #expect(table.contains("0.000001 USD      0.0000002 USD"))
        #expect(table.contains("for a ping of 1 instance, 512 MB and 0.5 vCPU each"))
        let priced = try object(
            try await workshop.done("price", "show", "shop", "--format", "json")
        )
        #expect(priced["overridden"] as? [String] == ["per_request_picos", "milli_vcpus"])
        #expect(try examples(of: priced)["warm-ping"] == 1042)
        try await workshop.done("endpoint", "set", "shop", "--price", "none")
        let again = try object(
            try await workshop.done("price", "show", "shop", "--format", "json")
        )
        #expect(try examples(of: again)["warm-ping"] == 242)
    }

    @Test func moneyAndTargetAreKeptAndTakenBack() async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        func shown() async throws -> [String: Any] {
            try object(try await workshop.done("endpoint", "show", "shop", "--format", "json"))
        }
        var settings = try await shown()
        #expect(settings["group"] == nil && settings["target"] == nil)
        #expect(settings["priority"] as? Double == 1)
        #expect(settings["target_window_s"] as? Double == 2_419_200)
        #expect(settings["prices"] as? [String] == [])
        try await workshop.done(
            "endpoint",
            "set",
            "shop",
            "--group",
            "shops",
            "--priority",
            "2.5",
            "--target",
            "p99 <= 0.4s",
            "--target-window",
            "7d",
            "--price",
            "currency=EUR",
            "--price",
            "per-ping=0.10"
        )
        settings = try await shown()
        #expect(settings["group"] as? String == "shops")
        #expect(settings["priority"] as? Double == 2.5)
        #expect(settings["target"] as? String == "p99<400ms")
        #expect(settings["target_window_s"] as? Double == 604_800)
        #expect(settings["prices"] as? [String] == ["currency=EUR", "per-ping=0.1"])
        let table = try await workshop.done("endpoint", "show", "shop")
        #expect(table.contains("currency=EUR; per-ping=0.1"))
        let list = try await workshop.done("endpoint", "list")
        #expect(list.contains("shops") && list.contains("p99<400ms"))
        try await workshop.done("endpoint", "set", "shop", "--group", "none", "--target", "none")
        settings = try await shown()
        #expect(settings["group"] == nil && settings["target"] == nil)
        #expect(settings["target_window_s"] as? Double == 604_800)
    }

    @Test func pricesThatDoNotFitChangeNothing() async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.done(
            "endpoint",
            "set",
            "shop",
            "--price",
            "currency=EUR",
            "--price",
            "per-ping=1"
        )
        let refused = try await workshop.preheat(
            "endpoint",
            "set",
            "shop",
            "--platform",
            "aws-lambda"
        )
        #expect(refused.code == 2)
        #expect(
            refused.errors.hasPrefix(
                "preheat: the currency is EUR, but of aws-lambda these figures are in USD: per-request, "
            )
        )
        let shown = try await workshop.done("endpoint", "show", "shop")
        #expect(shown.contains("generic-http"))
    }
}
