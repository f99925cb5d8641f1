import Foundation
import Glibc
import Testing

extension TimedTests {
    /// The promise itself, against a server that scales to zero and that nobody here wrote: uWSGI,
    /// which ends its idle workers after 6 seconds, with an application that takes one to import.
    @Suite struct ScaleToZeroTests {
        /// What one of the visitors met.
        private struct Visit {
            var moment: Date
            var took: Duration
        }

        /// Engine minutes are wall seconds.
        private static let scale = 60.0

        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        @Test func aRequestEveryQuarterOfAnHourMeetsAWarmInstance() async throws {
            let port = try Loopback.freePort()
            try await runningApplication(port: port) {
                try await expectColdStartsWithoutPreheat(port: port)
                try await workshop.done(
                    "endpoint",
                    "add",
                    "app",
                    "http://127.0.0.1:\(port)/",
                    "--idle-timeout",
                    "6m",
                    "--cold-start-value",
                    "1000",
                    "--mode",
                    "active"
                )
                let week = try workshop.file("week.log", AccessLog.everyQuarterOfAnHour())
                try await workshop.done("import", week, "--endpoint", "app")
                let begun = ContinuousClock.now
                let visits = try await serving(in: workshop, "--time-scale", "60") { server in
                    let visits = try await sendVisits(5, port: port, origin: Date())
                    server.send(SIGTERM)
                    #expect(try await server.outcome(within: .seconds(10)).code == 0)
                    return visits
                }
                for (index, visit) in visits.enumerated() {
                    #expect(visit.took < .seconds(0.5), "request \(index + 1) of 5")
                }
                try await expectPings(before: visits, within: ContinuousClock.now - begun)
            }
        }

        /// The time of a cold start, and that 15 seconds later it is cold again.
        private func expectColdStartsWithoutPreheat(port: UInt16) async throws {
            let first = try Loopback.get(port: port)
            #expect(first.isOK && first.took > .seconds(0.8), "no worker runs before a request")
            let second = try Loopback.get(port: port)
            #expect(second.isOK && second.took < .seconds(0.5), "the worker is kept for a while")
            // The server's patience is what is measured here.
            try await Task.sleep(for: .seconds(15))
            let third = try Loopback.get(port: port)
            #expect(third.isOK && third.took > .seconds(0.8), "idle workers end")
        }

        /// Sends a request every 15 s and imports each as an access log would tell it; the
        /// engine's clock began at `origin`, at the wall's time.
        private func sendVisits(_ count: Int, port: UInt16, origin: Date) async throws -> [Visit] {
            var visits: [Visit] = []
            var lines = ""
            let start = ContinuousClock.now
            for number in 1...count {
                try await Task.sleep(until: start + .seconds(15 * number), clock: .continuous)
                let moment = origin + Date().timeIntervalSince(origin) * Self.scale
                let answer = try Loopback.get(port: port)
                #expect(answer.isOK)
                visits.append(Visit(moment: moment, took: answer.took))
                lines += AccessLog.line(at: moment, number: number) + "\n"
                let log = try workshop.file("today.log", lines)
                try await workshop.done("import", log, "--endpoint", "app")
            }
            return visits
        }

        /// The ledger holds the pings that did it: not too many, and one shortly before each visit.
        private func expectPings(before visits: [Visit], within elapsed: Duration) async throws {
            let count = try await workshop.number("SELECT count(*) FROM ping")
            #expect(count <= Int(elapsed / .seconds(5)) + 1, "at most one ping every 5 s")
            for visit in visits {
                let moment = Int(visit.moment.timeIntervalSince1970 * 1000)
                let pings = try await workshop.number(
                    """
                    SELECT count(*) FROM ping WHERE outcome = 'succeeded'
                    AND firedAtMs BETWEEN \(moment - 12 * 60_000) AND \(moment)
                    """
                )
                #expect(pings >= 1, "a ping within the idle timeout before \(visit.moment)")
            }
        }

        private func runningApplication(port: UInt16, body: () async throws -> Void) async throws {
            let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            let server = try #require(
                folders.map { "\($0)/uwsgi" }.first(where: FileManager.default.isExecutableFile),
                "run 'make test', which installs uwsgi"
            )
            try workshop.file(
                "app.py",
                """
                import time

                time.sleep(1)


                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    return [b"warm\\n"]

                """
            )
            let uwsgi = try workshop.start(
                server,
                [
                    "--plugin", "python3", "--http-socket", "127.0.0.1:\(port)", "--wsgi-file",
                    "app.py", "--master", "--processes", "2", "--lazy-apps", "--cheap", "--idle",
                    "6",
                ]
            )
            let result: Result<Void, any Error>
            do {
                let end = ContinuousClock.now + .seconds(10)
                while try !Loopback.isListening(on: port) {
                    try #require(ContinuousClock.now < end, "uwsgi does not listen")
                    try await Task.sleep(for: .milliseconds(50))
                }
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            // The master ends its workers and itself; killed, it would leave them behind.
            uwsgi.send(SIGINT)
            _ = try await uwsgi.outcome(within: .seconds(10))
            try result.get()
        }
    }
}
