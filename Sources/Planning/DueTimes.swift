internal import Domain

/// When each planner has something to do next, and which is the earliest of all.
///
/// Every event asks for the earliest and changes few: the earliest of each block is kept, so that no
/// event looks at all endpoints.
struct DueTimes: Sendable {
    private static let blockSize = 256

    /// In milliseconds since the epoch.
    private var moments: [Int64]
    private var earliestOfBlocks: [Int64]

    init(_ moments: [Timestamp] = []) {
        self.moments = moments.map(\.millisecondsSinceEpoch)
        let blocks = (moments.count + Self.blockSize - 1) / Self.blockSize
        earliestOfBlocks = [Int64](repeating: .max, count: blocks)
        for block in 0..<blocks { renew(block) }
    }

    subscript(index: Int) -> Timestamp {
        get { Timestamp(millisecondsSinceEpoch: moments[index]) }
        set {
            let block = index / Self.blockSize
            let old = moments[index]
            let new = newValue.millisecondsSinceEpoch
            moments[index] = new
            if new <= earliestOfBlocks[block] {
                earliestOfBlocks[block] = new
            } else if old == earliestOfBlocks[block] {
                renew(block)
            }
        }
    }

    /// The earliest of all; `distantFuture` where there is none.
    ///
    /// - Complexity: O(*n* / 256)
    var earliest: Timestamp {
        var earliest = Int64.max
        for moment in earliestOfBlocks where moment < earliest { earliest = moment }
        return Timestamp(millisecondsSinceEpoch: earliest)
    }

    /// The next index after `previous` whose moment is not after `now`.
    ///
    /// - Complexity: O(*n* / 256), and 256 for each block that has one.
    func firstIndex(after previous: Int, dueBy now: Timestamp) -> Int? {
        let now = now.millisecondsSinceEpoch
        var index = previous + 1
        while index < moments.count {
            let block = index / Self.blockSize
            let end = min((block + 1) * Self.blockSize, moments.count)
            if earliestOfBlocks[block] <= now {
                while index < end {
                    if moments[index] <= now { return index }
                    index += 1
                }
            }
            index = end
        }
        return nil
    }

    private mutating func renew(_ block: Int) {
        let start = block * Self.blockSize
        var earliest = Int64.max
        for index in start..<min(start + Self.blockSize, moments.count)
        where moments[index] < earliest {
            earliest = moments[index]
        }
        earliestOfBlocks[block] = earliest
    }
}

extension Timestamp {
    static let distantFuture = Timestamp(millisecondsSinceEpoch: .max)
}
