internal import Domain

extension IdleGrid {
    /// Reads the weights of all cells; `nil` when they are no probabilities that sum to 1, up to
    /// rounding.
    init?(from reader: inout ByteReader, in layout: IdleLayout) {
        var weights: [IdleCells] = []
        weights.reserveCapacity(layout.vectorCount)
        var total = IdleCells.zero
        for _ in 0..<layout.vectorCount {
            var vector = IdleCells.zero
            for lane in vector.indices {
                guard let weight = reader.float(in: 0...1) else { return nil }
                vector[lane] = weight
            }
            weights.append(vector)
            total += vector
        }
        guard abs(total.sum() - 1) < 0.0005 else { return nil }
        self.init(weights: weights)
    }

    func append(to bytes: inout [UInt8]) {
        for vector in weights {
            for lane in vector.indices { bytes.append(littleEndian: vector[lane].bitPattern) }
        }
    }
}
