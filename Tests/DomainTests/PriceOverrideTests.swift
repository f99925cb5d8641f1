import Domain
import Testing

@Suite struct PriceOverrideTests {
    @Test(
        arguments: [
            ("per-request=0.0000002", "per-request=0.0000002", .figure(.perRequest, 200_000)),
            ("per-ping=1000000", "per-ping=1000000", .figure(.perPing, 1_000_000_000_000_000_000)),
            ("per-ping=0.10", "per-ping=0.1", .figure(.perPing, 100_000_000_000)),
            ("per-ping=0", "per-ping=0", .figure(.perPing, 0)),
            (
                "held-per-gb-second=0.000000000001", "held-per-gb-second=0.000000000001",
                .figure(.heldPerGBSecond, 1)
            ),
            ("vcpus=0.5", "vcpus=0.5", .figure(.vCPUs, 500)),
            ("vcpus=1000", "vcpus=1000", .figure(.vCPUs, 1_000_000)),
            ("rounding-ms=100", "rounding-ms=100", .figure(.roundingMilliseconds, 100)),
            ("idle-billed=yes", "idle-billed=yes", .figure(.idleBilled, 1)),
            ("start-up-billed=no", "start-up-billed=no", .figure(.startUpBilled, 0)),
            ("currency=EUR", "currency=EUR", .currency("EUR")),
            (
                "preset=azure-functions-flex", "preset=azure-functions-flex",
                .preset("azure-functions-flex")
            ),
        ] as [(String, String, PriceOverride)]
    )
    func aPriceIsReadAndWritten(text: String, shortest: String, price: PriceOverride) throws {
        #expect(try PriceOverride(text) == price)
        #expect(price.description == shortest)
        #expect(try PriceOverride(shortest) == price)
    }

    private static let amount = """
        an amount from 0 to 1000000 with at most 12 decimals, such as 0.0000002
        """

    @Test(
        arguments: [
            ("", "'' is no price; write KEY=VALUE, such as per-request=0.0000002"),
            ("per-ping", "'per-ping' is no price; write KEY=VALUE, such as per-request=0.0000002"),
            ("=1", "there is no price ''; choose one of preset, currency, per-request, "),
            ("per-requst=1", "there is no price 'per-requst'; did you mean 'per-request'?"),
            ("vcpu=1", "there is no price 'vcpu'; did you mean 'vcpus'?"),
            ("PER-PING=1", "there is no price 'PER-PING'; did you mean 'per-ping'?"),
            ("per-ping=", "per-ping is ''; it must be \(amount)"),
            ("per-ping=-1", "per-ping is '-1'; it must be \(amount)"),
            ("per-ping=nan", "per-ping is 'nan'; it must be \(amount)"),
            ("per-ping=inf", "per-ping is 'inf'; it must be \(amount)"),
            ("per-ping=1e300", "per-ping is '1e300'; it must be \(amount)"),
            ("per-ping=0,5", "per-ping is '0,5'; it must be \(amount)"),
            ("per-ping=1=2", "per-ping is '1=2'; it must be \(amount)"),
            ("per-ping=1000000.000000000001", "per-ping is '1000000.000000000001'; it must be "),
            (
                "per-ping=0.0000000000001",
                "per-ping is '0.0000000000001'; it must be \(amount)"
            ),
            (
                "per-ping=0.1234567890123456789",
                "per-ping is '0.1234567890123456789'; it must be \(amount)"
            ),
            ("per-ping=99999999999999999999", "per-ping is '99999999999999999999'; it must be "),
            ("vcpus=0", "vcpus is '0'; it must be 0.001 to 1000 with at most 3 decimals"),
            ("vcpus=0.0005", "vcpus is '0.0005'; it must be 0.001 to 1000 with at most "),
            ("vcpus=1000.001", "vcpus is '1000.001'; it must be 0.001 to 1000 with at most "),
            ("rounding-ms=0", "rounding-ms is '0'; it must be a whole number from 1 to 3600000"),
            ("rounding-ms=1.5", "rounding-ms is '1.5'; it must be a whole number from 1 to "),
            ("idle-billed=true", "idle-billed is 'true'; it must be yes or no"),
            (
                "currency=eur",
                "currency is 'eur'; it must be three capital letters, such as EUR"
            ),
            ("currency=EURO", "currency is 'EURO'; it must be three capital letters"),
            ("currency=", "currency is ''; it must be three capital letters"),
            ("preset=aws-lamda", "there is no preset 'aws-lamda'; did you mean 'aws-lambda'"),
            ("preset=", "there is no preset ''; choose one of aws-lambda, aws-lambda-arm64"),
        ] as [(String, String)]
    )
    func anythingElseIsRefusedWithASentence(text: String, sentence: String) {
        do {
            let price = try PriceOverride(text)
            Issue.record("\(text) was taken for \(price)")
        } catch {
            #expect(error.description.hasPrefix(sentence), "\(error)")
        }
    }

    @Test func everyKeyIsReadBack() throws {
        #expect(Set(PriceOverride.keys).count == PriceFigure.allCases.count + 2)
        for figure in PriceFigure.allCases {
            #expect(PriceFigure(key: figure.key) == figure)
            let price = PriceOverride.figure(figure, 1)
            #expect(price.key == figure.key)
            #expect(try PriceOverride(price.description) == price)
        }
    }
}
