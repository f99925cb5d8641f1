/// What a fleet of endpoints has shown about gaps: how often a request came after so many idle
/// minutes, by class of endpoint.
///
/// A new endpoint starts on it.
///
/// Counts, not rates, so that fleets can be added up.
package struct FleetPrior: Equatable, Sendable {
    package static let rows = ArrivalRates.rateClasses * ArrivalRates.burstClasses

    /// Gaps that ended, and idle minutes that were waited through, by row and elapsed bin
    /// (`row · ElapsedBins.count + bin`).
    package private(set) var events: [Double]
    package private(set) var exposure: [Double]

    /// A prior that knows nothing.
    package init() {
        events = [Double](repeating: 0, count: Self.rows * ElapsedBins.count)
        exposure = events
    }

    /// Counts one endpoint's history.
    ///
    /// - Parameters:
    ///   - activeMinutes: Minutes with a request, ascending strictly.
    ///   - end: The minute at which the observation ended.
    /// - Complexity: O(*n* · *b*) in active minutes and elapsed bins.
    package mutating func count(activeMinutes: [Int], end: Int) {
        var rates = ArrivalRates()
        for (index, minute) in activeMinutes.enumerated() {
            rates.observe(gap: index == 0 ? nil : minute - activeMinutes[index - 1])
            let isLast = index + 1 == activeMinutes.count
            let gap = (isLast ? end : activeMinutes[index + 1]) - minute
            countGap(gap, hasEnded: !isLast, row: rates.tableRow)
        }
    }

    private mutating func countGap(_ gap: Int, hasEnded: Bool, row: Int) {
        for bin in 0..<ElapsedBins.count {
            let lower = ElapsedBins.edges[bin]
            guard lower <= gap else { return }
            let upper = bin + 1 < ElapsedBins.count ? ElapsedBins.edges[bin + 1] : .max
            let last = min(upper - 1, hasEnded ? gap : gap - 1)
            let cell = row * ElapsedBins.count + bin
            if last >= lower { exposure[cell] += Double(last - lower + 1) }
            if hasEnded, gap < upper { events[cell] += 1 }
        }
    }

    /// The hazard of each cell, smoothed from elapsed bin to rate class to cell, each with 8
    /// pseudo-events of the coarser estimate.
    ///
    /// - Returns: `rows · ElapsedBins.count` chances per minute, from 1e-7 to 0.9.
    package func hazardTable() -> HazardTable {
        let bins = ElapsedBins.count
        let pseudoEvents = 8.0
        let overall = events.reduce(0, +) / max(exposure.reduce(0, +), 1) + 1e-9
        var hazards = [Double](repeating: 0, count: events.count)
        for bin in 0..<bins {
            let all = sums(of: 0..<Self.rows, bin: bin)
            let fleet = (all.events + 0.5) / (all.exposure + 0.5 / overall)
            for rateClass in 0..<ArrivalRates.rateClasses {
                let first = rateClass * ArrivalRates.burstClasses
                let rows = first..<first + ArrivalRates.burstClasses
                let own = sums(of: rows, bin: bin)
                let ofClass =
                    (own.events + pseudoEvents) / (own.exposure + pseudoEvents / max(fleet, 1e-7))
                for row in rows {
                    let cell = row * bins + bin
                    let hazard =
                        (events[cell] + pseudoEvents)
                        / (exposure[cell] + pseudoEvents / max(ofClass, 1e-8))
                    hazards[cell] = min(max(hazard, 1e-7), 0.9)
                }
            }
        }
        return HazardTable(hazards: hazards)
    }

    private func sums(of rows: Range<Int>, bin: Int) -> (events: Double, exposure: Double) {
        var sum = (events: 0.0, exposure: 0.0)
        for row in rows {
            sum.events += events[row * ElapsedBins.count + bin]
            sum.exposure += exposure[row * ElapsedBins.count + bin]
        }
        return sum
    }
}

/// The fleet's hazard per minute by class and elapsed bin, ready for use.
package struct HazardTable: Equatable, Sendable {
    /// `FleetPrior.rows · ElapsedBins.count` chances per minute.
    let hazards: [Double]
}

// MARK: - As text

extension FleetPrior {
    private static let header = "rateClass,burstClass,fromMinute,events,exposureMinutes"

    /// The cells that were ever seen, as CSV with a header line.
    package var csv: String {
        var lines = [Self.header]
        for row in 0..<Self.rows {
            for bin in 0..<ElapsedBins.count {
                let cell = row * ElapsedBins.count + bin
                guard exposure[cell] > 0 else { continue }
                lines.append(
                    "\(row / ArrivalRates.burstClasses),\(row % ArrivalRates.burstClasses),"
                        + "\(ElapsedBins.edges[bin]),\(Int(events[cell])),\(Int(exposure[cell]))"
                )
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads what ``csv`` wrote; lines that start with `#` are comments.
    ///
    /// - Returns: `nil` when a line has another shape or names an unknown cell.
    package init?(csv: String) {
        self.init()
        var hasHeader = false
        for line in csv.split(separator: "\n") where !line.hasPrefix("#") {
            guard hasHeader else {
                guard line == Self.header else { return nil }
                hasHeader = true
                continue
            }
            let fields = line.split(separator: ",").map { Int($0) ?? -1 }
            guard fields.count == 5, fields.allSatisfy({ $0 >= 0 }),
                fields[0] < ArrivalRates.rateClasses, fields[1] < ArrivalRates.burstClasses,
                let bin = ElapsedBins.edges.firstIndex(of: fields[2]), fields[3] <= fields[4]
            else { return nil }
            let row = fields[0] * ArrivalRates.burstClasses + fields[1]
            events[row * ElapsedBins.count + bin] = Double(fields[3])
            exposure[row * ElapsedBins.count + bin] = Double(fields[4])
        }
        guard hasHeader else { return nil }
    }

    /// The prior that every installation starts on (`fleetPrior.csv`, which names its source).
    package static let shipped: FleetPrior = {
        guard let text = embeddedText.first(where: { $0.name == "fleetPrior.csv" })?.text,
            let prior = FleetPrior(csv: text)
        else { preconditionFailure("the build embedded no readable fleetPrior.csv") }
        return prior
    }()
}
