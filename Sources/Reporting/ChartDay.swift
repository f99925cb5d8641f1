/// What a chart's row shows of one day, summed up for each column of pixels.
struct ChartDay {
    /// Columns of a day; each holds 5/3 of a minute.
    static let columnCount = 864
    /// Points of a day's hazard curve; each stands for two minutes.
    static let pointCount = 720

    /// The first minute of the day, since the epoch.
    let midnight: Int
    /// The minutes of the day (0..<1440) that the chart tells of.
    let shown: Range<Int>
    private(set) var requests = [Int64](repeating: 0, count: columnCount)
    private(set) var coldStarts = [Int64](repeating: 0, count: columnCount)
    /// Pinged instances.
    private(set) var pings = [Int64](repeating: 0, count: columnCount)
    /// The greatest hazard within each point's minutes, from 0 to 1.
    private(set) var hazard = [Double](repeating: 0, count: pointCount)
    /// The minute of the day at which each point's hazard is met first.
    private(set) var hazardMinutes = (0..<pointCount).map { $0 * 1440 / pointCount }
    /// The minutes of the day with a warm instance, ascending, apart from each other.
    private(set) var warm: [Range<Int>] = []

    init(midnight: Int, shown: Range<Int>) {
        self.midnight = midnight
        self.shown = shown
    }

    var requestTotal: Int64 { requests.reduce(0, saturatingSum) }
    var coldStartTotal: Int64 { coldStarts.reduce(0, saturatingSum) }
    var pingTotal: Int64 { pings.reduce(0, saturatingSum) }

    /// Adds requests and the cold starts among them; negative counts count as 0.
    mutating func add(requests count: Int64, coldStarts cold: Int64, at minute: Int) {
        let column = Self.column(of: minute)
        requests[column] = saturatingSum(requests[column], max(0, count))
        coldStarts[column] = saturatingSum(coldStarts[column], max(0, cold))
    }

    mutating func add(pingedInstances count: Int64, at minute: Int) {
        let column = Self.column(of: minute)
        pings[column] = saturatingSum(pings[column], max(0, count))
    }

    /// Notes a hazard: as 0 what is below or no number, as 1 what is above.
    mutating func add(hazard value: Double, at minute: Int) {
        let point = minute * Self.pointCount / 1440
        // False for what is no number.
        guard value > hazard[point] else { return }
        hazard[point] = min(value, 1)
        hazardMinutes[point] = minute
    }

    /// - Precondition: No range added before begins later.
    mutating func add(warm minutes: Range<Int>) {
        let minutes = minutes.clamped(to: shown)
        guard !minutes.isEmpty else { return }
        if let last = warm.last, minutes.lowerBound <= last.upperBound {
            warm[warm.count - 1] = last.lowerBound..<max(last.upperBound, minutes.upperBound)
        } else {
            warm.append(minutes)
        }
    }

    private static func column(of minute: Int) -> Int { minute * columnCount / 1440 }
}

/// A sum that stays at the greatest number when it would exceed it.
///
/// - Precondition: Neither number is negative.
func saturatingSum(_ first: Int64, _ second: Int64) -> Int64 {
    let (sum, overflows) = first.addingReportingOverflow(second)
    return overflows ? .max : sum
}
