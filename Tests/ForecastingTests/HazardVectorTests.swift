import Domain
import Testing

@testable import Forecasting

/// Monday 2026-03-23 00:00 UTC.
private let start = 29_570_400

/// Minutes from `start`: 06:30 and 18:30 each day and some office hours, on Berlin's clocks.
private let office = [
    330, 517, 528, 645, 682, 1050, 1770, 1949, 2029, 2036, 2134, 2136, 2202, 2490, 3210, 3474,
    3655, 3658, 3783, 3930, 4650, 4823, 4825, 4868, 4871, 5076, 5081, 5370, 6090, 6332, 6336,
    6430, 6432, 6526, 6528, 6532, 6810, 7530, 8250, 8910, 9630, 10_350, 10_718, 10_732, 10_738,
    10_754, 11_070, 11_790, 11_981, 12_067, 12_208, 12_297, 12_510,
]
/// Thirteen active minutes in nine days, some of them within a burst's eight minutes.
private let sparse = [
    17, 24, 612, 2290, 2299, 2306, 4011, 4671, 7350, 7351, 8800, 10_222, 11_902,
]
private let busy = (0..<60).map { $0 * 10 }
private let berlin = UTCOffsets(
    earliestOffsetMinutes: 60,
    stretches: [.init(fromMinute: 29_579_100, offsetMinutes: 120)]  // 2026-03-29 01:00 UTC
)

/// What the model must say of one minute after the last event.
private struct Opinion {
    var elapsed: Int
    /// By expert.
    var hazards: [Double]
    var weights: [Double]
    var hazard: Double
    var survival: Double
}

/// The literals are those of an independent implementation in Python (NumPy, dense arrays over whole
/// gaps, calendar dates, the isotonic fit by its max-min formula), each on the fleet's table that
/// its own history makes.
@Suite struct HazardVectorTests {
    @Test func aTimerAndOfficeHoursAcrossAChangeOfTheClocks() throws {
        try compare(
            afterOfficeHours,
            with: office,
            until: 12_960,
            upTo: 53,
            in: berlin,
            burstMinutes: 5
        )
    }

    @Test func theSameInTheMiddle() throws {
        try compare(
            amidOfficeHours,
            with: office,
            until: 12_960,
            upTo: 25,
            in: berlin,
            burstMinutes: 5
        )
    }

    @Test func aSparseEndpoint() throws {
        try compare(
            afterSparse,
            with: sparse,
            until: 12_960,
            upTo: 13,
            in: .utc,
            burstMinutes: 8
        )
    }

    @Test func aBusyTimerAndALongSilence() throws {
        try compare(
            afterBusy,
            with: busy,
            until: 1440,
            upTo: 60,
            in: .utc,
            burstMinutes: 5
        )
    }

    @Test func aGapWithAnHourMissing() throws {
        try compare(
            afterMissingData,
            with: office,
            until: 12_960,
            upTo: 31,
            in: berlin,
            burstMinutes: 5,
            missing: 4050..<4110
        )
    }

    /// The minute of the day is kept in single precision, and with it what expert 1 says.
    private func compare(
        _ opinions: [Opinion],
        with active: [Int],
        until end: Int,
        upTo count: Int,
        in offsets: UTCOffsets,
        burstMinutes: Int,
        missing: Range<Int> = 0..<0
    ) throws {
        var fleet = FleetPrior()
        fleet.count(activeMinutes: active, end: end)
        let setting = HazardSetting(
            table: fleet.hazardTable(),
            offsets: offsets,
            burstMinutes: burstMinutes
        )
        var workspace = HazardWorkspace(horizon: 1)
        var model = HazardModel()
        for event in active.prefix(count) {
            for minute in missing where event > minute { model.missData(atMinute: start + minute) }
            model.observe(eventAt: start + event, in: setting, with: &workspace)
        }
        let last = start + active[count - 1]
        for expected in opinions {
            let opinion = try #require(
                model.opinion(of: last + expected.elapsed, in: setting, with: &workspace)
            )
            for expert in 0..<HazardModel.expertCount {
                let tolerance = expert == 1 ? 1e-6 : 1e-9
                let hazard = opinion.hazards[expert] / expected.hazards[expert]
                #expect(abs(hazard - 1) < tolerance, "expert \(expert) at \(expected.elapsed)")
                let weight = opinion.weights[expert] / expected.weights[expert]
                #expect(abs(weight - 1) < 1e-6, "weight \(expert) at \(expected.elapsed)")
            }
            #expect(abs(opinion.hazard / expected.hazard - 1) < 1e-6)
            #expect(abs(opinion.survival / expected.survival - 1) < 1e-6)
        }
    }
}

private let afterOfficeHours = [
    Opinion(
        elapsed: 1,
        hazards: [
            0.00610187397351, 0.00398776193899, 0.00175178298922, 0.0163052187274,
            0.00281400555392,
        ],
        weights: [
            0.00314882059023, 0.992630767028, 0.000905162094907, 0.000905162094907,
            0.00241008819194,
        ],
        hazard: 0.00400071541369,
        survival: 1
    ),
    Opinion(
        elapsed: 6,
        hazards: [
            0.0243570508812, 0.0231313130867, 0.0417659914367, 0.0256164584025,
            0.00972386875963,
        ],
        weights: [
            0.00314882059023, 0.992630767028, 0.000905162094907, 0.000905162094907,
            0.00241008819194,
        ],
        hazard: 0.0231219764557,
        survival: 0.831715787031
    ),
    Opinion(
        elapsed: 20,
        hazards: [
            0.00352204802803, 0.00228118303849, 0.000285259725046, 0.000234908691996,
            0.00203773757274,
        ],
        weights: [
            0.00306922607441, 0.992538264495, 0.00089901227901, 0.000915925951911,
            0.00257757120011,
        ],
        hazard: 0.00228069544031,
        survival: 0.718219177106
    ),
    Opinion(
        elapsed: 200,
        hazards: [
            0.00125780857921, 0.000824601228589, 0.000114231515301, 0.00493151772259,
            0.00317736427795,
        ],
        weights: [
            0.00291155106764, 0.993546279909, 0.000760562584187, 0.000798630804005,
            0.00198297563565,
        ],
        hazard: 0.000833267635114,
        survival: 0.471127201204
    ),
    Opinion(
        elapsed: 720,
        hazards: [
            0.839031726315, 0.97, 0.941915443076, 0.155715877254, 0.158975248889,
        ],
        weights: [
            0.00274645704495, 0.995158049258, 0.000473460427793, 0.000318661519626,
            0.00130337174941,
        ],
        hazard: 0.968310456571,
        survival: 0.310651543485
    ),
    Opinion(
        elapsed: 1000,
        hazards: [
            0.00596957565259, 0.00637175233323, 0.00596957565259, 0.00596957565259,
            0.00411750832441,
        ],
        weights: [
            9.43579453345e-29, 3.77104297672e-24, 2.23851704324e-30, 0.000367522976465,
            0.999632477024,
        ],
        hazard: 0.00411818900171,
        survival: 7.8323316885e-18
    ),
]

private let amidOfficeHours = [
    Opinion(
        elapsed: 1,
        hazards: [
            0.00907557783236, 0.00674925268546, 0.00506188419262, 0.021862019274,
            0.00281202728882,
        ],
        weights: [
            0.0377227677561, 0.95272677625, 0.000868774365363, 0.000868774365363,
            0.00781290726341,
        ],
        hazard: 0.00681791057352,
        survival: 1
    ),
    Opinion(
        elapsed: 30,
        hazards: [
            0.00716134208409, 0.00530932786926, 0.000577445003019, 0.00119128977294,
            0.0024502877917,
        ],
        weights: [
            0.0366802677859, 0.951968920932, 0.00106183591735, 0.00102482734503,
            0.00926414801924,
        ],
        hazard: 0.00534152891489,
        survival: 0.616400923892
    ),
    Opinion(
        elapsed: 300,
        hazards: [
            0.000992792132017, 0.000723735909942, 6.89909949155e-05, 0.00471126113407,
            0.00184950676353,
        ],
        weights: [
            0.0367179616821, 0.942890024876, 0.00123334791742, 0.00138319978112,
            0.0177754657433,
        ],
        hazard: 0.000758334222978,
        survival: 0.106421792273
    ),
    Opinion(
        elapsed: 800,
        hazards: [
            0.212073300467, 0.164303173112, 0.212073300467, 0.0303030315517, 0.12085840701,
        ],
        weights: [
            3.03967500714e-06, 8.37366648759e-05, 7.09525934617e-09, 0.99623490526,
            0.00367831130441,
        ],
        hazard: 0.0306478969502,
        survival: 1.02907543528e-05
    ),
]

private let afterSparse = [
    Opinion(
        elapsed: 1,
        hazards: [
            0.00392635330071, 0.00338093060162, 0.0860802077256, 0.000695386303707,
            0.00342659280111,
        ],
        weights: [
            0.106217299888, 0.193347387721, 0.000597505837939, 0.0603839241206, 0.639453882433,
        ],
        hazard: 0.00335531239653,
        survival: 1
    ),
    Opinion(
        elapsed: 9,
        hazards: [
            0.00466239863034, 0.00398025234949, 0.0605291069466, 0.0420561398117,
            0.00266963568874,
        ],
        weights: [
            0.106217299888, 0.193347387721, 0.000597505837939, 0.0603839241206, 0.639453882433,
        ],
        hazard: 0.00554758894357,
        survival: 0.97466422526
    ),
    Opinion(
        elapsed: 660,
        hazards: [
            0.000756030936573, 0.00172295980147, 0.0977093751267, 0.00136480957457,
            0.000938820557659,
        ],
        weights: [
            0.112779841914, 0.207686736235, 0.000733430230564, 0.0675395169942, 0.611260474627,
        ],
        hazard: 0.00118080643599,
        survival: 0.667702521034
    ),
    Opinion(
        elapsed: 1450,
        hazards: [
            0.00256265722198, 0.00219977305706, 0.0108301014278, 0.0044673659149,
            0.00277097135604,
        ],
        weights: [
            0.121426804333, 0.222936127527, 0.000625620091932, 0.0584804163297, 0.596531031718,
        ],
        hazard: 0.00272258351338,
        survival: 0.437527827259
    ),
    Opinion(
        elapsed: 1500,
        hazards: [
            0.00225827000771, 0.00515545287598, 0.000335395422196, 0.000629734828235,
            0.00281514023348,
        ],
        weights: [
            0.123960192476, 0.229189219645, 0.000695919925053, 0.0519975286554, 0.594157139298,
        ],
        hazard: 0.00316712353736,
        survival: 0.382369287665
    ),
    Opinion(
        elapsed: 1501,
        hazards: [
            0.00206106406681, 0.00177415861511, 0.00206106406681, 0.00206106406681,
            0.00281514023348,
        ],
        weights: [
            0.124073212082, 0.22873206814, 0.000697896842212, 0.0521298857889, 0.594366937147,
        ],
        hazard: 0.00244363753104,
        survival: 0.381158276894
    ),
    Opinion(
        elapsed: 3000,
        hazards: [
            0.000613194802814, 0.00140023066879, 0.000613194802814, 0.000613194802814,
            0.000927214722763,
        ],
        weights: [
            0.151482531093, 0.291331489469, 0.00085207095332, 0.0636460273124, 0.492687881172,
        ],
        hazard: 0.000997196942921,
        survival: 0.0564613605879
    ),
]

private let afterBusy = [
    Opinion(
        elapsed: 5,
        hazards: [
            0.00757338357624, 0.00757338357624, 0.000670912976617, 0.000493928550389,
            0.0063942776877,
        ],
        weights: [
            0.385466884982, 0.391496247854, 0.172148075883, 0.000356998368, 0.0505317929132,
        ],
        hazard: 0.0063230268552,
        survival: 0.974938828935
    ),
    Opinion(
        elapsed: 9,
        hazards: [
            0.00310910280342, 0.00301762157758, 0.0367980851462, 0.232401835389,
            0.00346752865834,
        ],
        weights: [
            0.38449847897, 0.39079313589, 0.174054508348, 0.000323518133539, 0.0503303586586,
        ],
        hazard: 0.00902929188543,
        survival: 0.95692279075
    ),
    Opinion(
        elapsed: 10,
        hazards: [
            0.97, 0.97, 0.959381348684, 0.543508474725, 0.9,
        ],
        weights: [
            0.386795523351, 0.393163861354, 0.169177185922, 0.000250594617469, 0.0506128347558,
        ],
        hazard: 0.964553791539,
        survival: 0.948282455561
    ),
    Opinion(
        elapsed: 11,
        hazards: [
            0.97, 0.97, 0.985, 0.66851204184, 0.9,
        ],
        weights: [
            0.327365498433, 0.332755359532, 0.193864151451, 0.00322726531608, 0.142787725268,
        ],
        hazard: 0.961939839872,
        survival: 0.0336130176001
    ),
    Opinion(
        elapsed: 20,
        hazards: [
            0.0381067109836, 0.0393297532601, 0.0381067109836, 0.0381067109836, 0.0321132132955,
        ],
        weights: [
            0.260098803331, 0.266329497574, 0.077014581626, 0.000442859305081, 0.396114258164,
        ],
        hazard: 0.0360583333281,
        survival: 0.000918823954878
    ),
    Opinion(
        elapsed: 300,
        hazards: [
            0.00718768133409, 0.0073399117048, 0.00718768133409, 0.00718768133409,
            0.00627392601236,
        ],
        weights: [
            0.200966585681, 0.219265832076, 0.0595056852197, 0.00034217736237, 0.519919719661,
        ],
        hazard: 0.00674598084228,
        survival: 1.85949665602e-05
    ),
    Opinion(
        elapsed: 1000,
        hazards: [
            0.0462036033575, 0.0478979353666, 0.0462036033575, 0.0462036033575, 0.041000695927,
        ],
        weights: [
            0.116793318501, 0.143791749563, 0.0345821989407, 0.000198859076655, 0.704633873919,
        ],
        hazard: 0.0427810895031,
        survival: 1.68059488323e-08
    ),
    Opinion(
        elapsed: 1400,
        hazards: [
            0.046477742955, 0.0486996357101, 0.046477742955, 0.046477742955, 0.041000695927,
        ],
        weights: [
            0.0225582604729, 0.0375104097588, 0.0066794424668, 3.84090023828e-05,
            0.933213478299,
        ],
        hazard: 0.0414498329549,
        survival: 6.77270807013e-16
    ),
]

private let afterMissingData = [
    Opinion(
        elapsed: 1,
        hazards: [
            0.00649669927391, 0.00776950892381, 0.00282260512983, 0.0163975640618,
            0.00281202728882,
        ],
        weights: [
            0.00892363442853, 0.986861117085, 0.000899900855177, 0.000899900855177,
            0.00241544677639,
        ],
        hazard: 0.007749488974,
        survival: 1
    ),
    Opinion(
        elapsed: 50,
        hazards: [
            0.00124739221722, 0.000897951795866, 0.000121758001562, 0.00155868320438,
            0.00105458497489,
        ],
        weights: [
            0.00870947862935, 0.986671061793, 0.00101058747736, 0.000963290579012,
            0.00264558152111,
        ],
        hazard: 0.000901261690205,
        survival: 0.671212436058
    ),
    Opinion(
        elapsed: 400,
        hazards: [
            0.00316436414601, 0.00225643642968, 0.000477885264252, 0.00194110634589,
            0.00295354611378,
        ],
        weights: [
            0.00841324510346, 0.98813950983, 0.000630961111968, 0.00054285195159,
            0.00227343200255,
        ],
        hazard: 0.00226436650539,
        survival: 0.219551870649
    ),
    Opinion(
        elapsed: 900,
        hazards: [
            0.00321886593226, 0.00414128249554, 0.00321886593226, 0.00321886593226,
            0.00411750832441,
        ],
        weights: [
            6.84890266375e-05, 0.0261751583803, 7.75706141496e-07, 0.545662811107,
            0.428092765779,
        ],
        hazard: 0.003627712639,
        survival: 7.47189615779e-14
    ),
]
