package import Domain

/// Which model serves an endpoint's demand forecast, as it was judged.
package struct JudgedModel: Equatable, Sendable {
    package var judgedAt: Timestamp
    /// The model's word, such as `seasonal-regression`.
    package var model: String
    /// The last week's error over that of the seasonal naive; `nil` before there is a week.
    package var errorRatio: Double?

    package init(judgedAt: Timestamp, model: String, errorRatio: Double?) {
        self.judgedAt = judgedAt
        self.model = model
        self.errorRatio = errorRatio
    }
}
