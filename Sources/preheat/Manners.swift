import ArgumentParser
import Synchronization

/// How much a command says, and whether in colours.
struct Manners: ParsableArguments {
    @Flag(
        name: [.customLong("quiet"), .customShort("q")],
        help: "Say nothing but data, warnings and errors: no confirmation, no progress."
    )
    var isQuiet = false

    @Flag(name: .customLong("no-color"), help: "No colours, as with NO_COLOR.")
    var isPlain = false

    /// What was asked for: progress bars and charts are drawn far from where words are parsed.
    private static let chosen = Mutex((isQuiet: false, isPlain: false))

    static var isQuiet: Bool { chosen.withLock { $0.isQuiet } }
    static var isPlain: Bool { chosen.withLock { $0.isPlain } }

    func validate() { Self.choose(isQuiet: isQuiet, isPlain: isPlain) }

    static func choose(isQuiet: Bool, isPlain: Bool) {
        chosen.withLock { chosen in
            chosen.isQuiet = chosen.isQuiet || isQuiet
            chosen.isPlain = chosen.isPlain || isPlain
        }
    }
}

/// The same where `--quiet` names an endpoint's quiet hours.
struct ShortManners: ParsableArguments {
    @Flag(name: .customShort("q"), help: "Say nothing but warnings and errors.")
    var isQuiet = false

    @Flag(name: .customLong("no-color"), help: "No colours, as with NO_COLOR.")
    var isPlain = false

    func validate() { Manners.choose(isQuiet: isQuiet, isPlain: isPlain) }
}

/// Prints what was done; data is printed whatever was asked for.
func acknowledge(_ sentence: String) {
    if !Manners.isQuiet { print(sentence) }
}
