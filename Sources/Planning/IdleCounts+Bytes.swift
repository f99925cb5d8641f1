internal import Domain

extension IdleCounts {
    /// Reads the counts of all bins; `nil` when they cannot have come from observations.
    init?(from reader: inout ByteReader) {
        self.init()
        guard let doubt = reader.double(in: 1...Self.dropsAt) else { return nil }
        self.doubt = doubt
        for bin in all.indices {
            guard let all = reader.double(in: 0...Self.mostRemembered),
                let cold = reader.double(in: 0...all)
            else { return nil }
            self.all[bin] = all
            self.cold[bin] = cold
        }
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(littleEndian: doubt.bitPattern)
        for bin in all.indices {
            bytes.append(littleEndian: all[bin].bitPattern)
            bytes.append(littleEndian: cold[bin].bitPattern)
        }
    }
}
