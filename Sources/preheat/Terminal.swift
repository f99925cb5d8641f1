import Foundation
import Reporting

/// What standard output is shown on.
struct Terminal {
    /// Columns; 80 where nobody says.
    var width: Int
    var style: TerminalStyle

    /// A page of so many columns without colours.
    static func plain(width: Int) -> Terminal {
        Terminal(width: width, style: TerminalStyle(usesColor: false))
    }

    /// Whether standard output is a terminal.
    static var isShown: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The one at hand.
    ///
    /// Colours are used on a terminal that is not dumb, unless --no-color is given
    /// or NO_COLOR is set (https://no-color.org). COLUMNS holds where it is set; COLORFGBG tells a light background.
    static func current(_ environment: [String: String]) -> Terminal {
        let isPlain =
            Manners.isPlain || environment["NO_COLOR"]?.isEmpty == false
            || environment["TERM"] == "dumb"
        var size = winsize()
        let asked = isShown && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        let measured = asked && size.ws_col > 0 ? Int(size.ws_col) : nil
        let stated = environment["COLUMNS"].flatMap(Int.init)
        let background = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
        return Terminal(
            width: min(max(stated ?? measured ?? 80, 24), 240),
            style: TerminalStyle(
                usesColor: isShown && !isPlain,
                isLight: background == 7 || background == 15
            )
        )
    }
}
