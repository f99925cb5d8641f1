extension Endpoint {
    /// The currency that its pings are paid in; `nil` when they cost nothing, which fits a budget of
    /// any currency.
    package var payingCurrency: String? {
        let model = priceModel
        let isFree = PriceFigure.allCases.allSatisfy { $0.kind != .money || model[$0] == 0 }
        return isFree ? nil : model.currency
    }
}
