/// The synthetic request that warms one instance up.
package struct WarmUpRequest: Equatable, Sendable {
    package struct Header: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var method: String
    /// An absolute `http` or `https` URL.
    package var url: String
    package var headers: [Header]
    package var body: String?
    /// From the first attempt to connect until the last byte.
    package var timeout: Duration
    package var expectedStatus: ExpectedStatus

    package init(
        method: String = "GET",
        url: String,
        headers: [Header] = [],
        body: String? = nil,
        timeout: Duration = .seconds(30),
        expectedStatus: ExpectedStatus = .success
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.expectedStatus = expectedStatus
    }
}

/// The HTTP status codes that count as a successful warm-up, written `200`, `2xx` or `200-299,401`.
package struct ExpectedStatus: Equatable, Sendable, CustomStringConvertible {
    package let ranges: [ClosedRange<Int>]

    /// Any status from 200 to 399: a redirect has started an instance, too.
    package static let success = ExpectedStatus(ranges: [200...399])
    /// Any status from 200 to 299: what is sent elsewhere has not arrived.
    package static let delivered = ExpectedStatus(ranges: [200...299])

    private init(ranges: [ClosedRange<Int>]) { self.ranges = ranges }

    /// - Returns: `nil` when `text` is no list of codes from 100 to 599, classes or ranges.
    package init?(_ text: String) {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(part) else { return nil }
            ranges.append(range)
        }
        guard !ranges.isEmpty else { return nil }
        self.ranges = ranges
    }

    package func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }

    package var description: String {
        ranges.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }.joined(separator: ",")
    }

    /// A number of exactly three digits.
    private static func code(_ text: Substring) -> Int? {
        let isCode =
            text.utf8.count == 3
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isCode ? Int(text) : nil
    }

    private static func range(_ part: Substring) -> ClosedRange<Int>? {
        let codes = 100...599
        if part.utf8.count == 3, part.hasSuffix("xx"), let first = part.first?.wholeNumberValue {
            return codes.contains(first * 100) ? first * 100...first * 100 + 99 : nil
        }
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(code)
        switch ends.count {
        case 1:
            guard let code = ends[0], codes.contains(code) else { return nil }
            return code...code
        case 2:
            guard let lower = ends[0], let upper = ends[1], codes.contains(lower),
                codes.contains(upper), lower <= upper
            else { return nil }
            return lower...upper
        default: return nil
        }
    }
}
