import Domain
import Reporting

/// A notice as `notices` prints it: what webhooks get, and whether one took it.
struct NoticeView: Encodable {
    private let notice: Notice

    init(_ notice: Notice) { self.notice = notice }

    enum CodingKeys: String, CodingKey {
        case attempts
        case deliveredAt = "delivered_at"
    }

    func encode(to encoder: any Encoder) throws {
        try NoticeMessage(notice).encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(notice.attempts, forKey: .attempts)
        try values.encodeIfPresent(notice.deliveredAt.map(rfc3339), forKey: .deliveredAt)
    }

    static func tableText(of notices: [Notice]) -> String {
        var table = TextTable(header: ["NOTICED", "KIND", "DELIVERED", "SENTENCE"])
        for notice in notices {
            table.add([
                rfc3339(notice.noticedAt), notice.kind.rawValue,
                notice.deliveredAt.map(rfc3339) ?? "–", notice.sentence,
            ])
        }
        return table.text
    }

    static func csvText(of notices: [Notice]) -> String {
        csv(
            header: [
                "id", "noticed_at", "kind", "subject", "sentence", "attempts", "delivered_at",
            ],
            rows: notices.map { notice in
                let message = NoticeMessage(notice)
                return [
                    message.id, message.noticedAt, message.kind, message.subject, message.sentence,
                    "\(notice.attempts)", notice.deliveredAt.map(rfc3339) ?? "",
                ]
            }
        )
    }
}
