import Domain

/// What one of a warm-up's requests found.
package struct InstanceResult: Equatable, Sendable {
    /// Never `pending`.
    package var outcome: PingRecord.Outcome
    /// The answer's status, also when the rest of the answer did not come.
    package var status: Int?
    /// From the start of the attempt to the connection: queueing, DNS, TCP and TLS together.
    package var connectMs: Int64?
    /// From the request's head to the answer's head.
    package var firstByteMs: Int64?
    /// From the start of the attempt to the end of the answer; `nil` when it did not end.
    package var totalMs: Int64?
    package var temperature: Temperature
    /// The instance's own name for itself, from the answer's header `X-Instance-Id`.
    package var instance: String?
    /// One sentence on what went wrong; `nil` when nothing did.
    package var detail: String?

    package init(
        outcome: PingRecord.Outcome,
        status: Int? = nil,
        connectMs: Int64? = nil,
        firstByteMs: Int64? = nil,
        totalMs: Int64? = nil,
        temperature: Temperature = .unknown,
        instance: String? = nil,
        detail: String? = nil
    ) {
        self.outcome = outcome
        self.status = status
        self.connectMs = connectMs
        self.firstByteMs = firstByteMs
        self.totalMs = totalMs
        self.temperature = temperature
        self.instance = instance
        self.detail = detail
    }
}
