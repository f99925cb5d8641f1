package import Domain
import GRDB

extension HistoryStore {
    /// Which model served each endpoint's demand forecast when it was judged last.
    ///
    /// - Complexity: O(*n*) in the endpoints.
    package func judgedModels() async throws -> [EndpointID: JudgedModel] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT endpointID, judgedAtMs, model, errorRatio FROM demandModel"
            )
            let judged = rows.map { row in
                (
                    EndpointID(rawValue: row[0]),
                    JudgedModel(
                        judgedAt: Timestamp(millisecondsSinceEpoch: row[1]),
                        model: row[2],
                        errorRatio: row[3]
                    )
                )
            }
            return Dictionary(uniqueKeysWithValues: judged)
        }
    }

    /// Writes judgements over earlier ones, in one transaction.
    ///
    /// - Throws: ``StoreError/ruleBroken(rule:)`` for a model that is none; an endpoint that is gone
    ///   is passed over.
    package func write(_ judged: [(EndpointID, JudgedModel)]) async throws {
        guard !judged.isEmpty else { return }
        try await write { db in
            for (endpoint, judgement) in judged {
                try db.execute(
                    sql: """
                        INSERT INTO demandModel (endpointID, judgedAtMs, model, errorRatio)
                        SELECT id, ?, ?, ? FROM endpoint WHERE id = ?
                        ON CONFLICT (endpointID) DO UPDATE SET
                            judgedAtMs = excluded.judgedAtMs, model = excluded.model,
                            errorRatio = excluded.errorRatio
                        """,
                    arguments: [
                        judgement.judgedAt.millisecondsSinceEpoch, judgement.model,
                        judgement.errorRatio, endpoint.rawValue,
                    ]
                )
            }
        }
    }
}
