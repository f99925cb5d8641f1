/// Takes numbers out of stored bytes; what is missing or malformed is `nil`, never a trap.
package struct ByteReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package var isAtEnd: Bool { rest.isEmpty }

    /// An integer, its lowest byte first.
    package mutating func integer<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer? {
        let size = Integer.bitWidth / 8
        guard rest.count >= size else { return nil }
        var value: Integer = 0
        for byte in rest.prefix(size).reversed() {
            value = (size > 1 ? value << 8 : 0) | Integer(truncatingIfNeeded: byte)
        }
        rest.removeFirst(size)
        return value
    }

    /// A number within `range`, which neither infinities nor not-a-numbers are.
    package mutating func double(in range: ClosedRange<Double>) -> Double? {
        guard let bits = integer(UInt64.self) else { return nil }
        let value = Double(bitPattern: bits)
        return range.contains(value) ? value : nil
    }

    /// A number within `range`, which neither infinities nor not-a-numbers are.
    package mutating func float(in range: ClosedRange<Float>) -> Float? {
        guard let bits = integer(UInt32.self) else { return nil }
        let value = Float(bitPattern: bits)
        return range.contains(value) ? value : nil
    }

    /// So many numbers, each finite and within `range`.
    package mutating func doubles(_ count: Int, in range: ClosedRange<Double>) -> [Double]? {
        var values: [Double] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            guard let value = double(in: range) else { return nil }
            values.append(value)
        }
        return values
    }

    /// An integer of 64 bits that fits.
    package mutating func int() -> Int? { integer(Int64.self).map(Int.init) }

    /// A length before so many items, at most `most`.
    package mutating func count(upTo most: Int) -> Int? {
        guard let count = integer(UInt32.self), count <= most else { return nil }
        return Int(count)
    }

    /// The next bytes with their length before them.
    package mutating func bytes(upTo most: Int) -> [UInt8]? {
        guard let count = count(upTo: most), rest.count >= count else { return nil }
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    /// How many observations were made: more than can have been are a mistake.
    package mutating func observations() -> Int? {
        guard let count = integer(UInt64.self), count < 1 << 53 else { return nil }
        return Int(count)
    }
}

extension [UInt8] {
    /// Appends an integer, its lowest byte first; see ``ByteReader``.
    package mutating func append(littleEndian value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: type(of: value).bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    package mutating func append(_ value: Double) { append(littleEndian: value.bitPattern) }

    package mutating func append(_ values: [Double]) {
        for value in values { append(value) }
    }

    package mutating func append(int value: Int) { append(littleEndian: Int64(value)) }

    package mutating func append(count: Int) { append(littleEndian: UInt32(count)) }

    /// Appends bytes with their length before them.
    package mutating func append(counted bytes: [UInt8]) {
        append(count: bytes.count)
        append(contentsOf: bytes)
    }
}
