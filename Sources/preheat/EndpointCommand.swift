import ArgumentParser
import Configuring
import Domain
import Forecasting
import Foundation
import History
import Reporting

/// The endpoints that are kept warm.
struct EndpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint",
        abstract: "Configure what is kept warm.",
        subcommands: [
            Add.self, List.self, Show.self, Set.self, Rename.self, Remove.self, Pause.self,
            Resume.self,
        ]
    )

    /// What is said where a list of endpoints would be empty.
    static let noneYet = "no endpoint yet; add one with 'preheat endpoint add NAME URL'"

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an endpoint, in shadow mode unless told otherwise.",
            discussion:
                "Example: preheat endpoint add shop https://shop.example/health --idle-timeout 10m"
        )

        @Argument(help: "A name for it.")
        var name: String

        @Argument(help: "The URL that a warm-up requests.")
        var url: String

        @OptionGroup var options: EndpointOptions
        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: ShortManners

        func validate() throws {
            try asUsage { () throws(SettingFlaw) in
                try SettingRules.check(name: name, of: "name")
                try SettingRules.check(url: url)
            }
        }

        func run() async throws {
            var endpoint = Endpoint(
                id: EndpointID(rawValue: 0),
                name: name,
                warmUp: WarmUpRequest(url: url)
            )
            try options.apply(to: &endpoint)
            _ = try await store.withStore(.create) { try await $0.add(endpoint) }
            let mode =
                endpoint.mode == .shadow
                ? "in shadow mode: it decides, and pings nothing" : "active"
            acknowledge("added \(name), \(mode)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the endpoints.",
            discussion: """
                SO FAR is how a target stands: met, missed, unknown while too little was seen, or \
                infeasible.

                Example: preheat endpoint list --format json
                """
        )

        @Option(help: "table, json or csv.")
        var format = OutputFormat.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let (endpoints, views) = try await store.withStore(.existing) { store in
                let endpoints = try await store.endpoints()
                let states = try await targetStates(in: store)
                return (endpoints, endpoints.map { EndpointView($0, states: states) })
            }
            var table = TextTable(
                header: [
                    "NAME", "MODE", "GROUP", "PLATFORM", "IDLE TIMEOUT", "COLD START VALUE",
                    "TARGET", "SO FAR", "URL",
                ]
            )
            for (endpoint, view) in zip(endpoints, views) {
                table.add([
                    endpoint.name, view.mode, endpoint.group ?? "–",
                    endpoint.platform.rawValue, durationText(endpoint.idleTimeout),
                    decimal(endpoint.coldStartValue, places: 1),
                    endpoint.target?.description ?? "–",
                    view.targetState?.standing ?? (endpoint.target == nil ? "–" : "unknown"),
                    endpoint.warmUp.url,
                ])
            }
            try format.show(
                views,
                table: endpoints.isEmpty ? EndpointCommand.noneYet : table.text
            )
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all settings of an endpoint, and how it stands to its target.",
            discussion: """
                ν is what an avoided cold start is worth to the service, in pings: a target raises it \
                until it is met.

                Example: preheat endpoint show shop
                """
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @Option(help: "table, json or csv.")
        var format = OutputFormat.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let (view, holdings) = try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: name)
                let view = EndpointView(endpoint, states: try await targetStates(in: store))
                return (view, try await store.holdings(of: endpoint.id))
            }
            var table = TextTable(header: ["SETTING", "VALUE"])
            for (setting, value) in view.settings { table.add([setting, value]) }
            table.add(["history", summary(of: holdings)])
            try format.show(view, table: table.text)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change settings of an endpoint; what is not named stays.",
            discussion: "Example: preheat endpoint set shop --mode active --cold-start-value 100"
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @Option(help: "The URL that a warm-up requests.")
        var url: String?

        @OptionGroup var options: EndpointOptions
        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: ShortManners

        func validate() throws {
            guard let url else { return }
            try asUsage { () throws(SettingFlaw) in try SettingRules.check(url: url) }
        }

        func run() async throws {
            try await store.withStore(.existing) { store in
                let before = try await store.endpoint(named: name)
                var endpoint = before
                if let url { endpoint.warmUp.url = url }
                try options.apply(to: &endpoint)
                guard endpoint != before else { return acknowledge("\(name) is as it was") }
                try await store.update(endpoint)
                acknowledge("changed \(name)")
            }
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an endpoint another name; its history stays with it.",
            discussion: "Example: preheat endpoint rename shop store"
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @Argument(help: "The new name.")
        var newName: String

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws {
            try asUsage { () throws(SettingFlaw) in
                try SettingRules.check(name: newName, of: "name")
            }
        }

        func run() async throws {
            try await store.withStore(.existing) { store in
                var endpoint = try await store.endpoint(named: name)
                endpoint.name = newName
                try await store.update(endpoint)
            }
            acknowledge("renamed \(name) to \(newName)")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an endpoint and its history.",
            discussion: """
                To stop pings and keep the history, pause it instead.

                Example: preheat endpoint remove shop --yes
                """
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: name)
                let holdings = try await store.holdings(of: endpoint.id)
                guard yes || confirm("remove \(name) and its history (\(summary(of: holdings)))?")
                else {
                    throw CommandError(
                        "nothing was removed: its history (\(summary(of: holdings))) would go with "
                            + "\(name); confirm with --yes, or keep it with 'preheat endpoint pause \(name)'"
                    )
                }
                try await store.remove(endpoint.id)
                acknowledge("removed \(name) and its history (\(summary(of: holdings)))")
            }
        }

        /// Asks on the terminal; nobody there means no.
        private func confirm(_ question: String) -> Bool {
            guard isatty(STDIN_FILENO) == 1 else { return false }
            let prompt = Array("\(question) [y/N] ".utf8)
            guard write(STDERR_FILENO, prompt, prompt.count) > 0 else { return false }
            return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop planning and pinging an endpoint; it still learns.",
            discussion: "Example: preheat endpoint pause shop"
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            try await setPaused(true, name: name, in: store)
            acknowledge("paused \(name)")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with a paused endpoint, in the mode that it had.",
            discussion: "Example: preheat endpoint resume shop"
        )

        @Argument(help: "Its name.", completion: .endpointNames)
        var name: String

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let mode = try await setPaused(false, name: name, in: store)
            acknowledge("resumed \(name), \(mode.rawValue)")
        }
    }
}

@discardableResult
private func setPaused(
    _ isPaused: Bool,
    name: String,
    in options: StoreOptions
) async throws -> Endpoint.Mode {
    try await options.withStore(.existing) { store in
        var endpoint = try await store.endpoint(named: name)
        endpoint.isPaused = isPaused
        try await store.update(endpoint)
        return endpoint.mode
    }
}

private func targetStates(in store: HistoryStore) async throws -> [TargetState] {
    try await store.priceState(modelVersion: HazardModel.version).targets
}

private func summary(of holdings: Holdings) -> String {
    var text =
        "\(holdings.requests) requests in \(holdings.bins) bins, \(holdings.pings) pings, "
        + "\(holdings.decisions) decisions"
    if let first = holdings.first, let last = holdings.last {
        text += ", from \(rfc3339(first)) to \(rfc3339(last))"
    }
    return text
}
