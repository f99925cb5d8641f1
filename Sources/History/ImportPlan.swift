internal import Domain
import GRDB

/// The changes of an import, found by reading only; writing them is a step of its own.
struct ImportPlan {
    private(set) var changes: [ImportedChange] = []
    private(set) var alreadyKnown: Int64 = 0

    /// Lines count as a multiset per endpoint and minute: those that earlier imports brought are
    /// taken away, and what is left is added.
    static func lines(
        _ lines: [EndpointID: [Int64: [UInt32]]],
        in db: Database
    ) throws -> ImportPlan {
        let knownDigests = try BulkStatement(
            """
            SELECT digests FROM importedBin
            WHERE endpointID = ? AND startedAtS = ? AND widthS = 60 AND digests IS NOT NULL
            """,
            in: db
        )
        let requests = try BulkStatement(Self.requestsSQL, in: db)
        var plan = ImportPlan()
        for (endpoint, minutes) in lines.sorted(by: { $0.key < $1.key }) {
            for (startedAtS, found) in minutes.sorted(by: { $0.key < $1.key }) {
                var known: [UInt32] = []
                try knownDigests.bind(endpoint.rawValue, startedAtS)
                try knownDigests.forEachRow { $0.appendDigests(0, to: &known) }
                let new = History.digests(found, without: known)
                plan.alreadyKnown += Int64(found.count - new.count)
                guard !new.isEmpty else { continue }
                let before = try requests.row(endpoint, startedAtS, 60)?.requests
                let (sum, overflow) = (before ?? 0).addingReportingOverflow(Int64(new.count))
                plan.changes.append(
                    ImportedChange(
                        endpoint: endpoint,
                        startedAtS: startedAtS,
                        widthS: 60,
                        requestsBefore: before,
                        requestsAfter: overflow ? .max : sum,
                        digests: new
                    )
                )
            }
        }
        return plan
    }

    /// Bins replace the requests that are there.
    ///
    /// An unknown count becomes an unknown bin where there is none, and else says nothing. Of two
    /// bins of the same time the last one that is known counts.
    static func bins(_ bins: [(EndpointID, TrafficBin)], in db: Database) throws -> ImportPlan {
        let requests = try BulkStatement(Self.requestsSQL, in: db)
        var latest: [BinKey: Int64?] = [:]
        for (endpoint, bin) in bins {
            let key = BinKey(
                endpoint: endpoint,
                startedAtS: bin.startedAtS,
                widthS: bin.widthS
            )
            guard bin.requests != nil || latest[key] == nil else { continue }
            latest.updateValue(bin.requests, forKey: key)
        }
        var plan = ImportPlan()
        for (key, count) in latest.sorted(by: { $0.key < $1.key }) {
            let there = try requests.row(key.endpoint, key.startedAtS, key.widthS)
            guard count == nil ? there == nil : there?.requests != count else {
                plan.alreadyKnown += count == nil ? 0 : 1
                continue
            }
            plan.changes.append(
                ImportedChange(
                    endpoint: key.endpoint,
                    startedAtS: key.startedAtS,
                    widthS: key.widthS,
                    requestsBefore: there?.requests,
                    requestsAfter: count
                )
            )
        }
        return plan
    }

    /// What the changes come to.
    var outcome: ImportOutcome {
        var outcome = ImportOutcome(alreadyKnown: alreadyKnown, binsChanged: changes.count)
        for change in changes {
            let (difference, _) = (change.requestsAfter ?? 0).subtractingReportingOverflow(
                change.requestsBefore ?? 0
            )
            let (sum, overflow) = outcome.added[change.endpoint, default: 0]
                .addingReportingOverflow(difference)
            outcome.added[change.endpoint] = overflow ? .max : sum
        }
        return outcome
    }

    private static let requestsSQL = """
        SELECT requests FROM traffic WHERE endpointID = ? AND startedAtS = ? AND widthS = ?
        """
}

private struct KnownBin {
    var requests: Int64?
}

private struct BinKey: Hashable, Comparable {
    var endpoint: EndpointID
    var startedAtS: Int64
    var widthS: Int64

    static func < (left: BinKey, right: BinKey) -> Bool {
        (left.endpoint, left.startedAtS, left.widthS)
            < (right.endpoint, right.startedAtS, right.widthS)
    }
}

extension BulkStatement {
    /// A bin's requests, which may be unknown; `nil` without such a bin.
    fileprivate func row(
        _ endpoint: EndpointID,
        _ startedAtS: Int64,
        _ widthS: Int64
    ) throws -> KnownBin? {
        var bin: KnownBin?
        try bind(endpoint.rawValue, startedAtS, widthS)
        try forEachRow { bin = KnownBin(requests: $0.optionalInteger(0)) }
        return bin
    }
}
