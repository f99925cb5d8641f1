/// What the value of a key looks like in a file.
package enum SettingKind: Equatable, Sendable {
    case text
    /// Texts; one alone stands for a list of it.
    case list
    case whole(ClosedRange<Int>)
    case decimal(ClosedRange<Double>)
    case duration
    /// One of a few words.
    case choice([String])
    case flag
    /// A share of a limit, such as `80%`.
    case share
}
