import Foundation
import Reporting

/// What a command prints as JSON, as rows and columns: the same keys, those of nested objects after
/// a dot.
///
/// A list of objects inside a row makes a row of each of them, with the rest repeated; lists of plain
/// values are joined by `;`.
struct FlatTable {
    private enum Value: Decodable {
        case plain(String)
        case list([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // JSON does not say which type a value has: each is tried, and the last one throws.
            if container.decodeNil() {
                self = .plain("")
            } else if let value = try? container.decode(Bool.self) {
                self = .plain("\(value)")
            } else if let value = try? container.decode(Int64.self) {
                self = .plain("\(value)")
            } else if let value = try? container.decode(Double.self) {
                self = .plain("\(value)")
            } else if let value = try? container.decode(String.self) {
                self = .plain(value)
            } else if let values = try? container.decode([Value].self) {
                self = .list(values)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        var isObject: Bool { if case .object = self { true } else { false } }
    }

    private var rows: [[String: String]] = []

    /// - Throws: `EncodingError` where `value` cannot be written as JSON.
    init(of value: some Encodable) throws {
        // What JSON lacks (infinities) is refused by the encoder, as for --format json.
        let data = try JSONEncoder().encode(value)
        switch try JSONDecoder().decode(Value.self, from: data) {
        case .list(let values): rows = values.flatMap { Self.rows(of: $0, prefix: "") }
        case let value: rows = Self.rows(of: value, prefix: "")
        }
    }

    var text: String {
        let columns = Set(rows.flatMap(\.keys)).sorted()
        return csv(header: columns, rows: rows.map { row in columns.map { row[$0] ?? "" } })
    }

    private static func rows(of value: Value, prefix: String) -> [[String: String]] {
        guard case .object(let members) = value else {
            return [[prefix.isEmpty ? "value" : prefix: plain(value)]]
        }
        var rows: [[String: String]] = [[:]]
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            let name = prefix.isEmpty ? key : "\(prefix).\(key)"
            let parts: [[String: String]]
            switch member {
            case .object: parts = Self.rows(of: member, prefix: name)
            case .list(let values) where !values.isEmpty && values.allSatisfy(\.isObject):
                parts = values.flatMap { Self.rows(of: $0, prefix: name) }
            case .plain, .list: parts = [[name: plain(member)]]
            }
            rows = rows.flatMap { row in parts.map { row.merging($0) { first, _ in first } } }
        }
        return rows
    }

    private static func plain(_ value: Value) -> String {
        switch value {
        case .plain(let text): text
        case .list(let values): values.map(plain).joined(separator: ";")
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { "\($0.key)=\(plain($0.value))" }
                .joined(separator: ";")
        }
    }
}
