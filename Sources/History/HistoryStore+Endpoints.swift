package import Domain
import GRDB

extension HistoryStore {
    /// Every registered endpoint, by name.
    ///
    /// Their number is bounded by what people registered.
    ///
    /// - Throws: ``StoreError``.
    package func endpoints() async throws -> [Endpoint] {
        try await read { db in try Self.endpoints(in: db, where: "TRUE ORDER BY name", []) }
    }

    /// When each endpoint was registered: since then its requests would have been seen.
    ///
    /// - Throws: ``StoreError``.
    package func registrations() async throws -> [EndpointID: Timestamp] {
        try await read { db in
            var moments: [EndpointID: Timestamp] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT id, createdAtMs FROM endpoint") {
                moments[EndpointID(rawValue: row[0])] = Timestamp(
                    millisecondsSinceEpoch: row[1]
                )
            }
            return moments
        }
    }

    /// The endpoint of exactly this name.
    ///
    /// - Throws: ``StoreError/unknownEndpoint(name:nearest:)`` with at most three names like it.
    package func endpoint(named name: String) async throws -> Endpoint {
        try await read { db in
            if let found = try Self.endpoints(in: db, where: "name = ?", [name]).first {
                return found
            }
            let names = try String.fetchAll(db, sql: "SELECT name FROM endpoint ORDER BY name")
            throw StoreError.unknownEndpoint(
                name: name,
                nearest: nearestNames(to: name, among: names)
            )
        }
    }

    /// Registers `endpoint` and returns its key; the one that it brings is ignored.
    ///
    /// Durations are kept in whole milliseconds.
    ///
    /// - Parameters:
    ///   - endpoint: What is registered.
    ///   - moment: Since when it is; `nil` for now.
    /// - Returns: The key, which no other endpoint is ever given.
    /// - Throws: ``StoreError/duplicateName(_:)``, ``StoreError/ruleBroken(rule:)``, or
    ///   ``StoreError/joinsOtherCurrency(_:budget:currency:)``.
    package func add(
        _ endpoint: Endpoint,
        at moment: Timestamp? = nil
    ) async throws -> EndpointID {
        try await write { db in
            let id = try Self.insert(endpoint, at: moment, in: db)
            try Self.checkCurrency(of: endpoint, id: id, in: db)
            return id
        }
    }

    /// Replaces everything that is registered of the endpoint with this key, its name included.
    ///
    /// - Throws: ``StoreError/endpointIsGone``, ``StoreError/duplicateName(_:)``,
    ///   ``StoreError/ruleBroken(rule:)``, or ``StoreError/joinsOtherCurrency(_:budget:currency:)``.
    package func update(_ endpoint: Endpoint) async throws {
        try await write { db in
            try Self.replace(endpoint, in: db)
            try Self.checkCurrency(of: endpoint, id: endpoint.id, in: db)
        }
    }

    /// Removes an endpoint and everything that the history holds of it.
    ///
    /// - Throws: ``StoreError/endpointIsGone``.
    /// - Complexity: O(*n*) in what it holds.
    package func remove(_ id: EndpointID) async throws {
        try await write { db in try Self.delete(id, in: db) }
    }

    /// What the history holds of an endpoint; nothing for one that is not registered.
    ///
    /// - Complexity: O(*n*) in the endpoint's bins, pings and decisions.
    package func holdings(of id: EndpointID) async throws -> Holdings {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    WITH
                        bins AS (
                            SELECT count(*) AS n, coalesce(sum(requests), 0) AS requests,
                                min(startedAtS) * 1000 AS first,
                                max(startedAtS + widthS) * 1000 AS last
                            FROM traffic WHERE endpointID = :id),
                        pings AS (
                            SELECT count(*) AS n, min(scheduledAtMs) AS first,
                                max(scheduledAtMs) AS last
                            FROM ping WHERE endpointID = :id),
                        decisions AS (SELECT count(*) AS n FROM decision WHERE endpointID = :id)
                    SELECT bins.n, bins.requests, pings.n, decisions.n,
                        min(coalesce(bins.first, pings.first), coalesce(pings.first, bins.first)),
                        max(coalesce(bins.last, pings.last), coalesce(pings.last, bins.last))
                    FROM bins, pings, decisions
                    """,
                arguments: ["id": id.rawValue]
            )
            guard let row else { return Holdings(bins: 0, requests: 0, pings: 0, decisions: 0) }
            let first: Int64? = row[4]
            let last: Int64? = row[5]
            return Holdings(
                bins: row[0],
                requests: row[1],
                pings: row[2],
                decisions: row[3],
                first: first.map(Timestamp.init(millisecondsSinceEpoch:)),
                last: last.map(Timestamp.init(millisecondsSinceEpoch:))
            )
        }
    }

    /// A number that rises with every change of an endpoint or a schedule, whoever made it.
    package func configurationRevision() async throws -> Int64 {
        try await read { db in try Self.revision("configuration", in: db) }
    }

    static func revision(_ name: String, in db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: "SELECT value FROM revision WHERE name = ?",
            arguments: [name]
        ) ?? 0
    }

    static func endpoints(
        in db: Database,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [Endpoint] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT id, \(EndpointRow.columns) FROM endpoint WHERE \(condition)",
            arguments: arguments
        )
        return try rows.map { row in
            let headers = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT name, value FROM endpointHeader
                        WHERE endpointID = ? ORDER BY position
                        """
                ),
                arguments: [row[0] as Int64]
            )
            return try EndpointRow.endpoint(
                row,
                headers: headers.map { WarmUpRequest.Header(name: $0[0], value: $0[1]) }
            )
        }
    }

    /// Inserts an endpoint, whatever the currencies of budgets are.
    static func insert(
        _ endpoint: Endpoint,
        at moment: Timestamp? = nil,
        in db: Database
    ) throws -> EndpointID {
        try refuseDuplicate(of: endpoint.name) {
            var columns = EndpointRow.columns
            var values = EndpointRow.values(of: endpoint)
            if let moment {
                columns += ", createdAtMs"
                values.append(moment.millisecondsSinceEpoch)
            }
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            try db.cachedStatement(
                sql: "INSERT INTO endpoint (\(columns)) VALUES (\(marks))"
            ).execute(arguments: StatementArguments(values))
        }
        let id = EndpointID(rawValue: db.lastInsertedRowID)
        try insertHeaders(of: endpoint, id: id, in: db)
        return id
    }

    /// Replaces an endpoint, whatever the currencies of budgets are.
    static func replace(_ endpoint: Endpoint, in db: Database) throws {
        try refuseDuplicate(of: endpoint.name) {
            let values = EndpointRow.values(of: endpoint)
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            try db.cachedStatement(
                sql: "UPDATE endpoint SET (\(EndpointRow.columns)) = (\(marks)) WHERE id = ?"
            ).execute(arguments: StatementArguments(values + [endpoint.id.rawValue]))
        }
        guard db.changesCount == 1 else { throw StoreError.endpointIsGone }
        try db.cachedStatement(sql: "DELETE FROM endpointHeader WHERE endpointID = ?")
            .execute(arguments: [endpoint.id.rawValue])
        try insertHeaders(of: endpoint, id: endpoint.id, in: db)
    }

    static func delete(_ id: EndpointID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM endpoint WHERE id = ?", arguments: [id.rawValue])
        guard db.changesCount == 1 else { throw StoreError.endpointIsGone }
    }

    private static func insertHeaders(
        of endpoint: Endpoint,
        id: EndpointID,
        in db: Database
    ) throws {
        for (position, header) in endpoint.warmUp.headers.enumerated() {
            try db.cachedStatement(
                sql: """
                    INSERT INTO endpointHeader (endpointID, position, name, value)
                    VALUES (?, ?, ?, ?)
                    """
            ).execute(arguments: [id.rawValue, position, header.name, header.value])
        }
    }

    private static func refuseDuplicate(of name: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw StoreError.duplicateName(name)
        }
    }
}
