/// One step of the history's schema: a plain SQL file of this folder.
package struct Migration: Equatable, Sendable {
    /// The file's name without its extension, as the database remembers it.
    package let name: String
    package let sql: String
}

/// Every step of the schema in the order in which they are applied: that of the files' names.
package let migrations: [Migration] = embeddedText.map { name, text in
    Migration(name: String(name.dropLast(".sql".count)), sql: text)
}
