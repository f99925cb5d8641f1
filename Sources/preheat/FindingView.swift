import Serving

/// A finding as `doctor` prints it.
struct FindingView: Encodable {
    private let verdict: String
    private let check: String
    private let endpoint: String?
    private let sentence: String

    init(_ finding: Finding) {
        verdict = finding.verdict.rawValue
        check = finding.check.rawValue
        endpoint = finding.endpoint
        sentence = finding.sentence
    }

    /// A line for each, then how many there are of each kind.
    static func text(of findings: [Finding]) -> String {
        let lines = findings.map { finding in
            let subject = finding.endpoint.map { "\($0): " } ?? ""
            return padded(finding.verdict.rawValue, to: 6)
                + padded(finding.check.rawValue, to: 13) + subject + finding.sentence
        }
        let counts = Finding.Verdict.allCases.map { verdict in
            "\(findings.count { $0.verdict == verdict }) \(verdict.rawValue)"
        }
        return (lines + [counts.joined(separator: ", ")]).joined(separator: "\n")
    }

    private static func padded(_ word: String, to width: Int) -> String {
        word + String(repeating: " ", count: max(width - word.count, 1))
    }
}
