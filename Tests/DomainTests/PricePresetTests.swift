import Domain
import Testing

/// The list prices of 2026-11, written down a second time, in trillionths.
@Suite struct PricePresetTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var platform: Platform
        var figures: [PriceFigure: Int64]

        init(_ platform: Platform, _ figures: [PriceFigure: Int64]) {
            self.platform = platform
            self.figures = figures
        }

        var testDescription: String { platform.rawValue }
    }

    private static let rows = [
        Row(
            .awsLambda,
            [
                .perRequest: 200_000, .perGBSecond: 16_666_700, .heldPerGBSecond: 4_166_700,
                .heldRunningPerGBSecond: 9_722_200, .heldRoundingSeconds: 300,
                .roundingMilliseconds: 1, .leastMemoryMB: 128, .mostMemoryMB: 10_240,
                .startUpBilled: 1,
            ]
        ),
        Row(
            .awsLambdaARM,
            [
                .perRequest: 200_000, .perGBSecond: 13_333_400, .heldPerGBSecond: 3_333_400,
                .heldRunningPerGBSecond: 7_777_800, .heldRoundingSeconds: 300,
                .roundingMilliseconds: 1, .leastMemoryMB: 128, .mostMemoryMB: 10_240,
                .startUpBilled: 1,
            ]
        ),
        Row(
            .cloudRun,
            [
                .perRequest: 400_000, .perGBSecond: 2_500_000, .perVCPUSecond: 24_000_000,
                .heldPerGBSecond: 2_500_000, .heldPerVCPUSecond: 2_500_000,
                .roundingMilliseconds: 100, .startUpBilled: 1,
            ]
        ),
        Row(
            .cloudRunInstance,
            [
                .perGBSecond: 2_000_000, .perVCPUSecond: 18_000_000,
                .heldPerGBSecond: 2_000_000, .heldPerVCPUSecond: 18_000_000,
                .roundingMilliseconds: 100, .startUpBilled: 1, .idleBilled: 1,
            ]
        ),
        Row(
            .azureFunctions,
            [
                .perRequest: 200_000, .perGBSecond: 16_000_000, .roundingMilliseconds: 1,
                .minimumMilliseconds: 100, .memoryStepMB: 128, .leastMemoryMB: 128,
            ]
        ),
        Row(
            .azureFunctionsFlex,
            [
                .perRequest: 400_000, .perGBSecond: 26_000_000, .heldPerGBSecond: 4_000_000,
                .heldRunningPerGBSecond: 16_000_000, .roundingMilliseconds: 100,
                .minimumMilliseconds: 1000, .leastMemoryMB: 512, .mostMemoryMB: 4096,
            ]
        ),
        Row(.cloudflareWorkers, [.perRequest: 300_000, .perCPUMillisecond: 20_000]),
        Row(.container, [.startUpBilled: 1]),
        Row(.genericHTTP, [.startUpBilled: 1]),
    ]

    @Test(arguments: rows)
    func theFiguresAreThePublishedOnes(row: Row) {
        let preset = PriceModel.preset(for: row.platform)
        for figure in PriceFigure.allCases {
            let expected = row.figures[figure] ?? figure.defaultValue
            #expect(preset[figure] == expected, "\(figure.key)")
        }
    }

    @Test func everyPlatformHasOneList() {
        #expect(PriceModel.presets.map(\.name) == Platform.allCases.map(\.rawValue))
        #expect(Self.rows.map(\.platform) == Platform.allCases)
        #expect(PriceModel.preset(named: "aws-lambda") == .preset(for: .awsLambda))
        #expect(PriceModel.preset(named: "aws") == nil)
    }

    @Test func whatIsApproximateSaysSo() {
        let approximate = PriceModel.presets.filter { $0.notes.contains("approximate") }
        #expect(approximate.map(\.name) == ["azure-functions-flex"])
    }

    private static let header = "name,as-of,currency,per-request,rounding-ms,notes\n"

    @Test func aListIsRead() throws {
        let text = "\(Self.header)mine,2026-11,EUR,0.000000000001,,a, b; c\n"
        let preset = try #require(PriceModel.presets(ofCSV: text)?.first)
        #expect(preset.name == "mine" && preset.asOf == "2026-11" && preset.currency == "EUR")
        #expect(preset.notes == "a, b; c")
        #expect(preset[.perRequest] == 1)
        #expect(preset[.roundingMilliseconds] == 1)
    }

    private static let brokenLists: [(String, String)] = [
        ("nothing", ""),
        ("a header alone", header),
        ("an unknown figure", "name,as-of,currency,per-day,notes\nmine,2026-11,EUR,1,\n"),
        (
            "a figure that comes twice",
            "name,as-of,currency,per-ping,per-ping,notes\nmine,2026-11,EUR,1,1,\n"
        ),
        ("no notes", "name,as-of,currency,per-request\nmine,2026-11,EUR,1\n"),
        ("a cell is missing", "\(header)mine,2026-11,EUR,1,1\n"),
        ("a name is missing", "\(header),2026-11,EUR,1,1,\n"),
        ("a name comes twice", "\(header)mine,2026-11,EUR,1,1,\nmine,2026-11,EUR,1,1,\n"),
        ("no currency", "\(header)mine,2026-11,,1,1,\n"),
        ("a negative price", "\(header)mine,2026-11,EUR,-1,1,\n"),
        ("an exponent", "\(header)mine,2026-11,EUR,1e-7,1,\n"),
        ("a price finer than a trillionth", "\(header)mine,2026-11,EUR,0.0000000000001,1,\n"),
        ("steps of nothing", "\(header)mine,2026-11,EUR,1,0,\n"),
    ]

    @Test(arguments: brokenLists)
    func aBrokenListIsNone(requirement: String, text: String) {
        #expect(PriceModel.presets(ofCSV: text) == nil)
    }
}
