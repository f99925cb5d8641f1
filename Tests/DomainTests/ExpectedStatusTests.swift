import Domain
import Testing

@Suite struct ExpectedStatusTests {
    @Test(arguments: [
        ("one code", "200", [200...200], "200"),
        ("the first code", "100", [100...100], "100"),
        ("the last code", "599", [599...599], "599"),
        ("a class", "2xx", [200...299], "200-299"),
        ("the first class", "1xx", [100...199], "100-199"),
        ("the last class", "5xx", [500...599], "500-599"),
        ("a range", "200-204", [200...204], "200-204"),
        ("a range of one", "204-204", [204...204], "204"),
        ("all there are", "100-599", [100...599], "100-599"),
        ("a list", "200-299,401,5xx", [200...299, 401...401, 500...599], "200-299,401,500-599"),
        ("the same twice", "200,200", [200...200, 200...200], "200,200"),
    ])
    func reads(
        requirement: String,
        text: String,
        ranges: [ClosedRange<Int>],
        description: String
    ) throws {
        let status = try #require(ExpectedStatus(text))
        #expect(status.ranges == ranges)
        #expect(status.description == description)
        #expect(ExpectedStatus(status.description) == status)
    }

    @Test(arguments: [
        ("nothing", ""),
        ("below the codes", "99"),
        ("above them", "600"),
        ("a class below", "0xx"),
        ("a class above", "6xx"),
        ("a class of tens", "20x"),
        ("a class in capitals", "2XX"),
        ("a class without its digit", "xx"),
        ("a class of letters", "axx"),
        ("a class with a digit that is not ASCII", "²xx"),
        ("a code with digits that are not ASCII", "２００"),
        ("words", "ok"),
        ("a blank", " 200"),
        ("a blank after the comma", "200, 201"),
        ("a sign", "+200"),
        ("a minus", "-200"),
        ("leading zeros", "0200"),
        ("a decimal point", "200.0"),
        ("an open range", "200-"),
        ("a range backwards", "299-200"),
        ("a range out of the codes", "500-600"),
        ("a range from below the codes", "99-200"),
        ("a range of three", "200-201-202"),
        ("a range of classes", "2xx-3xx"),
        ("an empty item", "200,,201"),
        ("a comma at the end", "200,"),
        ("a comma alone", ","),
        ("more than 64 bits", "99999999999999999999"),
    ])
    func refuses(requirement: String, text: String) {
        #expect(ExpectedStatus(text) == nil)
    }

    @Test(arguments: [
        ("2xx,401", [200, 250, 299, 401], [199, 300, 400, 402, 0, -1, 999]),
        ("204", [204], [203, 205]),
    ])
    func contains(text: String, members: [Int], strangers: [Int]) throws {
        let status = try #require(ExpectedStatus(text))
        #expect(members.allSatisfy { status.contains($0) })
        #expect(!strangers.contains { status.contains($0) })
    }

    @Test func successTakesRedirects() {
        #expect([200, 204, 302, 399].allSatisfy { ExpectedStatus.success.contains($0) })
        #expect(![199, 400, 503].contains { ExpectedStatus.success.contains($0) })
        #expect(ExpectedStatus.success.description == "200-399")
    }
}
