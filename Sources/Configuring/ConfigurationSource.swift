/// One file of a configuration.
package struct ConfigurationSource: Sendable {
    /// As flaws name it.
    package var name: String
    package var bytes: [UInt8]

    /// The most bytes of a file.
    package static let mostBytes = 16 << 20

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
