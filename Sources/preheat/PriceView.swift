import Domain
import Reporting

/// What an endpoint pays, as commands print it.
struct PriceView: Encodable {
    private let name: String
    private let endpoint: Endpoint
    private let model: PriceModel
    private let preset: PriceModel

    init(of endpoint: Endpoint, named name: String) {
        self.name = name
        self.endpoint = endpoint
        model = endpoint.priceModel
        preset = endpoint.pricePreset
    }

    private var overridden: [PriceFigure] {
        PriceFigure.allCases.filter { figure in endpoint.prices.contains { $0.key == figure.key } }
    }

    // MARK: - Text

    var text: String {
        let list = preset.name == name ? "" : "\(name): "
        return """
            \(list)\(preset.name) as of \(preset.asOf), \(model.currency); \(preset.notes)
            \(figuresText)

            \(settingsText)
            \(examplesText)
            """
    }

    private var figuresText: String {
        var table = TextTable(header: ["KEY", "VALUE", "LIST"])
        let overridden = overridden
        for figure in PriceFigure.allCases {
            table.add([
                figure.key, Self.text(of: figure, in: model),
                overridden.contains(figure) ? Self.text(of: figure, in: preset) : "",
            ])
        }
        return table.text
    }

    private static func text(of figure: PriceFigure, in model: PriceModel) -> String {
        guard figure.kind == .money else { return figure.text(of: model[figure]) }
        return model[figure] == 0 ? "–" : "\(figure.text(of: model[figure])) \(model.currency)"
    }

    private var settingsText: String {
        let instances = endpoint.instances == 1 ? "1 instance" : "\(endpoint.instances) instances"
        return "for a ping of \(instances), \(endpoint.instanceMemoryMB) MB and "
            + "\(PriceFigure.vCPUs.text(of: model[.vCPUs])) vCPU each"
    }

    private var examplesText: String {
        var table = TextTable(header: ["EXAMPLE", "COST", "HOW"])
        for example in PriceExample.allCases {
            table.add([
                example.rawValue.split(separator: "-").joined(separator: " "),
                endpoint.cost(of: example)?.description ?? "–", assumptions(of: example),
            ])
        }
        return table.text
    }

    /// What an example's cost is made of.
    private func assumptions(of example: PriceExample) -> String {
        let execution =
            durationText(endpoint.usualExecution)
            + (endpoint.meanDuration == nil ? " (assumed)" : "")
        let startUp =
            durationText(endpoint.startUp ?? PriceExample.assumedStartUp)
            + (endpoint.startUp == nil ? " (assumed)" : "")
        let idle = durationText(endpoint.idleTimeout)
        let timeout = durationText(endpoint.warmUp.timeout)
        switch example {
        case .warmPing: return "executes \(execution), then idles \(idle)"
        case .coldPing: return "starts \(startUp), executes \(execution), then idles \(idle)"
        case .worstCase:
            let bound = endpoint.startUp.map(durationText) ?? "\(timeout) (as long as the timeout)"
            let longest = durationText(max(endpoint.longestIdle, endpoint.idleTimeout))
            return "starts \(bound), executes \(timeout), then idles \(longest)"
        case .idleWindow: return "one instance idles \(idle)"
        case .monthOfWarmer:
            return "30 days of a ping every 5m, each "
                + (endpoint.isWarmToWarmer ? "warm" : "cold")
                + " and charged for the idle time until the next"
        case .monthOfProvisioned:
            return endpoint.priceModel.hasHeldPrice
                ? "30 days of one instance that the platform holds, without requests"
                : "the list has no price of instances that the platform holds"
        }
    }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case name, prices, overridden, instances, examples
        case memoryMB = "memory_mb"
    }

    private struct Example: Encodable {
        var example: String
        var costNanos: Int64?
        var currency: String
        var how: String

        enum CodingKeys: String, CodingKey {
            case example, currency, how
            case costNanos = "cost_nanos"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(PriceListView(model), forKey: .prices)
        try container.encode(overridden.map(\.jsonKey), forKey: .overridden)
        try container.encode(endpoint.instances, forKey: .instances)
        try container.encode(endpoint.instanceMemoryMB, forKey: .memoryMB)
        let examples = PriceExample.allCases.map { example in
            Example(
                example: example.rawValue,
                costNanos: endpoint.cost(of: example)?.nanos,
                currency: model.currency,
                how: assumptions(of: example)
            )
        }
        try container.encode(examples, forKey: .examples)
    }
}
