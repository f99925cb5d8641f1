/// What is needed of one line of an access log; it points into the line's bytes.
///
/// Understands the common and combined formats of nginx and Apache, a leading virtual host
/// (`www.example.com:443 192.0.2.1 - - [`) and an absolute URI in the request.
package struct AccessLogLine {
    /// Why a line could not be read, in a few words.
    package enum Flaw: String, Error, CaseIterable {
        case noTimestamp = "no time stamp in [ ]"
        case badTimestamp =
            "the time stamp in [ ] is not a moment such as 17/May/2015:10:05:03 +0000"
        case noRequest = "no quoted request after the time stamp"
        case openRequest = "the quoted request is not closed"
        case noMethodAndTarget = "the request has no 'METHOD target'"
        case noStatus = "no status of three digits after the request"
        case openField = "a quoted field is not closed"
        case tooLong = "the line is longer than 64 KiB"
    }

    /// When the request came, the zone's offset taken into account.
    package var secondsSinceEpoch: Int64
    /// Path and query, as written; the path may be empty before a `?`.
    package var target: UnsafeRawBufferPointer
    /// As written; `nil` in the common format, which names none.
    package var userAgent: UnsafeRawBufferPointer?
    private var preamble: UnsafeRawBufferPointer
    private var authority: UnsafeRawBufferPointer?

    /// Reads `line`.
    ///
    /// - Throws: Why it is malformed: its time stamp, quoted request or status cannot be read, or a
    ///   quoted field is cut off: the line may be still in the writing, and whole it would count
    ///   once more.
    /// - Complexity: O(*n*) in the length of the line; nothing is allocated.
    package init(_ line: UnsafeRawBufferPointer) throws(Flaw) {
        let (stamp, open) = try Self.timestamp(line)
        secondsSinceEpoch = stamp.secondsSinceEpoch
        preamble = line.part(0, open)

        var index = Self.skipSpaces(line, from: stamp.end)
        guard index < line.count, line[index] == quote else { throw .noRequest }
        let requestEnd = Self.closingQuote(line, from: index + 1)
        guard let requestEnd else { throw .openRequest }
        target = try Self.target(of: line.part(index + 1, requestEnd))

        index = Self.skipSpaces(line, from: requestEnd + 1)
        guard line.count - index >= 3, line.twoDigits(at: index) < 100, isDigit(line[index + 2]),
            line.count - index == 3 || line[index + 3] == space
        else { throw .noStatus }
        try readUserAgent(line, from: index + 3)
        splitAbsoluteTarget()
    }

    /// The host that the line names: the leading virtual host, else the one of an absolute URI.
    ///
    /// It may carry a port.
    package var host: UnsafeRawBufferPointer? { virtualHost ?? authority }

    /// Whether Preheat itself sent the request.
    package var isOwnPing: Bool {
        userAgent?.starts(withLowercase: "preheat/") ?? false
    }

    private static func timestamp(
        _ line: UnsafeRawBufferPointer
    ) throws(Flaw) -> (stamp: AccessLogTimestamp, open: Int) {
        var flaw = Flaw.noTimestamp
        var searched = 0
        while let open = line.index(of: UInt8(ascii: "["), from: searched) {
            if let stamp = AccessLogTimestamp(line, at: open + 1) { return (stamp, open) }
            if AccessLogTimestamp.resembles(line, at: open + 1) { flaw = .badTimestamp }
            searched = open + 1
        }
        throw flaw
    }

    private static func skipSpaces(_ line: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < line.count, line[index] == space { index += 1 }
        return index
    }

    /// The position of the quote that ends the field from `start` on; `\"` does not end it.
    private static func closingQuote(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var searched = start
        while let found = line.index(of: quote, from: searched) {
            var firstBackslash = found
            while firstBackslash > searched, line[firstBackslash - 1] == backslash {
                firstBackslash -= 1
            }
            if (found - firstBackslash).isMultiple(of: 2) { return found }
            searched = found + 1
        }
        return nil
    }

    /// The target of `METHOD target HTTP/1.1`; spaces within it belong to it.
    private static func target(
        of request: UnsafeRawBufferPointer
    ) throws(Flaw) -> UnsafeRawBufferPointer {
        guard let methodEnd = request.index(of: space), isMethod(request.part(0, methodEnd)) else {
            throw .noMethodAndTarget
        }
        let rest = request.part(methodEnd, request.count).trimmed
        var end = rest.count
        while end > 0, rest[end - 1] != space { end -= 1 }
        let target: UnsafeRawBufferPointer
        if rest.part(end, rest.count).starts(withLowercase: "http/") {
            target = rest.part(0, end).trimmed
        } else {
            target = rest.part(0, rest.index(of: space) ?? rest.count)
        }
        guard !target.isEmpty else { throw .noMethodAndTarget }
        return target
    }

    private static func isMethod(_ word: UnsafeRawBufferPointer) -> Bool {
        guard (1...32).contains(word.count) else { return false }
        return word.allSatisfy { byte in
            lowercased(byte) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }

    /// Takes the second quoted field behind the status; the first one is the referer.
    private mutating func readUserAgent(
        _ line: UnsafeRawBufferPointer,
        from start: Int
    ) throws(Flaw) {
        guard let referer = line.index(of: quote, from: start) else { return }
        guard let refererEnd = Self.closingQuote(line, from: referer + 1) else {
            throw .openField
        }
        guard let agent = line.index(of: quote, from: refererEnd + 1) else { return }
        guard let agentEnd = Self.closingQuote(line, from: agent + 1) else { throw .openField }
        userAgent = line.part(agent + 1, agentEnd)
    }

    private mutating func splitAbsoluteTarget() {
        guard target[0] != slash else { return }
        let scheme: Int
        if target.starts(withLowercase: "http://") {
            scheme = 7
        } else if target.starts(withLowercase: "https://") {
            scheme = 8
        } else {
            return
        }
        var start = scheme
        var end = scheme
        while end < target.count, target[end] != slash, target[end] != UInt8(ascii: "?") {
            if target[end] == UInt8(ascii: "@") { start = end + 1 }
            end += 1
        }
        authority = start < end ? target.part(start, end) : nil
        target = target.part(end, target.count)
    }

    /// The first word before the time stamp when four words stand there and it is no client.
    private var virtualHost: UnsafeRawBufferPointer? {
        var words: [UnsafeRawBufferPointer] = []
        var start = 0
        while words.count < 4, start < preamble.count {
            let end = preamble.index(of: space, from: start) ?? preamble.count
            if end > start { words.append(preamble.part(start, end)) }
            start = end + 1
        }
        guard words.count == 4, !Self.isDash(words[1]) else { return nil }
        return Self.hasPort(words[0]) || Self.isDash(words[2]) ? words[0] : nil
    }

    private static func isDash(_ word: UnsafeRawBufferPointer) -> Bool {
        word.count == 1 && word[0] == UInt8(ascii: "-")
    }

    /// `name:443` or `[::1]:443`, not `2001:db8::1`.
    private static func hasPort(_ word: UnsafeRawBufferPointer) -> Bool {
        guard let last = word.lastIndex(of: colon), last > 0, last + 1 < word.count,
            word.part(last + 1, word.count).allSatisfy(isDigit)
        else { return false }
        return word[last - 1] == UInt8(ascii: "]") || word.index(of: colon) == last
    }
}
