internal import Domain

/// One endpoint's recorded demand: what a trace says of a function.
package struct RecordedFunction: Equatable, Sendable {
    package var name: String
    /// Where the record comes from; may be empty.
    package var source: String
    /// Minutes with a request, from the start of the trace, ascending strictly.
    package var minutes: [Int]
    /// Requests of each of those minutes, at least 1.
    package var counts: [Int64]
    /// Instances that each of those minutes needs at the same time.
    package var needed: [Int]
    /// The length of the record; pings end with it.
    package var traceMinutes: Int
    /// Mean duration of a request; zero when unknown.
    package var meanDuration: Duration

    /// - Precondition: minutes ascend strictly and counts are positive, one for each.
    package init(
        name: String,
        source: String = "",
        minutes: [Int],
        counts: [Int64],
        meanDuration: Duration = .zero,
        traceMinutes: Int
    ) {
        precondition(minutes.count == counts.count, "a count for each minute")
        precondition(counts.allSatisfy { $0 > 0 }, "only minutes with requests are listed")
        precondition(
            zip(minutes, minutes.dropFirst()).allSatisfy { $0 < $1 },
            "minutes ascend strictly"
        )
        self.name = name
        self.source = source
        self.minutes = minutes
        self.counts = counts
        self.meanDuration = meanDuration
        self.traceMinutes = max(traceMinutes, (minutes.last ?? -1) + 1)
        needed = counts.map {
            Preheat.instancesNeeded(
                requestsPerMinute: Int(clamping: $0),
                meanDuration: meanDuration
            )
        }
    }

    /// All requests; a sum beyond 64 bits stays at their limit.
    package var requests: Int64 { counts.reduce(0, saturatingSum) }

    /// The seconds at which the first request of the `index`-th active minute comes: the requests of
    /// a minute are spread evenly over it.
    func firstArrivalS(_ index: Int) -> Double {
        60 * Double(minutes[index]) + 30 / Double(counts[index])
    }

    /// The seconds at which the last request of the `index`-th active minute ends.
    func lastEndS(_ index: Int) -> Double {
        60 * Double(minutes[index]) + 60 - 30 / Double(counts[index])
    }

    /// This record as it looked at `minute`: later rows are gone.
    package func cut(at minute: Int) -> RecordedFunction {
        let kept = minutes.prefix { $0 < minute }.count
        var cut = self
        cut.minutes = Array(minutes.prefix(kept))
        cut.counts = Array(counts.prefix(kept))
        cut.needed = Array(needed.prefix(kept))
        cut.traceMinutes = min(traceMinutes, minute)
        return cut
    }
}

/// A ping of a simulated schedule: seconds from the start of the trace.
package struct TracePing: Equatable, Sendable {
    package var timeS: Double
    package var instances: Int

    package init(timeS: Double, instances: Int) {
        self.timeS = timeS
        self.instances = instances
    }
}

/// The sum of two counts, or the largest number that 64 bits hold.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
}
