import RealModule

/// Exponential smoothing with a level, a daily and a weekly season and an autoregressive error
/// (Taylor 2003, "Short-term electricity demand forecasting using double seasonal exponential
/// smoothing"), with fixed gains and clipped errors, so that a burst moves it little.
struct DoubleSeasonalSmoothing {
    /// The gains of the level (per hour) and the seasons (per visit), and what is left of an error
    /// after an hour.
    static let gains = (level: 0.01, day: 0.1, week: 0.1, error: 0.95)
    /// Errors count up to this many mean absolute errors.
    private static let clip = 4.0

    /// The state at one origin.
    struct State {
        var level = 0.0
        var daily: [Double] = []
        var weekly: [Double] = []
        var error = 0.0
    }

    /// In the order of the origins.
    private(set) var states: [State] = []
    /// What is left of an error after so many slots.
    private let kept: Double
    private let perDay: Int

    /// - Parameters:
    ///   - frame: At least one whole day.
    ///   - origins: Ascending, not before the first whole day's end.
    /// - Complexity: O(*n* + *j* · *D*) in slots, origins and slots of a day.
    init(of frame: DemandFrame, origins: [Int]) {
        perDay = frame.perDay
        let slotsPerHour = Double(perDay) / 24
        kept = Double.pow(Self.gains.error, 1 / slotsPerHour)
        let levelGain = Self.gains.level / slotsPerHour
        // What the first origin knows.
        let days = min(7, (origins.first ?? frame.count) / perDay)
        var state = Self.opening(of: frame, days: days)
        var scale = Self.openingScale(state, frame, days: days) + 1e-9
        var next = 0
        for slot in 0...frame.count {
            while next < origins.count, origins[next] == slot {
                states.append(state)
                next += 1
            }
            guard slot < frame.count else { break }
            let phase = (frame.offset + slot) % perDay
            let week = frame.days.classes[frame.day(ofSlot: slot)] * perDay + phase
            let limit = Self.clip * scale
            guard frame.isKnown[slot] else {
                state.error *= kept
                continue
            }
            let deviation =
                frame.tamed[slot] - state.level - state.daily[phase] - state.weekly[week]
            let surprise = min(max(deviation - kept * state.error, -limit), limit)
            scale += 0.01 * (abs(surprise) - scale)
            state.error = min(max(deviation, -limit), limit)
            state.level += levelGain * surprise
            state.daily[phase] += Self.gains.day * surprise
            state.weekly[week] += Self.gains.week * surprise
        }
    }

    /// What is expected of the slots after an origin.
    ///
    /// - Parameters:
    ///   - origin: The index of the origin.
    ///   - phase: The slot of the day.
    ///   - dayClass: The class of the slot's day.
    ///   - errorLeft: What is left of the origin's error, from ``errorsLeft(steps:)``.
    /// - Returns: The value, on the √ scale.
    @inline(__always)
    func value(atOrigin origin: Int, phase: Int, dayClass: Int, errorLeft: Double) -> Double {
        let state = states[origin]
        return state.level + state.daily[phase] + state.weekly[dayClass * perDay + phase]
            + state.error * errorLeft
    }

    /// What is left of an error at each step, from the first slot after an origin on.
    func errorsLeft(steps: Int) -> [Double] {
        var left = 1.0
        return (0..<steps).map { _ in
            left *= kept
            return left
        }
    }

    /// The level and daily season of the first days; no weekly season.
    private static func opening(of frame: DemandFrame, days: Int) -> State {
        let values = frame.tamed[..<(days * frame.perDay)]
        let level = values.reduce(0, +) / Double(values.count)
        var daily = [Double](repeating: 0, count: frame.perDay)
        for (slot, value) in values.enumerated() {
            daily[(frame.offset + slot) % frame.perDay] += (value - level) / Double(days)
        }
        let weekly = [Double](repeating: 0, count: 7 * frame.perDay)
        return State(level: level, daily: daily, weekly: weekly)
    }

    private static func openingScale(
        _ state: State,
        _ frame: DemandFrame,
        days: Int
    ) -> Double {
        let slots = days * frame.perDay
        var sum = 0.0
        for slot in 0..<slots {
            let phase = (frame.offset + slot) % frame.perDay
            sum += abs(frame.tamed[slot] - state.level - state.daily[phase])
        }
        return sum / Double(slots)
    }
}
