import ArgumentParser
import Domain

/// The command tree.
///
/// Each command parses, validates with a sentence, calls one function, prints.
struct PreheatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preheat",
        abstract:
            "Keeps endpoints that scale to zero warm when that pays, and lets them go when not.",
        discussion: """
            Where the history is, in this order: --database, PREHEAT_DATABASE, \
            /var/lib/preheat/preheat.db when it exists, else preheat/preheat.db in the user's XDG \
            data folder.

            Exit codes: 0 done; 1 failed; 2 the command's own words are off; 3 the configuration is \
            off; 4 a report's limit or target is missed; 5 changes pending; \
            6 some warm-ups failed.
            """,
        version: Domain.Preheat.version,
        subcommands: [
            EndpointCommand.self, ScheduleCommand.self, BudgetCommand.self, ApplyCommand.self,
            DiffCommand.self, ExportCommand.self, SchemaCommand.self, ImportCommand.self,
            ImportsCommand.self, ForecastCommand.self, BacktestCommand.self, PlanCommand.self,
            ExplainCommand.self, PriceCommand.self, ServeCommand.self, WarmCommand.self,
            StatusCommand.self, DoctorCommand.self, NoticesCommand.self, ReportCommand.self,
            SimulateCommand.self,
            FrontierCommand.self,
            EmulateCommand.self, DemoCommand.self, LearnPriorCommand.self,
            CompletionCommand.self, ManualCommand.self,
        ]
    )
}
