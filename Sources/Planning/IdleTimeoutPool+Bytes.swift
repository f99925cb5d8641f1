package import Domain

extension IdleTimeoutPool {
    /// The first byte of the stored form; another layout of cells is another version.
    private static let version: UInt8 = 1

    /// The state, to be stored: about 6 kB.
    package var serialized: [UInt8] {
        var bytes = [Self.version, UInt8(truncatingIfNeeded: prior.rawValue)]
        bytes.append(littleEndian: UInt64(observations))
        grid.append(to: &bytes)
        counts.append(to: &bytes)
        return bytes
    }

    /// Reads what ``serialized`` gave; `nil` when the bytes are malformed, of another version or of
    /// another platform.
    ///
    /// - Parameters:
    ///   - bytes: Any.
    ///   - platform: Where the pool's endpoints run.
    package init?(serialized bytes: [UInt8], platform: Platform) {
        var reader = ByteReader(bytes)
        let prior = IdlePrior(platform)
        guard reader.integer(UInt8.self) == Self.version,
            reader.integer(UInt8.self) == UInt8(truncatingIfNeeded: prior.rawValue),
            let observations = reader.observations(),
            let grid = IdleGrid(from: &reader, in: .pool),
            let counts = IdleCounts(from: &reader), reader.isAtEnd
        else { return nil }
        self.init(prior: prior, grid: grid, counts: counts, observations: observations)
    }
}
