extension PriceModel {
    /// The list prices that Preheat knows, in the order of their file.
    ///
    /// Free tiers are account-wide and left out.
    package static let presets: [PriceModel] = {
        guard let text = embeddedText.first(where: { $0.name == "prices.csv" })?.text,
            let presets = presets(ofCSV: text),
            Platform.allCases.allSatisfy({ platform in
                presets.contains { $0.name == platform.rawValue }
            })
        else { preconditionFailure("prices.csv is this package's own, and covers every platform") }
        return presets
    }()

    /// The list of exactly this name; `nil` for an unknown one.
    ///
    /// - Complexity: O(*n*) in the lists.
    package static func preset(named name: String) -> PriceModel? {
        presets.first { $0.name == name }
    }

    /// The list price of a platform; a container or any HTTP service has none.
    package static func preset(for platform: Platform) -> PriceModel {
        guard let preset = preset(named: platform.rawValue) else {
            preconditionFailure("every platform has a list")
        }
        return preset
    }

    /// Reads price lists: a header of `name`, `as-of`, `currency`, keys of figures and `notes`, then a
    /// line for each.
    ///
    /// A figure that is left out or empty has its default value. The notes may hold commas.
    ///
    /// - Returns: `nil` when anything is off: a name that comes twice, an unknown key, a value that
    ///   the figure's rule does not allow.
    package static func presets(ofCSV text: String) -> [PriceModel]? {
        let lines = text.split(separator: "\n")
        guard let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false),
            header.count > 3, header.prefix(3) == ["name", "as-of", "currency"],
            header.last == "notes"
        else { return nil }
        let figures = header[3..<header.count - 1].compactMap { PriceFigure(key: $0) }
        guard figures.count == header.count - 4, Set(figures).count == figures.count else {
            return nil
        }
        var presets: [PriceModel] = []
        for line in lines.dropFirst() {
            let cells = line.split(
                separator: ",",
                maxSplits: header.count - 1,
                omittingEmptySubsequences: false
            )
            guard cells.count == header.count, !cells[0].isEmpty,
                !presets.contains(where: { $0.name == cells[0] }),
                let preset = preset(cells, figures: figures)
            else { return nil }
            presets.append(preset)
        }
        return presets.isEmpty ? nil : presets
    }

    private static func preset(_ cells: [Substring], figures: [PriceFigure]) -> PriceModel? {
        // Any flaw of a line is the same to its reader.
        guard case .currency(let currency)? = try? PriceOverride("currency=\(cells[2])") else {
            return nil
        }
        var preset = PriceModel(
            name: String(cells[0]),
            asOf: String(cells[1]),
            currency: currency,
            notes: String(cells[cells.count - 1])
        )
        for (figure, cell) in zip(figures, cells[3...]) where !cell.isEmpty {
            guard let value = figure.value(cell) else { return nil }
            preset[figure] = value
        }
        return preset
    }
}
