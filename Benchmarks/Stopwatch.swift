/// Times a body in rounds and keeps the median, so that a busy machine disturbs little.
struct Stopwatch {
    /// Rounds of each figure.
    private static let rounds = 41

    /// Times a call.
    ///
    /// - Parameters:
    ///   - calls: How many calls a round makes.
    ///   - body: What is timed; its result is added up, so that nothing is optimised away.
    /// - Returns: The median over rounds of what one call costs, in microseconds.
    static func microseconds(calls: Int, _ body: () -> Double) -> Double {
        var sink = 0.0
        var rounds: [Double] = []
        for _ in 0..<Self.rounds {
            let start = ContinuousClock.now
            for _ in 0..<calls { sink += body() }
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            rounds.append((Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(calls))
        }
        precondition(sink.isFinite, "a figure of something that is no number")
        return rounds.sorted()[Self.rounds / 2]
    }
}

/// One line of the report.
struct Figure {
    var name: String
    var value: Double
    var unit: String
    var limit: Double?

    var line: String {
        let verdict =
            limit.map { limit in
                "limit \(Self.text(limit))  \(value <= limit ? "within" : "BEYOND")"
            } ?? ""
        return name.padded(to: 58) + Self.text(value).padded(to: 10) + unit.padded(to: 6) + verdict
    }

    /// Three digits that mean something.
    private static func text(_ value: Double) -> String {
        let scale = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self + " "
    }
}
