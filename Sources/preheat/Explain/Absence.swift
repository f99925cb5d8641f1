import Domain
import History
import Reporting

/// What the history knows of who could have decided about a minute in which nothing was pinged.
struct Absence {
    /// When the endpoint was added.
    var registeredAt: Timestamp?
    var presence: ServicePresence

    /// Why nothing was decided about a minute, as far as it is stored.
    ///
    /// - Parameters:
    ///   - minute: The minute.
    ///   - isPingMissing: Asked now, the engine would have pinged then.
    ///   - offsets: Of the endpoint's zone.
    /// - Returns: `nil` where nothing more is to be said.
    func sentence(of minute: Int, isPingMissing: Bool, _ offsets: UTCOffsets) -> String? {
        func text(_ moment: Timestamp) -> String {
            let local = offsets.local(moment.minute)
            return "\(longDateText(local)) \(clockText(local))"
        }
        if let registeredAt, registeredAt >= Timestamp(minute: minute + 1) {
            return "The endpoint was added later, on \(text(registeredAt))."
        }
        switch presence {
        case .absent(let since?, let until?):
            return "No service was at work then: one was until \(text(since)), and the next from "
                + "\(text(until)) on."
        case .absent(let since?, nil):
            return "No service was at work then: the last one was until \(text(since))."
        case .absent(nil, let until?):
            return "No service is known to have been at work by then: the first one was from "
                + "\(text(until)) on."
        case .absent(nil, nil):
            return "No service is known to have been at work by then."
        case .unrecorded(let last, let next) where isPingMissing && Self.isFar(minute, last, next):
            let span = next.map { "between \(text(last)) and \(text($0))" } ?? "since \(text(last))"
            return
                "No service seems to have been at work then: nothing was decided for any endpoint "
                + "\(span)."
        case .atWork, .unrecorded:
            guard isPingMissing else { return nil }
            return
                "The service decided otherwise then: what it knew at that time, or how it was set, "
                + "may have differed."
        }
    }

    /// Nobody decides anything for an hour on either side.
    private static func isFar(_ minute: Int, _ last: Timestamp, _ next: Timestamp?) -> Bool {
        minute - last.minute >= 60 && (next.map { $0.minute - minute >= 60 } ?? true)
    }
}
