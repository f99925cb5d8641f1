import Domain

extension RawRepresentable where RawValue == String {
    /// The value as JSON and CSV have it, whatever the database calls it: `timed-out`.
    var word: String { lowercased(rawValue, joinedBy: "-") }
}

extension Reason.Name {
    /// The key in JSON and CSV, with its unit where it is not a chance, a weight or a factor.
    var jsonKey: String {
        let name = lowercased(rawValue, joinedBy: "_")
        return switch self {
        case .coldStartValue, .price, .saving, .credit, .spentInGap: "\(name)_pings"
        case .schedule: "\(name)_id"
        default: name
        }
    }
}

/// The words of a name in camel case, in lower case.
///
/// - Parameters:
///   - name: Such as `timedOut`.
///   - separator: What stands between words.
/// - Returns: Such as `timed-out`.
private func lowercased(_ name: String, joinedBy separator: String) -> String {
    name.map { $0.isUppercase ? separator + $0.lowercased() : String($0) }.joined()
}
