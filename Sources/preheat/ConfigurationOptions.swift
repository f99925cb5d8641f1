import ArgumentParser
import Configuring
import Domain
import Foundation
import History

/// What `apply` and `diff` read, and what they compare it with.
struct ConfigurationOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "The configuration: a YAML file, a folder whose *.yaml and *.yml files are one, or - for standard input.",
            valueName: "file"
        ),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var path: String

    @Flag(
        help:
            "Remove what the configuration does not name: endpoints with their history, schedules, budgets."
    )
    var prune = false

    @Option(help: "text or json.")
    var format = Format.text

    /// Reads and validates the configuration.
    func configuration() throws -> ConfigurationFile {
        try ConfigurationFile(try ConfigurationInput(path: path).sources())
    }

    /// What has to change in what is stored.
    ///
    /// - Throws: ``ConfigurationFlaw`` where what is wanted does not fit what stays.
    func difference(
        from stored: FleetSettings,
        to file: ConfigurationFile
    ) throws -> ConfigurationDifference {
        let difference = ConfigurationDifference(
            from: stored,
            to: file.settings,
            prunes: prune
        )
        try file.check(difference.target, over: stored)
        if !prune { try refuseRecount(from: stored, to: difference.target) }
        return difference
    }

    /// A budget in another currency or zone begins anew, which is a removal.
    private func refuseRecount(from stored: FleetSettings, to target: FleetSettings) throws {
        let known = Dictionary(
            stored.budgets.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for budget in target.budgets {
            guard let before = known[budget.key], budget.countsOtherwise(than: before) else {
                continue
            }
            throw CommandError(
                "the budget \(budget.key) counts in \(before.limit.currency) and \(before.timeZone), and would begin anew in \(budget.limit.currency) and \(budget.timeZone); allow that with --prune"
            )
        }
    }

    /// Prints what would change or has changed.
    func print(_ difference: ConfigurationDifference, summary: String) throws {
        let view = DifferenceView(difference)
        switch format {
        case .json: try printJSON(view)
        case .text: Swift.print(view.text(summary: summary))
        }
        if let line = view.leftAloneText { note("preheat: \(line)") }
    }
}
