import Foundation
import Glibc
import Testing

extension TimedTests {
    /// What `serve` tells of budgets and targets.
    @Suite struct NoticeTests {
        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        /// Takes every post and writes its body to a file, one a line.
        private static let hook = """
            import http.server, os, sys

            class Hook(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    with open(sys.argv[1], "ab") as file:
                        file.write(body + b"\\n")
                    self.send_response(200)
                    self.end_headers()

            server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
            print("listening on", server.server_port, file=sys.stderr, flush=True)
            server.serve_forever()
            """

        private func withHook(_ body: (String) async throws -> Void) async throws {
            let script = try workshop.file("hook.py", Self.hook)
            let hook = try workshop.start("/usr/bin/python3", [script, workshop.path("posts")])
            defer { hook.send(SIGKILL) }
            let line = try await hook.line(containing: "listening on")
            let port = try #require(line.split(separator: " ").last)
            try await body("http://127.0.0.1:\(port)/hook?key=secret")
        }

        private func posts() throws -> [[String: Any]] {
            // There is no file before the first post.
            let text = (try? String(contentsOfFile: workshop.path("posts"), encoding: .utf8)) ?? ""
            return try text.split(separator: "\n").map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require(value as? [String: Any])
            }
        }

        /// A budget that no ping fits.
        private func setTinyBudget(_ period: String) async throws {
            try await workshop.done("budget", "set", "fleet", "0.000000001USD", "--per", period)
        }

        private func serve(
            _ url: String,
            untilDelivered count: Int
        ) async throws {
            let server = try workshop.start(
                ["serve", "--time-scale", "60"],
                changes: ["PREHEAT_NOTIFY_URL": url]
            )
            try await server.line(containing: "serving")
            try await workshop.waitUntil(
                "SELECT count(*) FROM notice WHERE deliveredAtMs IS NOT NULL",
                isAtLeast: count,
                within: .seconds(90)
            )
            server.send(SIGTERM)
            let outcome = try await server.outcome(within: .seconds(10))
            #expect(outcome.code == 0)
            #expect(outcome.errors.contains("fleet per"))
            #expect(!outcome.errors.contains("secret"))
        }

        @Test func aReachedBudgetIsPostedOnceAcrossARestart() async throws {
            try await workshop.done(
                "endpoint",
                "add",
                "shop",
                "http://127.0.0.1:9/",
                "--platform",
                "aws-lambda",
                "--mode",
                "active"
            )
            try await setTinyBudget("366d")
            try await withHook { url in
                try await serve(url, untilDelivered: 1)
                // The second budget's notice tells that the first one's was not due again.
                try await setTinyBudget("365d")
                try await serve(url, untilDelivered: 2)
            }
            let posts = try posts()
            #expect(posts.map { $0["subject"] as? String } == ["fleet per 366d", "fleet per 365d"])
            #expect(posts.map { $0["kind"] as? String } == ["budget-reached", "budget-reached"])
            let budget = try #require(posts.first?["budget"] as? [String: Any])
            #expect(budget["limit_nanos"] as? Int == 1)
            #expect(budget["scope"] as? String == "fleet")
            #expect(Set(posts.compactMap { $0["id"] as? String }).count == 2)

            let list = try await workshop.done("notices")
            #expect(list.split(separator: "\n").count == 3)
            #expect(list.contains("fleet per 366d is used up"))
            let shown = try await workshop.done("budget", "list")
            #expect(shown.contains("reached"))
            let csv = try await workshop.done("notices", "--since", "1d", "--format", "csv")
            #expect(csv.hasPrefix("id,noticed_at,kind,subject,sentence,attempts,delivered_at\n"))
        }

        @Test func withoutNoticesThatIsSaid() async throws {
            try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
            let list = try await workshop.done("notices", "--since", "2026-01-01T00:00:00Z")
            #expect(list == "no notice since 2026-01-01T00:00:00Z\n")
            #expect(try await workshop.done("notices", "--format", "json") == "[\n\n]\n")
        }

        @Test func aBadVariableIsToldByItsName() async throws {
            let outcome = try await workshop.preheat(
                "serve",
                changes: ["PREHEAT_NOTIFY_URL": "ftp://secret"]
            )
            #expect(outcome.code == 2)
            #expect(outcome.errors.contains("PREHEAT_NOTIFY_URL is no absolute http or https URL"))
            #expect(!outcome.errors.contains("secret"))
        }

        @Test func anEndpointShowsHowItStandsToItsTarget() async throws {
            try await workshop.done(
                "endpoint",
                "add",
                "shop",
                "http://127.0.0.1:9/",
                "--target",
                "cold-rate<2%"
            )
            let unknown = try await workshop.done("endpoint", "list")
            #expect(unknown.contains("cold-rate<2%  unknown"))
            try await workshop.sqlite(
                """
                INSERT INTO targetState (endpointID, statedAtMs, rate, requestedMinutes,
                    coldMinutes, value, priceFactor, verdict, presentRate, bestRate,
                    presentMonthlyNanos, neededMonthlyNanos, currency)
                VALUES (1, 0, 0.02, 200, 6.5, 42.5, 2, 'unaffordable', 0.031, 0.001,
                    5000000000, 12000000000, 'USD')
                """
            )
            let list = try await workshop.done("endpoint", "list")
            #expect(list.contains("cold-rate<2%  infeasible"))
            let shown = try await workshop.done("endpoint", "show", "shop")
            #expect(shown.contains("error budget left  -2.5 minutes"))
            #expect(shown.contains("ν                  42.5 pings"))
            #expect(
                shown.contains(
                    "it needs 12 USD a month, and the present 5 USD a month brings 3.1 %"
                )
            )
            let json = try await workshop.done("endpoint", "show", "shop", "--format", "json")
            #expect(json.contains(#""standing" : "infeasible""#))
            #expect(json.contains(#""needed_monthly_nanos" : 12000000000"#))
        }
    }
}
