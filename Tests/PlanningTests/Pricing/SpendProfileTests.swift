import Testing

@testable import Planning

private let count = SpendProfile.count
private let monday9 = 9

/// The same at every place.
private func flat(_ spend: Double) -> SpendProfile.Spend {
    [Double](repeating: spend, count: count)
}

extension SpendProfile {
    /// What the first place expects of so many hours, from an hour of the week on.
    fileprivate func expected(from hour: Int, hours: Int) -> Double {
        var copy = self
        return copy.forecast(fromHour: hour, minutesLeftInHour: 60, minutes: 60 * hours)[0]
    }

    /// So many weeks that cost `spend` an hour of a day's hour `hour`, and nothing else.
    fileprivate mutating func spend(_ spend: Double, eachDayAt hour: Int, weeks: Int) {
        for day in 0..<7 * weeks {
            let first = day % 7 * 24 + hour
            add(flat(spend), hours: 1, hourOfWeek: first)
            add(flat(0), hours: 23, hourOfWeek: (first + 1) % 168)
        }
    }
}

@Suite struct SpendProfileTests {
    /// Nothing is known: by hand, what was assumed an hour for each hour.
    @Test(
        arguments: [0, 1, 59, 60, 61, 1440, 10_080, 10_081, 366 * 1440],
        [(0, 60), (167, 1), (100, 37)]
    )
    func beforeAnythingIsKnownItIsWhatWasAssumed(minutes: Int, start: (hour: Int, left: Int)) {
        var profile = SpendProfile(assumed: (0..<count).map { Double(count - $0) })
        let forecast = profile.forecast(
            fromHour: start.hour,
            minutesLeftInHour: start.left,
            minutes: minutes
        )
        for place in [0, 1, count - 1] {
            let expected = Double(count - place) * Double(minutes) / 60
            #expect(abs(forecast[place] - expected) <= 1e-9 * expected)
        }
    }

    @Test func nothingAssumedAndNothingSpentIsNothing() {
        var profile = SpendProfile(assumed: flat(0))
        #expect(profile.expected(from: 0, hours: 1) == 0)
        for hour in 0..<50 { profile.add(flat(0), hours: 1, hourOfWeek: hour) }
        #expect(profile.expected(from: 3, hours: 1000) == 0)
        profile.add(flat(0), hours: 0, hourOfWeek: 50)
        #expect(profile.expected(from: 3, hours: 1000) == 0)
    }

    @Test(arguments: [0.0, 3, 6, 12])
    func aConstantRateIsLearned(assumed: Double) {
        var profile = SpendProfile(assumed: flat(assumed))
        for day in 0..<56 { profile.add(flat(144), hours: 24, hourOfWeek: day % 7 * 24) }
        for hours in [1, 24, 168, 366 * 24] {
            let share = profile.expected(from: 0, hours: hours) / Double(6 * hours)
            #expect(abs(share - 1) < 0.05, "\(share) of \(hours)")
        }
    }

    @Test func anHourOfTheDayIsLearned() {
        var profile = SpendProfile(assumed: flat(1))
        profile.spend(24, eachDayAt: 12, weeks: 4)
        for day in 0..<7 {
            let noon = profile.expected(from: day * 24 + 12, hours: 1)
            let midnight = profile.expected(from: day * 24, hours: 1)
            #expect(noon > 19 && noon < 25, "\(noon)")
            #expect(midnight < 1, "\(midnight)")
        }
    }

    @Test func anHourOfTheWeekIsLearned() {
        var profile = SpendProfile(assumed: flat(1))
        for _ in 0..<8 {
            profile.add(flat(168), hours: 1, hourOfWeek: monday9)
            profile.add(flat(0), hours: 23, hourOfWeek: monday9 + 1)
            for day in 1..<7 {
                profile.add(flat(0), hours: 1, hourOfWeek: day * 24 + monday9)
                profile.add(flat(0), hours: 23, hourOfWeek: day * 24 + monday9 + 1)
            }
        }
        let monday = profile.expected(from: monday9, hours: 1)
        let tuesday = profile.expected(from: 24 + monday9, hours: 1)
        #expect(monday > 80 && monday < 168, "\(monday)")
        #expect(tuesday < 12, "\(tuesday)")
        #expect(tuesday > profile.expected(from: 24 + monday9 + 3, hours: 1))
    }

    /// By hand: nine in ten of what the last days bring after three of them, where the usual rate was
    /// assumed.
    @Test(arguments: [0.0, 6])
    func aDoublingIsFollowedWithinDays(assumed: Double) {
        var profile = SpendProfile(assumed: flat(assumed))
        for day in 0..<28 { profile.add(flat(144), hours: 24, hourOfWeek: day % 7 * 24) }
        #expect(abs(profile.expected(from: 0, hours: 24) / 144 - 1) < 0.1)
        for day in 0..<3 { profile.add(flat(288), hours: 24, hourOfWeek: day * 24) }
        let share = profile.expected(from: 72, hours: 24) / 288
        #expect(share > 0.75 && share < 1.05, "\(share)")
    }

    @Test func placesAreLearnedEachForItself() {
        var profile = SpendProfile(assumed: flat(1))
        let spend = (0..<count).map { Double(2 * (count - $0)) }
        for day in 0..<28 { profile.add(spend, hours: 24, hourOfWeek: day % 7 * 24) }
        let forecast = profile.forecast(fromHour: 0, minutesLeftInHour: 60, minutes: 1440)
        #expect(zip(forecast, forecast.dropFirst()).allSatisfy { $0 > $1 })
        #expect(abs(forecast[0] / 80 - 1) < 0.1)
    }

    /// The hours are told apart by short forecasts, and counted out one by one beside long ones.
    @Test(
        arguments: [(0, 60), (167, 1), (100, 37)],
        [1, 36, 37, 38, 60, 97, 1000, 10_079, 10_080, 10_081, 50_000]
    )
    func aForecastIsTheSumOfItsHours(start: (hour: Int, left: Int), minutes: Int) {
        var profile = SpendProfile(assumed: flat(1))
        for hour in [3, 40, 77, 100, 101, 130, 167] {
            profile.add(flat(Double(hour)), hours: 2, hourOfWeek: hour)
        }
        // The first forecast prepares what the others read.
        _ = profile.forecast(fromHour: start.hour, minutesLeftInHour: 60, minutes: 0)
        let known = profile
        func until(_ hours: Int) -> Double { known.expected(from: start.hour, hours: hours) }
        let weeks = (0..<168).map { until($0 + 1) - until($0) }
        var expected = 0.0
        for minute in 0..<minutes {
            let hour = minute < start.left ? 0 : (minute - start.left) / 60 + 1
            expected += weeks[hour % 168] / 60
        }
        let forecast = profile.forecast(
            fromHour: start.hour,
            minutesLeftInHour: start.left,
            minutes: minutes
        )
        #expect(abs(forecast[0] / expected - 1) < 1e-9)
    }

    /// By hand: sums grow by half a thousand hours' doubling and are scaled down after 19 years.
    @Test func decadesOfSpendingOverflowNothing() {
        var profile = SpendProfile(assumed: flat(2))
        for _ in 0..<7500 { profile.add(flat(48), hours: 24, hourOfWeek: 5) }
        let forecast = profile.forecast(fromHour: 6, minutesLeftInHour: 60, minutes: 1440)
        for place in [0, count - 1] { #expect(abs(forecast[place] / 48 - 1) < 0.05) }
    }
}
