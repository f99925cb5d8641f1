/// One thing that was looked at, and what to do about it.
package struct Finding: Equatable, Sendable {
    package enum Verdict: String, CaseIterable, Sendable {
        case ok
        /// Something to look at; the service does what it can.
        case warn
        /// Something that keeps the service, or an endpoint, from being served.
        case fail
    }

    package enum Check: String, CaseIterable, Sendable {
        case zones
        case clock
        case database
        case permissions
        case disk
        case service
        case secrets
        case headers
        case network
        case traffic
        case temperature
    }

    package var verdict: Verdict
    package var check: Check
    /// The endpoint's name, where it is about one.
    package var endpoint: String?
    /// What was found, and what to do where something is off.
    package var sentence: String

    init(
        _ verdict: Verdict,
        _ check: Check,
        endpoint: String? = nil,
        _ sentence: String
    ) {
        self.verdict = verdict
        self.check = check
        self.endpoint = endpoint
        self.sentence = sentence
    }
}
