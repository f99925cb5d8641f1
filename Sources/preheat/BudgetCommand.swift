import ArgumentParser
import Configuring
import Domain
import History
import Reporting
import Serving

/// What warming may cost.
struct BudgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Limit what warming may cost.",
        discussion: """
            A budget is of the fleet, of a group or of an endpoint, by the day, the week, the month \
            or 28 days. Before a ping is sent, the most that it may cost is reserved in every budget \
            that covers its endpoint; a ping that might exceed a hard one is not sent.
            """,
        subcommands: [Set.self, List.self, Show.self, Remove.self]
    )

    private static let scopeHelp = ArgumentHelp("fleet, group:NAME, or an endpoint's name.")
    private static let periodHelp = ArgumentHelp(
        "day, week, month, or a number of days such as 28d.",
        valueName: "period"
    )

    struct Set: AsyncParsableCommand {
        enum Manner: String, EnumerableFlag {
            case hard
            case soft

            static func help(for value: Manner) -> ArgumentHelp? {
                switch value {
                case .hard: "Refuse pings that might exceed it. (default for a new budget)"
                case .soft: "Only count and warn."
                }
            }
        }

        static let configuration = CommandConfiguration(
            abstract: "Set a budget, or change its limit; what is not named stays.",
            discussion: """
                Days, weeks and months are those of the time zone; weeks begin on Mondays, and \
                periods of several days are counted on from Monday 1970-01-05. A new budget counts \
                what was spent in its present period before.

                Example: preheat budget set fleet 10USD --per month --timezone Europe/Berlin
                """
        )

        @Argument(help: BudgetCommand.scopeHelp, completion: .budgetScopes)
        var scope: BudgetScopeArgument

        @Argument(help: "The most that a period may cost, such as 5USD or '0.50 EUR'.")
        var amount: String

        @Option(name: .customLong("per"), help: BudgetCommand.periodHelp)
        var period: Budget.Period

        @Option(
            name: .customLong("timezone"),
            help: "The zone of its days, weeks and months. (default: UTC)"
        )
        var timeZone: String?

        @Flag var manner: Manner?

        @Option(
            name: .customLong("warn"),
            help: ArgumentHelp(
                "The share of the limit from which on to warn. (default: 80%)",
                valueName: "share"
            )
        )
        var warnShare: ShareArgument?

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws {
            try scope.validate()
            if let timeZone {
                try asUsage { () throws(SettingFlaw) in
                    try SettingRules.check(zone: timeZone, of: "timezone")
                }
            }
            _ = try limit
        }

        private var limit: Money {
            get throws {
                do throws(Money.AmountFlaw) {
                    return try Money(amount: amount)
                } catch {
                    throw ValidationError("\(error.description).")
                }
            }
        }

        func run() async throws {
            let now = SystemClock().now
            let views = try await store.withStore(.existing) { store in
                let budget = try await budget(in: store)
                let id = try await store.set(budget, at: now, offsets: zoneOffsets(of: [budget]))
                return try await BudgetView.all(in: store, at: now).filter { $0.id == id }
            }
            for view in views { print(view.settingText) }
        }

        /// What was asked for, over what there is.
        private func budget(in store: HistoryStore) async throws -> Budget {
            let scope = try await scope.resolved(in: store)
            let known = try await store.budgets().first {
                $0.scope == scope && $0.period == period
            }
            return Budget(
                scope: scope,
                period: period,
                timeZone: timeZone ?? known?.timeZone ?? "UTC",
                limit: try limit,
                isHard: manner.map { $0 == .hard } ?? known?.isHard ?? true,
                warnShare: warnShare?.share ?? known?.warnShare ?? Budget.usualWarnShare
            )
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case csv
        case json
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the budgets and what is left of them.",
            discussion: """
                SPENT is what answered pings have cost, and all that was reserved for interrupted \
                ones: of these, UNCERTAIN, nobody knows whether the platform charged them. RESERVED \
                is for pings under way. λ is the price of money: by how much more than itself a unit \
                of it counts, so that the budget lasts; 0 while it is enough.

                Example: preheat budget list --format csv
                """
        )

        @Option(help: "table, csv or json.")
        var format = Format.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let views = try await store.withStore(.existing) {
                try await BudgetView.all(in: $0, at: SystemClock().now)
            }
            switch format {
            case .json: try printJSON(views)
            case .csv: print(BudgetView.csvText(of: views))
            case .table:
                print(
                    views.isEmpty
                        ? "no budget yet; set one with 'preheat budget set fleet 10USD --per month'"
                        : BudgetView.tableText(of: views)
                )
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all there is to say of the budgets of a scope, or of all.",
            discussion: "Example: preheat budget show fleet"
        )

        @Argument(help: BudgetCommand.scopeHelp, completion: .budgetScopes)
        var scope: BudgetScopeArgument?

        @Option(help: "table, csv or json.")
        var format = Format.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws { try scope?.validate() }

        func run() async throws {
            let views = try await store.withStore(.existing) { store in
                let scope = try await scope?.resolved(in: store)
                return try await BudgetView.all(in: store, at: SystemClock().now)
                    .filter { scope == nil || $0.scopeKey == scope }
            }
            guard !views.isEmpty else {
                throw CommandError(
                    "there is no such budget; list the known ones with 'preheat budget list'"
                )
            }
            switch format {
            case .json: try printJSON(views)
            case .csv: print(BudgetView.csvText(of: views))
            case .table: print(views.map(\.detailText).joined(separator: "\n\n"))
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a budget; what pings have cost stays in the ledger.",
            discussion: "Example: preheat budget remove fleet --per month"
        )

        @Argument(help: BudgetCommand.scopeHelp, completion: .budgetScopes)
        var scope: BudgetScopeArgument

        @Option(name: .customLong("per"), help: BudgetCommand.periodHelp)
        var period: Budget.Period

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws { try scope.validate() }

        func run() async throws {
            let name = try await store.withStore(.existing) { store in
                let scope = try await scope.resolved(in: store)
                let views = try await BudgetView.all(in: store, at: SystemClock().now)
                guard
                    let view = views.first(where: {
                        $0.scopeKey == scope && $0.per == period.description
                    })
                else {
                    throw CommandError(
                        "there is no such budget; list the known ones with 'preheat budget list'"
                    )
                }
                try await store.removeBudget(view.id)
                return view.name
            }
            acknowledge("removed the budget of \(name)")
        }
    }
}
