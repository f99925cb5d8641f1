import Domain

extension ManualPage {
    /// preheat(1): every command with its arguments and options, from the same words as `--help`.
    static func ofCommands(_ tree: CommandTree) -> ManualPage {
        var page = ManualPage("preheat", section: 1, version: Domain.Preheat.version)
        page.section("Name")
        page.paragraph("preheat - keeps endpoints that scale to zero warm when that pays")
        page.section("Synopsis")
        page.paragraph("preheat COMMAND [OPTIONS]")
        page.section("Description")
        page.paragraph(tree.abstract ?? "")
        page.paragraph(tree.discussion ?? "")
        page.section("Commands")
        for command in tree.leaves { page.add(command) }
        page.section("Environment")
        page.item("PREHEAT_DATABASE", "Where the history is, when --database does not say.")
        page.item(
            "PREHEAT_NOTIFY_URL",
            "Where serve posts notices, when --notify-url does not say."
        )
        page.item("NO_COLOR", "Set and not empty: no colours.")
        page.section("See also")
        page.paragraph("preheat.yaml(5), systemd.service(5), crontab(5)")
        return page
    }

    private mutating func add(_ command: CommandTree) {
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        let positional = arguments.filter { $0.kind == "positional" }
        let synopsis = positional.map { argument in
            let name = "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? "..." : "")
            return argument.isOptional ? "[\(name)]" : name
        }
        subsection(([command.path] + synopsis).joined(separator: " "))
        if let abstract = command.abstract { paragraph(abstract) }
        if let discussion = command.discussion, !discussion.isEmpty { paragraph(discussion) }
        for argument in arguments {
            let names = (argument.names ?? []).map(\.spelled)
            guard !names.contains("--help"), !names.contains("--version") else { continue }
            let value = argument.kind == "option" ? " <\(argument.valueName ?? "value")>" : ""
            let term =
                argument.kind == "positional"
                ? "<\(argument.valueName ?? "value")>" : names.joined(separator: ", ") + value
            item(term, argument.meaning)
        }
    }
}

extension CommandTree.Argument {
    /// What `--help` says of it.
    fileprivate var meaning: String {
        var words = [abstract, discussion].compactMap { $0 }.filter { !$0.isEmpty }
        if let defaultValue, !defaultValue.isEmpty { words.append("(default: \(defaultValue))") }
        if let allValues, !allValues.isEmpty, kind == "option" {
            words.append("(values: \(allValues.joined(separator: ", ")))")
        }
        return words.joined(separator: " ")
    }
}
