/// The time stamp of an access log, `17/May/2015:10:05:03 +0000`.
struct AccessLogTimestamp {
    var secondsSinceEpoch: Int64
    /// The position behind the closing bracket.
    var end: Int

    /// Reads the time stamp that starts at `start`, behind the opening bracket.
    ///
    /// A fraction of the second is passed over; the zone's offset is honoured.
    init?(_ line: UnsafeRawBufferPointer, at start: Int) {
        guard line.count - start >= 27, line[start + 2] == slash, line[start + 6] == slash,
            line[start + 11] == colon, line[start + 14] == colon, line[start + 17] == colon,
            let month = Self.month(line, at: start + 3),
            let year = line.fourDigits(at: start + 7),
            let local = Observing.secondsSinceEpoch(
                year: year,
                month: month,
                day: line.twoDigits(at: start),
                hour: line.twoDigits(at: start + 12),
                minute: line.twoDigits(at: start + 15),
                second: line.twoDigits(at: start + 18)
            )
        else { return nil }
        var zone = start + 20
        if line[zone] == UInt8(ascii: ".") {
            zone += 1
            while zone < line.count, isDigit(line[zone]) { zone += 1 }
        }
        guard line.count - zone >= 7, line[zone] == space, line[zone + 6] == UInt8(ascii: "]"),
            let offset = zoneOffset(line.part(zone + 1, zone + 6))
        else { return nil }
        guard (0...latestSecond).contains(local - offset) else { return nil }
        secondsSinceEpoch = local - offset
        end = zone + 7
    }

    /// Whether the bytes from `start` on were meant as a time stamp.
    static func resembles(_ line: UnsafeRawBufferPointer, at start: Int) -> Bool {
        line.count - start >= 3 && isDigit(line[start]) && isDigit(line[start + 1])
            && line[start + 2] == slash
    }

    private static func month(_ line: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let letters =
            UInt32(line[index] | 0x20) << 16 | UInt32(line[index + 1] | 0x20) << 8
            | UInt32(line[index + 2] | 0x20)
        switch letters {
        case 0x6a_616e: return 1
        case 0x66_6562: return 2
        case 0x6d_6172: return 3
        case 0x61_7072: return 4
        case 0x6d_6179: return 5
        case 0x6a_756e: return 6
        case 0x6a_756c: return 7
        case 0x61_7567: return 8
        case 0x73_6570: return 9
        case 0x6f_6374: return 10
        case 0x6e_6f76: return 11
        case 0x64_6563: return 12
        default: return nil
        }
    }
}
