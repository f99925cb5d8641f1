import Domain
import Testing

@Suite struct ScaledIntegerTests {
    @Test(
        arguments: [
            ("0.0000166667", 12, 16_666_700), ("0.000000000001", 12, 1), ("0", 12, 0),
            ("000.250", 3, 250), (".5", 3, 500), ("7", 0, 7), ("7.000", 0, 7),
            ("0.2000000000000000000000", 12, 200_000_000_000),
            ("9223372.036854775807", 12, .max), ("9223372036854775807", 0, .max),
        ] as [(String, Int, Int64)]
    )
    func aDecimalIsReadExactly(text: String, decimals: Int, value: Int64) {
        #expect(scaledInteger(text, decimals: decimals) == value)
    }

    @Test(arguments: [
        "", ".", "1.", "-1", "+1", " 1", "1 ", "1,5", "1.2.3", "1e3", "1e300", "nan", "inf", "0x10",
        "٣", "1_000", "0.0000000000001", "0.1234567890123456789", "9223372.036854775808",
        "99999999999999999999999999",
    ])
    func anythingElseIsNone(text: String) {
        #expect(scaledInteger(text, decimals: 12) == nil)
    }

    @Test(
        arguments: [
            (16_666_700, 12, "0.0000166667"), (0, 12, "0"), (250, 3, "0.25"), (1000, 3, "1"),
            (1200, 2, "12"), (7, 0, "7"), (100, 0, "100"), (.max, 12, "9223372.036854775807"),
        ] as [(Int64, Int, String)]
    )
    func theShortestTextIsWritten(value: Int64, decimals: Int, text: String) {
        #expect(decimalText(value, decimals: decimals) == text)
        #expect(scaledInteger(text, decimals: decimals) == value)
    }
}
