import Domain
import Forecasting
import Simulating
import Testing

/// Three days of a timer every 45 minutes with a dozen more requests in each day's office hours.
private let activeMinutes = [
    0, 45, 90, 135, 180, 225, 270, 315, 360, 405, 450, 495, 540, 566, 585, 630, 648, 675, 676, 684,
    720, 765, 810, 817, 840, 855, 868, 900, 912, 940, 945, 959, 970, 990, 993, 1035, 1080, 1125,
    1170, 1215, 1260, 1305, 1350, 1395, 1440, 1485, 1530, 1575, 1620, 1665, 1710, 1755, 1800, 1845,
    1890, 1935, 1980, 1982, 2025, 2037, 2043, 2070, 2113, 2115, 2125, 2143, 2160, 2204, 2205, 2219,
    2250, 2295, 2340, 2362, 2371, 2374, 2385, 2418, 2430, 2475, 2520, 2565, 2610, 2655, 2700, 2745,
    2790, 2835, 2880, 2925, 2970, 3015, 3060, 3105, 3150, 3195, 3240, 3285, 3330, 3375, 3420, 3465,
    3510, 3542, 3555, 3600, 3633, 3645, 3649, 3662, 3664, 3685, 3690, 3699, 3735, 3765, 3780, 3800,
    3807, 3825, 3870, 3895, 3897, 3915, 3960, 4005, 4050, 4095, 4140, 4185, 4230, 4275,
]

/// The pings that an independent implementation in Python (NumPy, dense arrays, all hazards of a
/// gap at once) makes of the same minutes, prior and constants.
@Suite struct AdaptiveVectorTests {
    @Test(arguments: [
        (
            10,
            [
                0, 40, 87, 132, 177, 221, 267, 312, 357, 402, 447, 492, 537, 625, 756, 805, 880,
                912, 923, 956, 981, 1004, 1014, 1026, 1071, 1120, 1165, 1210, 1255, 1300, 1345,
                1390, 1435, 1476, 1521, 1566, 1611, 1656, 1701, 1747, 1792, 1837, 1882, 1927, 1973,
                2019, 2106, 2196, 2286, 2331, 2385, 2396, 2430, 2441, 2466, 2511, 2556, 2602, 2650,
                2695, 2736, 2782, 2830, 2875, 2916, 2962, 3010, 3055, 3096, 3142, 3190, 3235, 3276,
                3322, 3367, 3413, 3457, 3502, 3553, 3591, 3735, 3780, 3791, 3818, 3836, 3861, 3951,
                3996, 4042, 4090, 4133, 4176, 4222, 4270, 4315,
            ]
        ),
        (
            5,
            [
                0, 42, 87, 132, 177, 222, 267, 312, 357, 402, 447, 492, 537, 627, 761, 807, 923,
                988, 1004, 1031, 1076, 1122, 1167, 1212, 1257, 1302, 1347, 1392, 1437, 1481, 1526,
                1571, 1617, 1662, 1706, 1752, 1797, 1842, 1887, 1932, 1977, 2024, 2111, 2201, 2291,
                2336, 2430, 2471, 2516, 2562, 2606, 2652, 2697, 2742, 2786, 2832, 2877, 2922, 2967,
                3012, 3057, 3102, 3147, 3192, 3237, 3282, 3327, 3372, 3417, 3462, 3507, 3596, 3817,
                3825, 3866, 3956, 4001, 4046, 4092, 4137, 4182, 4226, 4272, 4317,
            ]
        ),
    ])
    func pingsAreThoseOfTheReference(idleMinutes: Int, expected: [Int]) async throws {
        var prior = FleetPrior()
        prior.count(activeMinutes: activeMinutes, end: 3 * 1440)
        let function = RecordedFunction(
            name: "f",
            minutes: activeMinutes,
            counts: activeMinutes.map { _ in 1 },
            traceMinutes: 3 * 1440
        )
        let pings = try await pings(
            of: .adaptive,
            over: [function],
            settings: SimulationSettings(
                idleTimeout: .seconds(60 * idleMinutes),
                coldStartValue: 1 / 0.3
            ),
            prior: prior.hazardTable()
        )[0]
        #expect(pings.map { Int($0.timeS) / 60 } == expected)
    }
}
