/// What one endpoint pays otherwise than its platform's price list says.
package enum PriceOverride: Hashable, Sendable {
    /// Another price list.
    case preset(String)
    /// Another currency, an ISO 4217 code.
    case currency(String)
    /// Another value of one figure, in the figure's unit.
    case figure(PriceFigure, Int64)

    /// The name in `--price`.
    package var key: String {
        switch self {
        case .preset: "preset"
        case .currency: "currency"
        case .figure(let figure, _): figure.key
        }
    }

    /// Every name in `--price`.
    package static let keys = ["preset", "currency"] + PriceFigure.allCases.map(\.key)
}

// MARK: - As text

extension PriceOverride: CustomStringConvertible {
    /// Reads `per-request=0.0000002`, `preset=azure-functions-flex` or `currency=EUR`.
    ///
    /// - Throws: ``PriceFlaw``, which says what is off.
    package init(_ text: some StringProtocol) throws(PriceFlaw) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .notKeyAndValue(String(text)) }
        let key = String(parts[0])
        let value = String(parts[1])
        switch key {
        case "preset":
            guard PriceModel.preset(named: value) != nil else { throw .unknownPreset(value) }
            self = .preset(value)
        case "currency":
            guard value.utf8.count == 3,
                value.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
            else {
                throw .badValue(value, key: key, rule: "three capital letters, such as EUR")
            }
            self = .currency(value)
        default:
            guard let figure = PriceFigure(key: key) else { throw .unknownKey(key) }
            guard let number = figure.value(value) else {
                throw .badValue(value, key: key, rule: figure.rule)
            }
            self = .figure(figure, number)
        }
    }

    /// The same text in its shortest form.
    package var description: String {
        switch self {
        case .preset(let name): "preset=\(name)"
        case .currency(let code): "currency=\(code)"
        case .figure(let figure, let value): "\(figure.key)=\(figure.text(of: value))"
        }
    }
}
