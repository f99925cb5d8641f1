import Glibc

let space = UInt8(ascii: " ")
let tab = UInt8(ascii: "\t")
let quote = UInt8(ascii: "\"")
let comma = UInt8(ascii: ",")
let colon = UInt8(ascii: ":")
let slash = UInt8(ascii: "/")
let backslash = UInt8(ascii: "\\")

/// Returns whether `byte` is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Returns `byte` with an ASCII capital made small.
func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

extension UnsafeRawBufferPointer {
    /// The first position of `byte` in `start..<end`; the range must lie within this buffer.
    func index(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard start < end, let baseAddress,
            let found = memchr(baseAddress + start, Int32(byte), end - start)
        else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// The first position of `byte` from `start` on.
    func index(of byte: UInt8, from start: Int = 0) -> Int? {
        index(of: byte, from: start, to: count)
    }

    /// The bytes in `start..<end`, which must lie within this buffer.
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// Without spaces and tabs at both ends.
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] == space || self[start] == tab { start += 1 }
        while end > start, self[end - 1] == space || self[end - 1] == tab { end -= 1 }
        return part(start, end)
    }

    /// Whether these bytes are those of `other`.
    func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let left = baseAddress, let right = other.baseAddress, count > 0 else { return true }
        return memcmp(left, right, count) == 0
    }

    /// Whether these bytes start with those of `prefix`.
    func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        return prefix.withUnsafeBytes { part(0, prefix.count).equals($0) }
    }

    /// Whether these bytes start with `prefix`, which is in small letters, in any case.
    func starts(withLowercase prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard count >= length else { return false }
        for index in 0..<length where lowercased(self[index]) != prefix.utf8Start[index] {
            return false
        }
        return true
    }

    /// Two digits from `index` on as a number, or 255; both positions must lie within this buffer.
    func twoDigits(at index: Int) -> Int {
        let tens = self[index]
        let ones = self[index + 1]
        guard isDigit(tens), isDigit(ones) else { return 255 }
        return Int(tens &- 0x30) * 10 + Int(ones &- 0x30)
    }

    /// Four digits from `index` on as a number, or `nil`.
    func fourDigits(at index: Int) -> Int? {
        let upper = twoDigits(at: index)
        let lower = twoDigits(at: index + 2)
        return upper < 100 && lower < 100 ? upper * 100 + lower : nil
    }

    /// These bytes as text; what is no UTF-8 is replaced.
    var text: String { String(decoding: self, as: UTF8.self) }
}
