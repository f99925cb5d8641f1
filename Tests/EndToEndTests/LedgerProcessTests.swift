import Foundation
import Glibc
import Testing

extension TimedTests {
    /// Money and processes: two that spend from one database at once, and a hundred that are killed
    /// between reserving and settling.
    @Suite struct LedgerProcessTests {
        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        /// A database with one endpoint and a hard budget of so many billionths, for a year.
        private func makeBudget(nanos: Int) async throws {
            try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
            let digits = String(nanos)
            let amount = "0." + String(repeating: "0", count: 9 - digits.count) + digits + "USD"
            try await workshop.done("budget", "set", "fleet", amount, "--per", "366d")
        }

        private func spender(_ nanos: Int, _ mode: String) throws -> PreheatProcess {
            try workshop.start(
                PreheatProcess.builtBinary("LedgerSpender"),
                [workshop.database, "shop", "\(nanos)", mode]
            )
        }

        /// What pings have cost, or reserved where nobody knows: by the ledger alone.
        private func ledgerSum() async throws -> Int {
            try await workshop.number(
                "SELECT coalesce(sum(coalesce(costNanos, reservedNanos)), 0) FROM ping"
            )
        }

        private func spend() async throws -> [Int] {
            try await workshop.sqlite(
                "SELECT settledNanos, reservedNanos, uncertainNanos FROM budgetSpend"
            ).flatMap { $0.split(separator: "|").compactMap { Int($0) } }
        }

        /// Every third ping of each costs 6 instead of the 7 that are reserved.
        ///
        /// When both are refused, less than one reservation is left, and not a billionth is missing.
        @Test func twoProcessesSpendOneBudgetToTheEndAndNotBeyond() async throws {
            try await makeBudget(nanos: 10_000)
            let both = [try spender(7, "spend"), try spender(7, "spend")]
            var counts: [Int] = []
            for process in both {
                let outcome = try await process.outcome(within: .seconds(30))
                #expect(outcome.code == 0)
                counts.append(Int(outcome.output.split(separator: "\n").last ?? "") ?? -1)
            }
            let cost = counts.reduce(0) { $0 + 7 * $1 - $1 / 3 }
            #expect(try await workshop.number("SELECT count(*) FROM ping") == counts.reduce(0, +))
            #expect(try await ledgerSum() == cost)
            #expect(try await spend() == [cost, 0, 0])
            #expect((9994...10_000).contains(cost), "\(counts) pings")
        }

        /// Of a hundred reservations, 97 fit.
        @Test func aHundredKillsBetweenReservingAndSettlingLoseNothing() async throws {
            try await makeBudget(nanos: 97 * 7 + 6)
            for round in 1...100 {
                let process = try spender(7, "hold")
                try await process.line(containing: round <= 97 ? "reserved" : "refused")
                process.send(SIGKILL)
                #expect(try await process.outcome().code == 128 + SIGKILL)
                let held = min(round, 97) * 7
                // What this process reserved is pending still; all that was before is uncertain.
                let pending = round <= 97 ? 7 : 0
                let expected = [held - pending, pending, held - pending]
                #expect(try await spend() == expected, "after \(round) kills")
                #expect(try await ledgerSum() == held)
            }
            let list = try await workshop.done("budget", "list", "--format", "csv")
            #expect(list.contains("fleet,366d,UTC,hard,0.8,USD,685,679,0,679,6,0,"))
        }

        /// Killed wherever they happen to be: what the budget counts is what the ledger says.
        @Test func killsAnywhereLoseNothing() async throws {
            try await makeBudget(nanos: 999_999)
            for round in 1...10 {
                let process = try spender(7, "spend")
                try await process.line(containing: "reserved")
                process.send(SIGKILL)
                _ = try await process.outcome()
                let sums = try await spend()
                try #require(sums.count == 3)
                #expect(sums[0] + sums[1] == (try await ledgerSum()), "after \(round) kills")
                let pending = try await workshop.number(
                    "SELECT coalesce(sum(reservedNanos), 0) FROM ping WHERE outcome = 'pending'"
                )
                #expect(sums[1] == pending)
            }
        }
    }
}
