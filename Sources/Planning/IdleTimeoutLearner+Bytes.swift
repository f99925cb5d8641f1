internal import Domain

extension IdleTimeoutLearner {
    /// The first byte of the stored form; another layout of cells is another version.
    private static let version: UInt8 = 1

    /// The state, to be stored: less than 1 kB.
    package var serialized: [UInt8] {
        var bytes = [Self.version]
        bytes.append(littleEndian: UInt64(observations))
        bytes.append(littleEndian: UInt64(taught))
        bytes.append(littleEndian: sharedChance.bitPattern)
        own?.append(to: &bytes)
        return bytes
    }

    /// Reads what ``serialized`` gave; `nil` when the bytes are malformed or of another version.
    package init?(serialized bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.integer(UInt8.self) == Self.version,
            let observations = reader.observations(),
            let taught = reader.observations(), taught <= observations,
            let sharedChance = reader.double(in: Self.leastChance...1 - Self.leastChance)
        else { return nil }
        var own: IdleGrid?
        if observations > 0 {
            guard let grid = IdleGrid(from: &reader, in: .endpoint) else { return nil }
            own = grid
        }
        guard reader.isAtEnd else { return nil }
        self.init(
            own: own,
            sharedChance: sharedChance,
            observations: observations,
            taught: taught
        )
    }
}
