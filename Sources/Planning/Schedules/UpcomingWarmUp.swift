package import Domain

/// A warm-up that comes if no request comes before it.
package struct UpcomingWarmUp: Equatable, Sendable {
    package var moment: Timestamp
    package var instances: Int
    /// The plan's numbers; `nil` where only a schedule asks for it.
    package var planned: PlannedPing?
    /// The manual schedule that asks for it, beside the plan or alone.
    package var scheduleID: Int64?
    /// Why it will not be sent; `nil` where it will.
    package var refusal: Decision.Action?
}
