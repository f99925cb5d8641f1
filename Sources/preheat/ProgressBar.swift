import Glibc
import Observing

/// A bar on standard error that shows how far a long job is; silent where nobody watches.
final class ProgressBar {
    private let label: String
    private let isShown: Bool
    private var shownPercent = -1

    init(_ label: String) {
        self.label = label
        isShown = isatty(STDERR_FILENO) == 1 && !Manners.isQuiet
    }

    /// - Parameter share: From 0 to 1.
    func show(_ share: Double) {
        let percent = Int((min(max(share, 0), 1) * 100).rounded(.down))
        guard isShown, percent != shownPercent else { return }
        shownPercent = percent
        let filled = percent * 30 / 100
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        write("\r\(label) \(bar) \(percent) %")
    }

    /// How much of a file was read.
    func show(_ progress: LineReader.Progress) {
        show(Double(progress.consumedBytes) / Double(max(progress.totalBytes, 1)))
    }

    /// Takes the bar away.
    func finish() {
        guard isShown, shownPercent >= 0 else { return }
        write("\r\u{1B}[2K")
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        // A bar that cannot be shown is no failure of the job.
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
