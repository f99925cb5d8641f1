/// Durations of whole seconds as schedules' texts have them.
enum WholeDuration {
    private static let units: [(name: Character, seconds: Int)] = [
        ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Reads `10m`, `1h30m` or `90s`: larger units first, each once.
    ///
    /// - Returns: `nil` for any other text, and for numbers of more than a million.
    static func seconds(_ text: Substring) -> Int? {
        var rest = text
        var total = 0
        var units = units[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let number = digits.wholeNumber, number <= 1_000_000,
                let index = units.firstIndex(where: { $0.name == rest.first })
            else { return nil }
            total += number * units[index].seconds
            units = units[(index + 1)...]
            rest = rest.dropFirst()
        }
        return total
    }

    /// The shortest text of a duration.
    static func text(_ seconds: Int) -> String {
        var rest = seconds
        var text = ""
        for (name, length) in units where rest >= length {
            text += "\(rest / length)\(name)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }
}
