import Domain
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-12-31", 364), ("1972-02-29", 789), ("2000-02-29", 11_016),
        ("2026-11-21", 20_778), ("9999-12-31", 2_932_896),
    ])
    func datesAreDaysSinceTheEpoch(text: String, days: Int) {
        #expect(CalendarDay(text)?.daysSinceEpoch == days)
        #expect(CalendarDay(daysSinceEpoch: days).description == text)
    }

    @Test(arguments: [
        "1969-12-31", "10000-01-01", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
        "2026-1-1", "2026-01-1x", "+026-01-01", "", "2026-01-01-", "２０26-01-01",
    ])
    func whatIsNoDateIsRefused(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func everyDayOfFourCenturiesIsReadBack() {
        for days in 0..<146_097 {
            let day = CalendarDay(daysSinceEpoch: days)
            let (year, month, date) = day.date
            #expect(CalendarDay(year: year, month: month, day: date) == day)
        }
    }

    @Test(arguments: [
        ("2026-12-25", SpecialDate.Kind.holiday, "2026-12-25"),
        ("2026-12-25 x3", .oneOff(factor: 3), "2026-12-25 x3"),
        ("2026-12-25  x0.5", .oneOff(factor: 0.5), "2026-12-25 x0.5"),
        ("2026-12-25 x0", .oneOff(factor: 0), "2026-12-25 x0"),
        ("2026-12-25 x1000", .oneOff(factor: 1000), "2026-12-25 x1000"),
    ])
    func specialDatesAreRead(text: String, kind: SpecialDate.Kind, canonical: String) throws {
        let date = try #require(SpecialDate(text))
        #expect(date.day == 20_812 && date.kind == kind)
        #expect(date.description == canonical)
        #expect(SpecialDate(canonical) == date)
    }

    @Test(arguments: [
        "2026-12-25 3", "2026-12-25 x-1", "2026-12-25 x1001", "2026-12-25 xnan", "2026-12-25 x1 x2",
        "x3", "",
    ])
    func whatIsNoSpecialDateIsRefused(text: String) {
        #expect(SpecialDate(text) == nil)
    }
}
