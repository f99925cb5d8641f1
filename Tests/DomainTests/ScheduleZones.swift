import Domain

/// Zones by their clock changes, as the IANA database has them for 2026 and around.
enum ScheduleZones {
    /// 01:00 UTC, to summer time and back.
    static let berlin = table(
        60,
        [(29_054_940, 120), (29_357_340, 60), (29_579_100, 120), (29_881_500, 60)]
    )
    /// 07:00 UTC on 2026-03-08, 06:00 UTC on 2026-11-01.
    static let newYork = table(-300, [(29_549_220, -240), (29_891_880, -300)])
    /// Half an hour: 15:00 UTC on 2026-04-04 back, 15:30 UTC on 2026-10-03 forward.
    static let lordHowe = table(660, [(29_588_580, 630), (29_850_690, 660)])
    /// None.
    static let kolkata = table(330, [])

    private static func table(_ earliest: Int, _ changes: [(Int, Int)]) -> UTCOffsets {
        UTCOffsets(
            earliestOffsetMinutes: earliest,
            stretches: changes.map { UTCOffsets.Stretch(fromMinute: $0, offsetMinutes: $1) }
        )
    }

    static func named(_ name: String) -> UTCOffsets {
        switch name {
        case "Europe/Berlin": berlin
        case "America/New_York": newYork
        case "Australia/Lord_Howe": lordHowe
        case "Asia/Kolkata": kolkata
        default: .utc
        }
    }
}

/// A moment of UTC: `2026-03-29 01:00`, or with seconds.
func utc(_ text: String) -> Timestamp {
    let parts = text.split(separator: " ")
    let time = parts[1].split(separator: ":").compactMap { Int64($0) }
    guard let day = CalendarDay(parts[0]), time.count >= 2 else { fatalError("no moment: \(text)") }
    let seconds = time[0] * 3600 + time[1] * 60 + (time.count == 3 ? time[2] : 0)
    return Timestamp(secondsSinceEpoch: Int64(day.daysSinceEpoch) * 86_400 + seconds)
}

/// A moment as the test's rows write it, with seconds where there are some.
func utcText(_ moment: Timestamp) -> String {
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = moment.secondsSinceEpoch
    let day = floorDivision(seconds, 86_400)
    let second = seconds - day * 86_400
    let text =
        "\(CalendarDay(daysSinceEpoch: Int(day))) \(two(second / 3600)):\(two(second / 60 % 60))"
    return second % 60 == 0 ? text : text + ":\(two(second % 60))"
}
