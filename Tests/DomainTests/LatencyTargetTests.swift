import Domain
import Testing

@Suite struct LatencyTargetTests {
    @Test(
        arguments: [
            ("cold-rate<2%", "cold-rate<2%", LatencyTarget.coldStartRate(0.02)),
            ("cold-rate <= 7 %", "cold-rate<7%", .coldStartRate(0.07)),
            ("cold-rate<0.0001%", "cold-rate<0.0001%", .coldStartRate(0.000_001)),
            ("cold-rate<99.9999%", "cold-rate<99.9999%", .coldStartRate(0.999_999)),
            ("cold-rate<2.50%", "cold-rate<2.5%", .coldStartRate(0.025)),
            (
                "p99<400ms", "p99<400ms",
                .latency(percentile: 99, limit: .milliseconds(400))
            ),
            (
                " p99.9 <= 1.5s ", "p99.9<1.5s",
                .latency(percentile: 99.9, limit: .milliseconds(1500))
            ),
            ("p50<1ms", "p50<1ms", .latency(percentile: 50, limit: .milliseconds(1))),
            ("p99.99<1000ms", "p99.99<1s", .latency(percentile: 99.99, limit: .seconds(1))),
            ("p95<0.250s", "p95<250ms", .latency(percentile: 95, limit: .milliseconds(250))),
            ("p95<3600s", "p95<3600s", .latency(percentile: 95, limit: .seconds(3600))),
        ] as [(String, String, LatencyTarget)]
    )
    func aTargetIsReadAndWritten(text: String, shortest: String, target: LatencyTarget) {
        #expect(LatencyTarget(text) == target)
        #expect(target.description == shortest)
        #expect(LatencyTarget(shortest) == target)
    }

    @Test(arguments: [
        "", "<", "cold-rate", "cold-rate<", "cold-rate<%", "cold-rate<0%", "cold-rate<100%",
        "cold-rate<0.00001%", "cold-rate<2", "cold-rate<0.02", "cold-rate>2%", "cold-rate=2%",
        "cold-rate<-2%", "cold-rate<nan%", "cold-rate<1e1%", "cold-rate<<2%", "cold-rate<2%%",
        "Cold-rate<2%", "p99", "p<400ms", "p49.99<400ms", "p100<400ms", "p99.999<400ms",
        "p99<400", "p99<0ms", "p99<0.5ms", "p99<0.0001s", "p99<3600.001s", "p99<-1s",
        "p99<1m", "99<400ms", "p99<400ms<1s", "p99<99999999999999999999ms", "p٩٩<400ms",
    ])
    func anythingElseIsNoTarget(text: String) {
        #expect(LatencyTarget(text) == nil)
    }

    @Test func everyShareAndPercentileOfTheGridComesBack() {
        for millionths in stride(from: 1, to: 1_000_000, by: 997) {
            let target = LatencyTarget.coldStartRate(Double(millionths) / 1e6)
            #expect(LatencyTarget(target.description) == target)
        }
        for hundredths in 5000...9999 {
            let target = LatencyTarget.latency(
                percentile: Double(hundredths) / 100,
                limit: .milliseconds(hundredths)
            )
            #expect(LatencyTarget(target.description) == target)
        }
    }
}
