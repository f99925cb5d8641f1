import ArgumentParser
import Domain

/// What `--choose` asks for: a target, an amount, or both.
struct FrontierWish: Equatable {
    private(set) var target: LatencyTarget?
    private(set) var budget: Money?

    var isEmpty: Bool { target == nil && budget == nil }

    /// The percentile that the target is of.
    var percentile: Double? {
        if case .latency(let percentile, _)? = target { return percentile }
        return nil
    }

    /// Reads `cold-rate<2%`, `p99<400ms` and `<5 USD/month`.
    ///
    /// - Throws: `ValidationError` for any other text, and for two of a kind.
    init(_ texts: [String]) throws {
        for text in texts {
            if let target = LatencyTarget(text) {
                guard self.target == nil else { throw Self.twice("target") }
                self.target = target
            } else if let budget = Self.budget(text) {
                guard self.budget == nil else { throw Self.twice("amount") }
                self.budget = budget
            } else {
                throw ValidationError(
                    "--choose '\(text.prefix(80))' is no goal; write 'cold-rate<2%' (more than 0% and less than 100%), 'p99<400ms' (p50 to p99.99, 1ms to 3600s) or '<5 USD/month'."
                )
            }
        }
    }

    private static func twice(_ kind: String) -> ValidationError {
        ValidationError("--choose is given two goals of a kind; one \(kind) is enough.")
    }

    private static func budget(_ text: String) -> Money? {
        let plain = text.filter { $0 != " " }
        guard plain.hasPrefix("<"), plain.hasSuffix("/month") else { return nil }
        let amount = plain.dropFirst(plain.hasPrefix("<=") ? 2 : 1).dropLast(6)
        // What is no amount is no goal: the caller says which forms there are.
        return try? Money(amount: String(amount))
    }
}
