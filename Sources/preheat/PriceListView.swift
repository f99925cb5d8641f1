import Domain
import Reporting

/// A price list as commands print it: additive only, money in trillionths of the currency's unit.
struct PriceListView: Encodable {
    private let model: PriceModel

    init(_ model: PriceModel) { self.model = model }

    // MARK: - JSON

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(model.name, forKey: Key("name"))
        try container.encode(model.asOf, forKey: Key("as_of"))
        try container.encode(model.currency, forKey: Key("currency"))
        try container.encode(model.notes, forKey: Key("notes"))
        for figure in PriceFigure.allCases {
            let key = Key(figure.jsonKey)
            if figure.kind == .flag {
                try container.encode(model[figure] != 0, forKey: key)
            } else {
                try container.encode(model[figure], forKey: key)
            }
        }
    }

    // MARK: - CSV

    static func csvText(of models: [PriceModel]) -> String {
        csv(
            header: ["name", "as_of", "currency"] + PriceFigure.allCases.map(\.jsonKey) + ["notes"],
            rows: models.map { model in
                [model.name, model.asOf, model.currency]
                    + PriceFigure.allCases.map { figure in
                        figure.kind == .flag
                            ? "\(model[figure] != 0)" : "\(model[figure])"
                    } + [model.notes]
            }
        )
    }

    // MARK: - Table

    static func tableText(of models: [PriceModel]) -> String {
        let columns: [PriceFigure] = [
            .perRequest, .perGBSecond, .perVCPUSecond, .perCPUMillisecond, .heldPerGBSecond,
            .heldPerVCPUSecond,
        ]
        var table = TextTable(
            header: ["NAME", "AS OF", "CURRENCY"] + columns.map { $0.key.uppercased() } + ["NOTES"]
        )
        for model in models {
            table.add(
                [model.name, model.asOf, model.currency]
                    + columns.map { model[$0] == 0 ? "–" : $0.text(of: model[$0]) } + [model.notes]
            )
        }
        return table.text
    }
}

extension PriceFigure {
    /// The key in JSON and CSV, with its unit.
    var jsonKey: String {
        let name = key.split(separator: "-").joined(separator: "_")
        return switch kind {
        case .money: "\(name)_picos"
        case .thousandths: "milli_\(name)"
        case .whole, .flag: name
        }
    }
}
