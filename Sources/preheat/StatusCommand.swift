import ArgumentParser
import Domain
import Forecasting
import Foundation
import History
import Serving

/// The fleet at a glance.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the fleet at a glance: service, spending, targets, what fails.",
        discussion: """
            Endpoints with something wrong come first: their newest ping failed, their target is not \
            met, or they are active and no traffic was seen for a week. 'preheat doctor' looks closer.

            Example: preheat status
            """
    )

    /// The most notices, budgets and, without `--all`, endpoints that are listed.
    private static let most = 20
    private static let noticesSince = Duration.seconds(7 * 86_400)

    @Flag(help: "List every endpoint and budget, not only the 20 that need a look most.")
    var all = false

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func run() async throws {
        let now = SystemClock().now
        let lockedFile = try store.lockedFile
        let status = try await store.withStore(.existing) { store in
            let budgets = try await store.budgets()
            return FleetStatus(
                now: now,
                database: store.path,
                databaseBytes: try store.fileBytes() ?? 0,
                isServed: ServeLock.isHeld(forDatabaseAt: lockedFile),
                standings: try await store.standings(),
                targets: try await store.priceState(modelVersion: HazardModel.version).targets,
                budgets: try await store.statuses(at: now, offsets: zoneOffsets(of: budgets)),
                lastDay: try await FleetStatus.lastDay(of: store, at: now),
                notices: try await store.notices(
                    since: now.advanced(by: .zero - Self.noticesSince),
                    limit: 5
                )
            )
        }
        let view = StatusView(status, most: all ? Int.max : Self.most)
        try format.show(view, table: view.text)
    }
}
