package import Domain

/// Tells which endpoint a line of an access log belongs to.
///
/// All the rules that an endpoint gives must hold. Among several endpoints that match, the one
/// with the longest path prefix takes the line, then one with a host rule, then the first by
/// name: a request goes to exactly one. An endpoint without rules takes nothing.
package struct LineMatcher {
    private struct Candidate {
        var id: EndpointID
        var name: String
        var pathPrefix: [UInt8]?
        var host: [UInt8]?
        var pattern: Regex<AnyRegexOutput>?
    }

    /// A pattern sees this much of a target, so that one line cannot stall an import.
    private static let longestSearched = 4096

    private let candidates: [Candidate]

    /// - Throws: ``ObservingError/badPattern(endpoint:pattern:reason:)``.
    package init(endpoints: [Endpoint]) throws(ObservingError) {
        var candidates: [Candidate] = []
        for endpoint in endpoints where !endpoint.match.isEmpty {
            candidates.append(
                try Self.candidate(endpoint.id, name: endpoint.name, rules: endpoint.match)
            )
        }
        self.candidates = candidates.sorted(by: Self.precedes)
    }

    /// Every line that obeys `rules` belongs to one endpoint; without rules, every line.
    ///
    /// - Parameters:
    ///   - id: The endpoint.
    ///   - name: The endpoint's name, for an error's sentence.
    ///   - rules: Take the place of the endpoint's own.
    /// - Throws: ``ObservingError/badPattern(endpoint:pattern:reason:)``.
    package init(
        only id: EndpointID,
        name: String,
        rules: MatchRules
    ) throws(ObservingError) {
        candidates = [try Self.candidate(id, name: name, rules: rules)]
    }

    /// - Returns: The endpoint that `line` belongs to, or `nil`.
    /// - Complexity: O(*n*) in the number of endpoints.
    package func endpoint(of line: AccessLogLine) -> EndpointID? {
        ordinal(of: line).map { candidates[$0].id }
    }

    /// The endpoints that may be answered, in the order of ``ordinal(of:)``.
    var endpointIDs: [EndpointID] { candidates.map(\.id) }

    func ordinal(of line: AccessLogLine) -> Int? {
        let target = line.target
        let pathEnd = target.index(of: UInt8(ascii: "?")) ?? target.count
        let path = target.part(0, pathEnd)
        return candidates.indices.first { index in
            Self.matches(candidates[index], line: line, path: path)
        }
    }

    private static func matches(
        _ candidate: Candidate,
        line: AccessLogLine,
        path: UnsafeRawBufferPointer
    ) -> Bool {
        if let prefix = candidate.pathPrefix, !covers(prefix, path) { return false }
        if let wanted = candidate.host {
            guard let host = line.host.map(withoutPort), host.count == wanted.count,
                zip(host, wanted).allSatisfy({ lowercased($0) == $1 })
            else { return false }
        }
        guard let pattern = candidate.pattern else { return true }
        let searched = line.target.part(0, min(line.target.count, longestSearched))
        return (searched.isEmpty ? "/" : searched.text).firstMatch(of: pattern) != nil
    }

    /// `/api` covers `/api` and `/api/x`, not `/apix`; `/api/` covers only what lies under it.
    private static func covers(_ prefix: [UInt8], _ path: UnsafeRawBufferPointer) -> Bool {
        guard !path.isEmpty else { return prefix.isEmpty || prefix == [slash] }
        guard path.starts(with: prefix) else { return false }
        return path.count == prefix.count || prefix.last == slash || path[prefix.count] == slash
    }

    /// `name` of `name:443`, `[::1]` of `[::1]:443`; a bare IPv6 address stays whole.
    private static func withoutPort(_ host: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if let bracket = host.index(of: UInt8(ascii: "]")) { return host.part(0, bracket + 1) }
        guard let first = host.index(of: colon), host.lastIndex(of: colon) == first else {
            return host
        }
        return host.part(0, first)
    }

    private static func candidate(
        _ id: EndpointID,
        name: String,
        rules: MatchRules
    ) throws(ObservingError) -> Candidate {
        let host = rules.host.map { host in
            Array(host.utf8).withUnsafeBytes { withoutPort($0).map(lowercased) }
        }
        var candidate = Candidate(
            id: id,
            name: name,
            pathPrefix: rules.pathPrefix.map { Array($0.utf8) },
            host: host
        )
        guard let pattern = rules.pattern else { return candidate }
        do {
            candidate.pattern = try Regex(pattern).matchingSemantics(.unicodeScalar)
        } catch {
            throw .badPattern(endpoint: name, pattern: pattern, reason: "\(error)")
        }
        return candidate
    }

    private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        let leftLength = left.pathPrefix?.count ?? -1
        let rightLength = right.pathPrefix?.count ?? -1
        if leftLength != rightLength { return leftLength > rightLength }
        if (left.host != nil) != (right.host != nil) { return left.host != nil }
        return left.name == right.name ? left.id < right.id : left.name < right.name
    }
}
