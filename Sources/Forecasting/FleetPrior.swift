internal import Domain

/// What a fleet of endpoints has shown about gaps: how often a request came after so many idle
/// minutes, by class of endpoint.
///
/// A new endpoint starts on it.
///
/// Counts, not rates, so that fleets can be added up.
package struct FleetPrior: Equatable, Sendable {
    /// The row of endpoints that were never called: when the first request came.
    ///
    /// Elapsed time counts from the start of watching. The rows below it are `rateClass · burstClasses + burstClass`.
    package static let firstRequestRow = ArrivalRates.rateClasses * ArrivalRates.burstClasses
    package static let rows = firstRequestRow + 1

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
    ///   - activeMinutes: Minutes with a request since watching began at minute 0, ascending
    ///     strictly.
    ///   - end: The minute at which the observation ended.
    /// - Complexity: O(*n* · *b*) in active minutes and elapsed bins.
    package mutating func count(activeMinutes: [Int], end: Int) {
        let first = activeMinutes.first
        countGap((first ?? end) + 1, hasEnded: first != nil, row: Self.firstRequestRow)
        var rates = ArrivalRates()
        for (index, minute) in activeMinutes.enumerated() {
            rates.observe(gap: index == 0 ? nil : minute - activeMinutes[index - 1])
            let isLast = index + 1 == activeMinutes.count
            let gap = (isLast ? end : activeMinutes[index + 1]) - minute
            countGap(gap, hasEnded: !isLast, row: rates.tableRow)
        }
    }

    /// Counts one gap.
    ///
    /// - Parameters:
    ///   - gap: Minutes from one active minute to the next, or to the end of the observation.
    ///   - hasEnded: Whether it ended with a request.
    ///   - row: The class of the endpoint at the gap's start.
    ///   - weight: What the gap counts for.
    /// - Complexity: O(*b*) in elapsed bins.
    package mutating func countGap(
        _ gap: Int,
        hasEnded: Bool,
        row: Int,
        weight: Double = 1
    ) {
        for bin in 0..<ElapsedBins.count {
            let lower = ElapsedBins.edges[bin]
            guard lower <= gap else { return }
            let upper = bin + 1 < ElapsedBins.count ? ElapsedBins.edges[bin + 1] : .max
            let last = min(upper - 1, hasEnded ? gap : gap - 1)
            let cell = row * ElapsedBins.count + bin
            if last >= lower { exposure[cell] += weight * Double(last - lower + 1) }
            if hasEnded, gap < upper { events[cell] += weight }
        }
    }

    /// The hazard of each cell, smoothed from elapsed bin to rate class to cell, each with 8
    /// pseudo-events of the coarser estimate; that of the first request falls with silence.
    ///
    /// - Returns: `rows · ElapsedBins.count` chances per minute, from 1e-7 to 0.9.
    package func hazardTable() -> HazardTable {
        let bins = ElapsedBins.count
        let gaps = 0..<Self.firstRequestRow
        let all = gaps.reduce(into: (events: 0.0, exposure: 0.0)) { sum, row in
            for bin in 0..<bins {
                sum.events += events[row * bins + bin]
                sum.exposure += exposure[row * bins + bin]
            }
        }
        let overall = all.events / max(all.exposure, 1) + 1e-9
        var hazards = [Double](repeating: 0, count: events.count)
        for bin in 0..<bins {
            let all = sums(of: gaps, bin: bin)
            let fleet = (all.events + 0.5) / (all.exposure + 0.5 / overall)
            for rateClass in 0..<ArrivalRates.rateClasses {
                let first = rateClass * ArrivalRates.burstClasses
                let rows = first..<first + ArrivalRates.burstClasses
                let own = sums(of: rows, bin: bin)
                let ofClass =
                    (own.events + Self.pseudoEvents)
                    / (own.exposure + Self.pseudoEvents / max(fleet, 1e-7))
                for row in rows {
                    let cell = row * bins + bin
                    hazards[cell] =
                        (events[cell] + Self.pseudoEvents)
                        / (exposure[cell] + Self.pseudoEvents / max(ofClass, 1e-8))
                }
            }
        }
        hazards.replaceSubrange((Self.firstRequestRow * bins)..., with: firstRequestHazards())
        return HazardTable(hazards: hazards.map { min(max($0, 1e-7), 0.9) })
    }

    /// A coarser estimate counts for so many events beside a finer one.
    private static let pseudoEvents = 8.0
    /// The shipped estimate stays worth so many events beside the own fleet's.
    private static let shippedEvents = 30.0

    /// The hazard of the first request by elapsed bin: the likeliest one that never rises.
    ///
    /// By pooling adjacent violators (Ayer et al. 1955), with half a minute more of silence.
    private func firstRequestHazards() -> [Double] {
        let first = Self.firstRequestRow * ElapsedBins.count
        var blocks: [(events: Double, exposure: Double, bins: Int)] = []
        for bin in first..<first + ElapsedBins.count {
            var block = (events: events[bin], exposure: exposure[bin] + 1e-6, bins: 1)
            while let last = blocks.last,
                last.events * block.exposure <= block.events * last.exposure
            {
                block.events += last.events
                block.exposure += last.exposure
                block.bins += last.bins
                blocks.removeLast()
            }
            blocks.append(block)
        }
        return blocks.flatMap { block in
            [Double](repeating: block.events / (block.exposure + 0.5), count: block.bins)
        }
    }

    /// This fleet's table with what an own fleet has shown: where that has counted, the table
    /// stays as 8 pseudo-events beside it.
    ///
    /// - Parameters:
    ///   - table: The table of this prior.
    ///   - own: The own fleet's counts.
    ///   - share: How far the own fleet is believed, from 0 to 1.
    /// - Returns: The hazards to start new endpoints on.
    /// - Complexity: O(*rows* · *bins*)
    package static func table(
        _ table: HazardTable,
        with own: FleetPrior,
        share: Double
    ) -> HazardTable {
        guard share > 0 else { return table }
        return HazardTable(
            hazards: table.hazards.indices.map { cell in
                let hazard =
                    (share * own.events[cell] + shippedEvents)
                    / (share * own.exposure[cell] + shippedEvents / table.hazards[cell])
                return min(max(hazard, 1e-7), 0.9)
            }
        )
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

// MARK: - As bytes

extension FleetPrior {
    /// The counts, to be stored: cells that were ever seen.
    package var serialized: [UInt8] {
        let seen = exposure.indices.filter { exposure[$0] > 0 }
        var bytes: [UInt8] = []
        bytes.append(count: seen.count)
        for cell in seen {
            bytes.append(littleEndian: UInt16(cell))
            bytes.append([events[cell], exposure[cell]])
        }
        return bytes
    }

    /// Reads what ``serialized`` gave; `nil` when the bytes are malformed.
    package init?(serialized bytes: [UInt8]) {
        self.init()
        var reader = ByteReader(bytes)
        guard let count = reader.count(upTo: events.count) else { return nil }
        for _ in 0..<count {
            guard let cell = reader.integer(UInt16.self), cell < events.count,
                let numbers = reader.doubles(2, in: 0...1e300)
            else { return nil }
            events[Int(cell)] = numbers[0]
            exposure[Int(cell)] = numbers[1]
        }
        guard reader.isAtEnd else { return nil }
    }
}

// MARK: - As text

extension FleetPrior {
    /// Stands for the class of endpoints that were never called.
    private static let firstRequestClass = "new"
    private static let header = "rateClass,burstClass,fromMinute,events,exposureMinutes"

    /// The cells that were ever seen, as CSV with a header line.
    package var csv: String {
        var lines = [Self.header]
        for row in 0..<Self.rows {
            for bin in 0..<ElapsedBins.count {
                let cell = row * ElapsedBins.count + bin
                guard exposure[cell] > 0 else { continue }
                let name =
                    row == Self.firstRequestRow
                    ? "\(Self.firstRequestClass),0"
                    : "\(row / ArrivalRates.burstClasses),\(row % ArrivalRates.burstClasses)"
                lines.append(
                    "\(name),"
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
            let words = line.split(separator: ",", omittingEmptySubsequences: false)
            let isFirstRequest = words[0] == Self.firstRequestClass
            var fields = words.map { Int($0) ?? -1 }
            if isFirstRequest { fields[0] = ArrivalRates.rateClasses }
            guard fields.count == 5, fields.allSatisfy({ $0 >= 0 }),
                fields[1] < ArrivalRates.burstClasses,
                isFirstRequest || fields[0] < ArrivalRates.rateClasses,
                fields[0] * ArrivalRates.burstClasses + fields[1] < Self.rows,
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
