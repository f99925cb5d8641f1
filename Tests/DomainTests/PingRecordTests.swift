import Domain
import Testing

@Suite struct PingRecordTests {
    @Test(arguments: [
        ("all warm", 3, 3, 0, 0, Temperature.warm),
        ("one warm alone", 1, 1, 0, 0, .warm),
        ("one cold among warm ones", 3, 2, 1, 0, .cold),
        ("all cold", 2, 0, 2, 0, .cold),
        ("one cold, one failed", 2, 0, 1, 1, .cold),
        ("one cold, the rest not known", 4, 0, 1, 0, .cold),
        ("nothing known", 1, 0, 0, 0, .unknown),
        ("one of two not known", 2, 1, 0, 0, .unknown),
        ("warm, but one failed", 2, 1, 0, 1, .unknown),
        ("all failed", 2, 0, 0, 2, .unknown),
        ("no instance at all", 0, 0, 0, 0, .unknown),
    ])
    func temperature(
        requirement: String,
        instances: Int,
        warm: Int,
        cold: Int,
        failed: Int,
        expected: Temperature
    ) {
        let ping = PingRecord(
            id: 1,
            endpointID: EndpointID(rawValue: 1),
            scheduledAt: Timestamp(minute: 0),
            instances: instances,
            warmInstances: warm,
            coldInstances: cold,
            failedInstances: failed
        )
        #expect(ping.temperature == expected)
    }
}
