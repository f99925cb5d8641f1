extension Budget {
    /// How long a limit holds before spending begins anew, on the wall clock of the budget's zone.
    package enum Period: Hashable, Sendable {
        /// So many days, counted on from Monday 1970-01-05: seven of them begin on Mondays.
        case days(Int)
        /// A month of the calendar.
        case month

        /// The most days of a period.
        package static let mostDays = 366
    }
}

extension Budget.Period {
    /// The period that `moment` lies in.
    ///
    /// A period begins at the first minute at which the zone's clocks show its first day's midnight
    /// or later. So periods follow each other without hole or overlap whatever the clocks do: a
    /// midnight that is skipped begins with the first minute after it, one that comes twice begins
    /// with the first of the two, and a day may have 23, 24½ or 25 hours.
    ///
    /// - Parameters:
    ///   - moment: At any distance from the epoch.
    ///   - offsets: Of the budget's zone.
    /// - Returns: Half open, from one whole minute to another.
    /// - Complexity: O(*n*) in the stretches of `offsets`.
    package func range(
        containing moment: Timestamp,
        offsets: UTCOffsets
    ) -> Range<Timestamp> {
        let minute = moment.minute
        var number = ordinal(ofDay: offsets.local(minute).day.daysSinceEpoch)
        // Set back over midnight, the clocks show the last day of a period that has ended.
        while start(number + 1, offsets: offsets) <= minute { number += 1 }
        return Timestamp(
            minute: start(number, offsets: offsets)
        )..<Timestamp(minute: start(number + 1, offsets: offsets))
    }

    /// The first UTC minute of a period.
    private func start(_ number: Int, offsets: UTCOffsets) -> Int {
        offsets.firstMinute(showing: LocalMinute(minutesSinceEpoch: firstDay(of: number) * 1440))
    }

    /// Which period a day lies in, counted from the one that 1970-01-05 lies in.
    private func ordinal(ofDay day: Int) -> Int {
        switch self {
        case .days(let count): return floorDivision(day - Self.firstMonday, count)
        case .month:
            // A month is 30.436875 days long in the mean: at most one off.
            var month = floorDivision(day * 10_000, 304_369)
            while CalendarDay.first(ofMonth: month + 1).daysSinceEpoch <= day { month += 1 }
            while CalendarDay.first(ofMonth: month).daysSinceEpoch > day { month -= 1 }
            return month
        }
    }

    private func firstDay(of number: Int) -> Int {
        switch self {
        case .days(let count): Self.firstMonday + number * count
        case .month: CalendarDay.first(ofMonth: number).daysSinceEpoch
        }
    }

    /// 1970-01-05, in days since the epoch.
    private static let firstMonday = 4
}

extension Budget.Period: CustomStringConvertible {
    /// Reads `day`, `week`, `month`, or a number of days from 1 to 366 such as `28d`.
    ///
    /// - Returns: `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        switch text {
        case "day": self = .days(1)
        case "week": self = .days(7)
        case "month": self = .month
        default:
            let digits = text.dropLast()
            guard text.last == "d", (1...3).contains(digits.count),
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(digits), (1...Self.mostDays).contains(count)
            else { return nil }
            self = .days(count)
        }
    }

    package var description: String {
        switch self {
        case .days(1): "day"
        case .days(7): "week"
        case .days(let count): "\(count)d"
        case .month: "month"
        }
    }
}
