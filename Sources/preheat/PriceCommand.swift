import ArgumentParser
import Domain
import History
import Reporting

/// What pings cost.
struct PriceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price",
        abstract: "Show what pings cost: list prices, and what an endpoint pays.",
        discussion: """
            An endpoint pays by its platform's list, with its own prices over it ('preheat endpoint \
            set NAME --price KEY=VALUE'). Free tiers are account-wide and left out.
            """,
        subcommands: [List.self, Show.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the list prices that Preheat knows.",
            discussion: """
                JSON and CSV have all figures; the table has those that are money.

                Example: preheat price list --format csv
                """
        )

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case table
            case csv
            case json
        }

        @Option(help: "table, csv or json.")
        var format = Format.table

        func run() async throws {
            let presets = PriceModel.presets
            switch format {
            case .table: print(PriceListView.tableText(of: presets))
            case .csv: print(PriceListView.csvText(of: presets))
            case .json: try printJSON(presets.map(PriceListView.init))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every figure of an endpoint or a list, and what they mean in examples.",
            discussion: """
                LIST is what the list says where the endpoint pays otherwise. Where an endpoint has \
                a list's name, the endpoint is shown.

                Examples: preheat price show shop; preheat price show aws-lambda
                """
        )

        @Argument(
            help: "An endpoint's name, or that of a list ('preheat price list').",
            completion: .priceNames
        )
        var name: String

        @Option(help: "table, json or csv.")
        var format = OutputFormat.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let view = PriceView(of: try await subject(), named: name)
            try format.show(view, table: view.text)
        }

        /// The endpoint, or one that has only the list.
        private func subject() async throws -> Endpoint {
            do {
                return try await store.withStore(.existing) { try await $0.endpoint(named: name) }
            } catch StoreError.absent where listed != nil {
                return try endpoint(near: [])
            } catch StoreError.unknownEndpoint(_, let nearest) {
                return try endpoint(near: nearest)
            }
        }

        private var listed: Platform? { Platform(rawValue: name) }

        private func endpoint(near names: [String]) throws -> Endpoint {
            guard let listed else {
                let nearest = nearestNames(
                    to: name,
                    among: names + PriceModel.presets.map(\.name)
                )
                throw CommandError(
                    "no endpoint or list is named '\(name)'; "
                        + (nearest.isEmpty
                            ? "see 'preheat endpoint list' and 'preheat price list'"
                            : "did you mean "
                                + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?")
                )
            }
            return Endpoint(
                id: EndpointID(rawValue: 0),
                name: name,
                warmUp: WarmUpRequest(url: ""),
                platform: listed
            )
        }
    }
}
