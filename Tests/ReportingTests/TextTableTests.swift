import Reporting
import Testing

@Suite struct TextTableTests {
    @Test func textGoesToTheLeftAndNumbersToTheRight() {
        var table = TextTable(header: ["NAME", "PINGS", "SHARE"])
        table.add(["shop", "7", "99.5 %"])
        table.add(["a-long-name", "12345", "0.0 %"])
        let expected = """
            NAME         PINGS   SHARE
            shop             7  99.5 %
            a-long-name  12345   0.0 %
            """
        #expect(table.text == expected)
    }

    @Test(arguments: [
        ("numbers", ["1", "22"], ["    1", "   22"]),
        ("negative numbers", ["-1", "22"], ["   -1", "   22"]),
        ("a dash for none", ["–", "22"], ["    –", "   22"]),
        ("nothing", ["", "22"], ["", "   22"]),
        ("amounts", ["0.01 USD", "–"], ["0.01 USD", "       –"]),
        ("one word among numbers makes text", ["all", "22"], ["all", "22"]),
        ("days are text", ["2026-11-21", "–"], ["2026-11-21", "–"]),
        ("words", ["a", "bb"], ["a", "bb"]),
    ])
    func aColumnIsNumericWhenAllItsCellsAre(
        requirement: String,
        cells: [String],
        lines: [String]
    ) {
        var table = TextTable(header: ["COUNT"])
        for cell in cells { table.add([cell]) }
        #expect(
            table.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                .map(String.init) == lines
        )
    }

    @Test func noLineEndsInABlank() {
        var table = TextTable(header: ["NAME", "NOTE"])
        table.add(["a", ""])
        table.add(["b", "a longer note"])
        let lines = table.text.split(separator: "\n")
        #expect(lines == ["NAME  NOTE", "a", "b     a longer note"])
    }

    @Test func theHeaderMayBeTheWidest() {
        var table = TextTable(header: ["N", "A WIDE HEADER", "X"])
        table.add(["a", "1", "b"])
        #expect(table.text == "N  A WIDE HEADER  X\na              1  b")
    }

    @Test func lettersAreCountedNotBytes() {
        var table = TextTable(header: ["NAME", "X"])
        table.add(["café", "y"])
        table.add(["coffee", "z"])
        #expect(table.text == "NAME    X\ncafé    y\ncoffee  z")
    }

    @Test func aTableWithoutRowsIsItsHeader() {
        #expect(TextTable(header: ["NAME", "PINGS"]).text == "NAME  PINGS")
    }
}

@Suite struct CSVTests {
    @Test(arguments: [
        ("plain text", "shop", "shop"),
        ("nothing", "", ""),
        ("blanks", " a b ", " a b "),
        ("a comma", "a,b", "\"a,b\""),
        ("a quote", "a\"b", "\"a\"\"b\""),
        ("only a quote", "\"", "\"\"\"\""),
        ("a line's end", "a\nb", "\"a\nb\""),
        ("a carriage return", "a\rb", "\"a\rb\""),
        ("both", "a\r\nb", "\"a\r\nb\""),
        ("a comma that carries an accent", "a,\u{301}b", "\"a,\u{301}b\""),
        ("a quote that carries an accent", "a\"\u{301}b", "\"a\"\"\u{301}b\""),
        ("letters beyond ASCII", "é–", "é–"),
    ])
    func quotesWhatAsksForIt(requirement: String, cell: String, expected: String) {
        #expect(csv(header: ["name"], rows: [[cell]]) == "name\n\(expected)")
    }

    @Test func rowsAreLinesAndCellsAreSeparatedByCommas() {
        let text = csv(header: ["a", "b,c"], rows: [["1", "2"], ["", "3"]])
        #expect(text == "a,\"b,c\"\n1,2\n,3")
        #expect(csv(header: ["a"], rows: []) == "a")
    }
}

@Suite struct NumberTextTests {
    @Test(
        arguments: [
            ("no decimals", 2.4, 0, "2"),
            ("a half is rounded up", 2.5, 0, "3"),
            ("away from zero", -2.5, 0, "-3"),
            ("zeros are kept", 2, 3, "2.000"),
            ("zeros after the point too", 1.005, 1, "1.0"),
            ("leading zeros of the fraction", 1.03, 2, "1.03"),
            ("a carry", 9.96, 1, "10.0"),
            ("less than one", 0.25, 2, "0.25"),
            ("negative", -0.25, 2, "-0.25"),
            ("nothing has no sign", -0.004, 2, "0.00"),
            ("nor has negative zero", -0.0, 1, "0.0"),
            ("a large number", 123_456_789.125, 2, "123456789.13"),
            ("a very large one", 9e14, 3, "900000000000000.000"),
            ("larger ones are not rounded", 1e17, 2, "1e+17"),
            ("infinity", .infinity, 2, "inf"),
            ("its opposite", -.infinity, 0, "-inf"),
            ("no number", .nan, 1, "nan"),
            ("the least above nothing", .leastNonzeroMagnitude, 1, "0.0"),
        ] as [(String, Double, Int, String)]
    )
    func decimals(requirement: String, value: Double, places: Int, expected: String) {
        #expect(decimal(value, places: places) == expected)
    }

    @Test func manyPlacesOfALargeNumberAreNoCrash() {
        #expect(decimal(9.5e14, places: 4).hasPrefix("9"))
    }

    @Test(arguments: [
        (0.0, "0.0 %"), (1.0, "100.0 %"), (0.5, "50.0 %"), (0.123456, "12.3 %"),
        (0.99949, "99.9 %"), (0.9996, "100.0 %"), (-0.05, "-5.0 %"), (-0.0001, "0.0 %"),
        (2.5, "250.0 %"), (.nan, "nan %"),
    ])
    func percentages(share: Double, expected: String) {
        #expect(percentage(share) == expected)
    }
}
