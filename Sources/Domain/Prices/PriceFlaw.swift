/// Why prices are refused, worded for the person who gave them.
package enum PriceFlaw: Error, Equatable, Sendable {
    case notKeyAndValue(String)
    case unknownKey(String)
    case unknownPreset(String)
    case badValue(String, key: String, rule: String)
    case doubledKey(String)
    /// Figures of the preset stay in its own currency.
    case foreignFigures([PriceFigure], preset: String, presetCurrency: String, currency: String)
    /// An instance of that much memory does not exist.
    case tooMuchMemory(Int, most: Int64, preset: String)
}

extension PriceFlaw: CustomStringConvertible {
    /// One line without a full stop: what is off, and what to do about it.
    package var description: String {
        switch self {
        case .notKeyAndValue(let text):
            "'\(text.prefix(80))' is no price; write KEY=VALUE, such as per-request=0.0000002"
        case .unknownKey(let key):
            "there is no price '\(key.prefix(80))'; "
                + Self.advice(for: key, among: PriceOverride.keys)
        case .unknownPreset(let name):
            "there is no preset '\(name.prefix(80))'; "
                + Self.advice(for: name, among: PriceModel.presets.map(\.name))
        case .badValue(let text, let key, let rule):
            "\(key) is '\(text.prefix(80))'; it must be \(rule)"
        case .doubledKey(let key): "\(key) is given twice; give it once"
        case .foreignFigures(let figures, let preset, let presetCurrency, let currency):
            "the currency is \(currency), but of \(preset) these figures are in "
                + "\(presetCurrency): \(figures.map(\.key).joined(separator: ", ")); give each in "
                + currency
        case .tooMuchMemory(let memoryMB, let most, let preset):
            "an instance of \(memoryMB) MB is more than the \(most) MB of \(preset); give less "
                + "memory, or the price \(PriceFigure.mostMemoryMB.key)"
        }
    }

    private static func advice(for word: String, among known: [String]) -> String {
        let nearest = nearestNames(to: word, among: known)
        return nearest.isEmpty
            ? "choose one of \(known.joined(separator: ", "))"
            : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    }
}
