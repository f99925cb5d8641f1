/// What a terminal can show.
package struct TerminalStyle: Equatable, Sendable {
    /// Whether it shows 256 colours and its user wants them.
    package var usesColor: Bool
    /// Whether its paper is light, for the shades of bands.
    package var isLight: Bool

    package init(usesColor: Bool, isLight: Bool = false) {
        self.usesColor = usesColor
        self.isLight = isLight
    }
}
