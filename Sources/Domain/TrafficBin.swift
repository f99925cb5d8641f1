/// The real requests of one endpoint in one stretch of time.
///
/// Unknown is `nil`, never 0.
package struct TrafficBin: Equatable, Sendable {
    /// Seconds since the epoch; a whole minute.
    package var startedAtS: Int64
    /// Seconds; 60 for what the hazard learns from.
    package var widthS: Int64
    package var requests: Int64?
    /// How many of the requests met a cold start.
    package var coldStarts: Int64?
    /// The requests' durations, summed, in milliseconds.
    package var durationMs: Int64?

    package init(
        startedAtS: Int64,
        widthS: Int64 = 60,
        requests: Int64?,
        coldStarts: Int64? = nil,
        durationMs: Int64? = nil
    ) {
        self.startedAtS = startedAtS
        self.widthS = widthS
        self.requests = requests
        self.coldStarts = coldStarts
        self.durationMs = durationMs
    }

    /// The minute since the epoch in which this bin starts.
    package var minute: Int { Int(floorDivision(startedAtS, 60)) }
}

extension [TrafficBin] {
    /// Without wider bins that tell of minutes which have bins of their own; ascending by start.
    ///
    /// - Complexity: O(*n* log *n*) where there are wider ones.
    package var withoutCoarser: [TrafficBin] {
        guard contains(where: { $0.widthS > 60 }) else { return self }
        let minutes = filter { $0.widthS == 60 }.map(\.startedAtS)
        return filter { bin in
            guard bin.widthS > 60 else { return true }
            let next = minutes.partitioningIndex { $0 >= bin.startedAtS }
            return next == minutes.count || minutes[next] >= bin.startedAtS + Int64(bin.widthS)
        }
    }
}
