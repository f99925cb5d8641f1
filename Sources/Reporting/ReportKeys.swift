internal import Domain

/// Which row of a report an endpoint's part of the period belongs to.
struct ReportKeys {
    static let noGroup = "(no group)"
    /// Whose pings no schedule asked for.
    static let plan = "adaptive"

    /// Ascending, or in the order of time.
    let names: [String]
    /// The row of each endpoint; empty where rows are times.
    private let rows: [Int]

    init(_ grouping: ReportGrouping, of endpoints: [Endpoint], _ period: ReportPeriod) {
        guard !endpoints.isEmpty else {
            (names, rows) = ([], [])
            return
        }
        if grouping.isTime {
            names = period.cuts(by: grouping).dropLast().map { period.name(of: $0, by: grouping) }
            rows = []
            return
        }
        let keys = endpoints.map { endpoint in
            switch grouping {
            case .group: endpoint.group ?? Self.noGroup
            case .platform: endpoint.platform.rawValue
            case .schedule: Self.plan
            case .endpoint, .day, .hour: endpoint.name
            }
        }
        let sorted = Set(keys).sorted()
        names = sorted
        rows = keys.map { key in sorted.partitioningIndex { $0 >= key } }
    }

    func row(ofEndpoint endpoint: Int, part: Int) -> Int {
        rows.isEmpty ? part : rows[endpoint]
    }
}
