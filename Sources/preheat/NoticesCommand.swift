import ArgumentParser
import Domain
import History
import Reporting
import Serving

/// What there was to tell of budgets and targets.
struct NoticesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices",
        abstract: "List what there was to tell of budgets and latency targets.",
        discussion: """
            'preheat serve' tells once a period when a budget reaches its warning share, when nothing \
            more fits it and when that ends; and when a target is missed, cannot be met, or is met \
            again. With --notify-url it posts each as JSON, in the form that --format json prints.

            Example: preheat notices --since 7d
            """
    )

    /// The most notices that are printed: the newest.
    private static let most = 1000

    @Option(
        help: ArgumentHelp(
            "From when: a time, a day of UTC, or how long ago.",
            valueName: "time"
        )
    )
    var since = MomentArgument(ago: .seconds(30 * 86_400))

    @Option(help: "table, csv or json.")
    var format = BudgetCommand.Format.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func run() async throws {
        let start = since.resolved(at: SystemClock().now)
        let notices = try await store.withStore(.existing) {
            try await $0.notices(since: start, limit: Self.most)
        }
        switch format {
        case .json: try printJSON(notices.map(NoticeView.init))
        case .csv: print(NoticeView.csvText(of: notices))
        case .table:
            print(
                notices.isEmpty
                    ? "no notice since \(rfc3339(start))" : NoticeView.tableText(of: notices)
            )
        }
    }
}
