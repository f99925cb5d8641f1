import ArgumentParser
import Domain

/// Reads the amount of an option.
///
/// - Throws: `ValidationError`, with what is off.
func amount(_ text: String?, of option: String) throws -> Money? {
    guard let text else { return nil }
    do throws(Money.AmountFlaw) {
        return try Money(amount: text)
    } catch {
        throw ValidationError("\(option): \(error).")
    }
}
