internal import Domain
internal import History

/// What other ways of keeping an endpoint warm would cost, by its prices and its measured times.
struct WarmthPrices {
    private let endpoint: Endpoint
    private let prices: PriceModel
    /// The median of what pings took, else the stated duration of a request, else 100 ms.
    private let execution: Duration
    /// As stated, else what cold pings took longer than warm ones.
    private let startUp: Duration

    init(of endpoint: Endpoint, findings: [PingFinding]) {
        self.endpoint = endpoint
        prices = endpoint.priceModel
        func median(_ temperature: Temperature) -> Duration? {
            let times = findings.filter { $0.temperature == temperature }
                .compactMap { $0.totalMs.map(Double.init) }
            return quantile(0.5, of: times).map { .milliseconds(Int64($0.rounded())) }
        }
        let warm = median(.warm)
        execution = warm ?? endpoint.meanDuration ?? .milliseconds(100)
        let measured = median(.cold).flatMap { cold in warm.map { max(.zero, cold - $0) } }
        startUp = endpoint.startUp ?? measured ?? .zero
    }

    /// What pings of one instance each cost when the next one follows after `period`.
    func pings(warm: Int, cold: Int, every period: Duration) -> Money {
        func price(_ startUp: Duration) -> Money {
            let idle = min(period, endpoint.idleTimeout)
            return prices.cost(
                of: endpoint.usage(execution: execution, startUp: startUp, idle: idle)
            )
        }
        let nanos =
            Int128(price(.zero).nanos) * Int128(warm) + Int128(price(startUp).nanos) * Int128(cold)
        return Money(nanos: Int64(clamping: nanos), currency: prices.currency)
    }

    /// What holding the endpoint's instances costs; `nil` where its prices have none for that.
    func held(for duration: Duration) -> Money? {
        endpoint.provisioned(instances: endpoint.instances, for: duration)
    }
}
