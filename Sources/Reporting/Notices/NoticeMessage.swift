package import Domain
internal import Foundation

/// A notice as webhooks get it and `preheat notices` prints it: additive only.
package struct NoticeMessage: Encodable, Equatable, Sendable {
    /// The same for every attempt to send it, so that a webhook can tell what it has already.
    package var id: String
    package var kind: String
    package var subject: String
    package var sentence: String
    package var noticedAt: String
    package var budget: NoticeDetails.OfBudget?
    package var target: NoticeDetails.OfTarget?

    enum CodingKeys: String, CodingKey {
        case id, kind, subject, sentence, budget, target
        case noticedAt = "noticed_at"
    }

    package init(_ notice: Notice) {
        let details = NoticeDetails(notice.details)
        id = "\(notice.noticedAt.millisecondsSinceEpoch)-\(notice.id)"
        kind = notice.kind.rawValue
        subject = notice.name
        sentence = notice.sentence
        noticedAt = rfc3339(notice.noticedAt)
        budget = details.budget
        target = details.target
    }

    /// One JSON object.
    ///
    /// - Throws: `EncodingError` for a number that JSON does not have.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
