extension Endpoint {
    /// The currency that its pings are paid in; `nil` when they cost nothing, which fits a budget of
    /// any currency.
    package var payingCurrency: String? {
        var model = PriceModel.preset(for: platform)
        for case .preset(let name) in prices {
            if let platform = Platform(rawValue: name) { model = .preset(for: platform) }
        }
        var isFree =
            model.picosPerRequest == 0 && model.picosPerGBSecond == 0
            && model.picosPerVCPUSecond == 0
        for case .figure(let figure, let value) in prices where figure.kind == .money && value > 0 {
            isFree = false
        }
        guard !isFree else { return nil }
        for case .currency(let code) in prices { return code }
        return model.currency
    }

    /// The most that a ping of so many instances can cost: each executes until the timeout.
    package func worstCase(instances: Int) -> Money {
        let model = PriceModel.preset(for: platform)
        let one = model.cost(
            of: PriceModel.Usage(
                execution: warmUp.timeout,
                startUp: startUp ?? warmUp.timeout,
                idle: idleTimeout,
                memoryMB: memoryMB ?? platform.defaultMemoryMB
            )
        )
        return (0..<instances).reduce(.zero(model.currency)) { sum, _ in sum + one }
    }
}
