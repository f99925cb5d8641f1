import RealModule

/// Clips single bursts, so that one busy hour does not become tomorrow's forecast.
///
/// A value may lie six scales from the median of its slot of the day plus its day's median offset;
/// the scale is that of the median absolute deviation (times 1.4826, as under a normal
/// distribution), at least a quarter of the root mean square. It may also lie as far as a week before
/// or after: that is no burst. Slots before the last whole days stay.
///
/// - Parameters:
///   - values: Consecutive slots, none unknown.
///   - perDay: Slots of a day.
/// - Returns: As many values; the same ones when there are not three whole days.
/// - Complexity: O(*n* log *n*).
func tamedBursts(_ values: [Double], perDay: Int) -> [Double] {
    let days = values.count / perDay
    guard days >= 3 else { return values }
    let start = values.count - days * perDay
    var column = [Double](repeating: 0, count: days)
    var profile = [Double](repeating: 0, count: perDay)
    for phase in 0..<perDay {
        for day in 0..<days { column[day] = values[start + day * perDay + phase] }
        profile[phase] = median(&column)
    }
    var row = profile
    var levels = column
    for day in 0..<days {
        for phase in 0..<perDay {
            row[phase] = values[start + day * perDay + phase] - profile[phase]
        }
        levels[day] = median(&row)
    }
    var deviations = [Double](repeating: 0, count: days * perDay)
    var squares = 0.0
    for index in deviations.indices {
        let expected = profile[index % perDay] + levels[index / perDay]
        let deviation = values[start + index] - expected
        deviations[index] = abs(deviation)
        squares += deviation * deviation
    }
    let meanSquare = squares / Double(deviations.count)
    let scale = max(1.4826 * median(&deviations), 0.25 * meanSquare.squareRoot(), 1e-9)
    var clipped = values
    for index in deviations.indices {
        let expected = profile[index % perDay] + levels[index / perDay]
        let value = values[start + index]
        guard abs(value - expected) > 6 * scale else { continue }
        // What is as far off a week before or after is a rhythm: a weekend, a weekly job.
        var (low, high) = (expected - 6 * scale, expected + 6 * scale)
        for week in [index - 7 * perDay, index + 7 * perDay] where deviations.indices ~= week {
            low = min(low, values[start + week])
            high = max(high, values[start + week])
        }
        clipped[start + index] = min(max(value, low), high)
    }
    return clipped
}

/// The median; the samples are left partly sorted.
///
/// - Precondition: There is a sample.
/// - Complexity: O(*n*) on average (quickselect, Hoare 1961).
func median(_ samples: inout [Double]) -> Double {
    let middle = samples.count / 2
    samples.withUnsafeMutableBufferPointer { select(middle, of: $0) }
    guard samples.count % 2 == 0 else { return samples[middle] }
    let below = samples[..<middle].reduce(-Double.infinity) { max($0, $1) }
    return (below + samples[middle]) / 2
}

/// Puts the value of a rank at its place, with none greater before it and none less behind it.
private func select(_ rank: Int, of samples: UnsafeMutableBufferPointer<Double>) {
    var low = 0
    var high = samples.count - 1
    while low < high {
        let pivot = samples[(low + high) / 2]
        var left = low
        var right = high
        while left <= right {
            while samples[left] < pivot { left += 1 }
            while samples[right] > pivot { right -= 1 }
            if left <= right {
                samples.swapAt(left, right)
                left += 1
                right -= 1
            }
        }
        if rank <= right { high = right } else if rank >= left { low = left } else { return }
    }
}
