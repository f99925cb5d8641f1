/// The grid of elapsed time on which the fleet's hazard is kept: minutes since the last request,
/// fine where timers and retries live, coarse beyond a day.
package enum ElapsedBins {
    /// The first minute of each bin; the last bin is open.
    package static let edges: [Int] = [
        1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 21, 25, 29, 31, 36, 42, 50, 59, 62, 75, 90,
        110, 130, 160, 190, 240, 300, 360, 420, 480, 600, 720, 900, 1080, 1260, 1380, 1500, 1800,
        2400, 2880, 3600, 4320, 5760, 7200, 10080,
    ]

    package static let count = edges.count

    private static let binOfMinute: [UInt8] = {
        var bins = [UInt8](repeating: 0, count: 10_081)
        var bin = 0
        for minute in 1...10_080 {
            while bin + 1 < edges.count, edges[bin + 1] <= minute { bin += 1 }
            bins[minute] = UInt8(bin)
        }
        return bins
    }()

    /// The bin of so many elapsed minutes; a week and more share the last one.
    ///
    /// - Precondition: `elapsed` is at least 1.
    @inline(__always)
    package static func index(ofElapsed elapsed: Int) -> Int {
        Int(binOfMinute[min(elapsed, 10_080)])
    }
}
