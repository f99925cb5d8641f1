/// The latest inter-arrival gaps of an endpoint, newest last: all that the gap experts keep.
///
/// Older gaps weigh so little under either expert's forgetting that they are dropped.
struct RecentGaps: Equatable, Sendable {
    /// Gaps longer than this are only counted as beyond.
    static let longest = 1500
    /// 0.97 to this power is 6·10⁻⁵: what is older changes no decision.
    static let most = 320

    /// Minutes, cut at ``longest``; a ring once it is full.
    private(set) var minutes: [UInt16] = []
    /// Where the oldest gap stands in a full ring.
    private(set) var oldest = 0

    mutating func add(gap: Int) {
        let kept = UInt16(min(gap, Self.longest))
        guard minutes.count == Self.most else { return minutes.append(kept) }
        minutes[oldest] = kept
        oldest = (oldest + 1) % Self.most
    }

    /// Calls `body` with each gap and its age in gaps, the newest (age 0) first.
    @inline(__always)
    func forEachFromNewest(_ body: (_ gap: Int, _ age: Int) -> Void) {
        for age in minutes.indices {
            let index = (oldest + minutes.count - 1 - age) % minutes.count
            body(Int(minutes[index]), age)
        }
    }

    init() {}

    /// As it was saved.
    ///
    /// - Returns: `nil` when it is no such ring.
    init?(minutes: [UInt16], oldest: Int) {
        let isFull = minutes.count == Self.most
        guard minutes.count <= Self.most,
            minutes.allSatisfy({ (1...Self.longest).contains(Int($0)) }),
            oldest == 0 || (isFull && (0..<Self.most).contains(oldest))
        else { return nil }
        self.minutes = minutes
        self.oldest = oldest
    }
}

/// Masses of gap lengths under one kernel, dense: room that is filled anew for each plan.
struct GapMasses: Sendable {
    enum Kernel: Equatable, Sendable {
        /// 0.92 on the exact minute, 0.04 on either side.
        case sharp
        /// A triangle over ± 20 %.
        case wide
    }

    let kernel: Kernel
    /// What an older gap is worth beside the next younger one.
    let retention: Double
    /// The weight of the base hazard, in gaps.
    let priorMass: Double

    /// The mass of gaps of exactly *s* minutes, and of *s* or more; index 0 unused.
    private(set) var mass = [Double](repeating: 0, count: RecentGaps.longest + 3)
    private(set) var tail = [Double](repeating: 0, count: RecentGaps.longest + 3)
    /// The weight of a gap by its age.
    private let weightOfAge: [Double]

    init(kernel: Kernel, retention: Double, priorMass: Double) {
        self.kernel = kernel
        self.retention = retention
        self.priorMass = priorMass
        var weight = 1.0
        weightOfAge = (0..<RecentGaps.most).map { _ in
            defer { weight *= retention }
            return weight
        }
    }

    /// The gaps that the masses were filled from.
    private var filledFrom: RecentGaps?
    /// How many more triangles reach a minute than the one before it.
    private var opened = [Int](repeating: 0, count: RecentGaps.longest + 3)
    /// Minutes outside of these have no mass.
    private var touched = 1...1

    /// Fills ``mass`` and ``tail`` from `gaps`.
    ///
    /// - Complexity: O(*n* + 1500) in kept gaps; O(1) when they are those of the last time.
    mutating func fill(from gaps: RecentGaps) {
        guard filledFrom != gaps else { return }
        for minute in touched {
            mass[minute] = 0
            opened[minute] = 0
        }
        touched = Self.reach(of: gaps, kernel: kernel)
        let beyond = kernel == .sharp ? addSharp(gaps) : addWide(gaps)
        for minute in (touched.upperBound + 1)..<tail.count { tail[minute] = beyond }
        var sum = beyond
        for minute in touched.reversed() {
            sum += mass[minute]
            tail[minute] = sum
        }
        for minute in 1..<touched.lowerBound { tail[minute] = sum }
        filledFrom = gaps
    }

    /// The minutes that the kernels of `gaps` may touch.
    private static func reach(of gaps: RecentGaps, kernel: Kernel) -> ClosedRange<Int> {
        guard let least = gaps.minutes.min(), let most = gaps.minutes.max() else { return 1...1 }
        let margin = (
            below: kernel == .sharp ? 1 : max(1, Int(least) / 5),
            above: kernel == .sharp ? 1 : max(1, Int(most) / 5) + 2
        )
        let last = min(Int(most) + margin.above, RecentGaps.longest + 1)
        return min(max(Int(least) - margin.below, 1), last)...last
    }

    private mutating func addSharp(_ gaps: RecentGaps) -> Double {
        var beyond = 0.0
        gaps.forEachFromNewest { gap, age in
            let weight = weightOfAge[age]
            guard gap < RecentGaps.longest else {
                beyond += weight
                return
            }
            mass[gap] += 0.92 * weight
            mass[gap + 1] += 0.04 * weight
            mass[max(gap - 1, 1)] += 0.04 * weight
        }
        return beyond
    }

    /// A triangle is the double sum of three impulses, so that its width costs nothing.
    private mutating func addWide(_ gaps: RecentGaps) -> Double {
        var total = 0.0
        var reachesBeyond = false
        gaps.forEachFromNewest { gap, age in
            // A gap of a minute is a burst's, not a rhythm's.
            guard gap >= 2 else { return }
            let weight = weightOfAge[age]
            total += weight
            let reach = max(1, gap / 5)
            let unit = weight / Double((reach + 1) * (reach + 1))
            addImpulse(unit, at: gap - reach)
            addImpulse(-2 * unit, at: gap + 1)
            addImpulse(unit, at: gap + reach + 2)
            opened[min(gap - reach, RecentGaps.longest)] += 1
            opened[min(gap + reach + 1, RecentGaps.longest)] -= 1
            if gap + reach >= RecentGaps.longest { reachesBeyond = true }
        }
        var slope = 0.0
        var value = 0.0
        var inside = 0.0
        var open = 0
        for minute in touched {
            guard minute < RecentGaps.longest else {
                mass[minute] = 0
                continue
            }
            open += opened[minute]
            slope += mass[minute]
            // Where no triangle is, rounding must leave nothing: after a long silence the least rest
            // would outweigh the base hazard.
            value = open > 0 ? max(value + slope, 0) : 0
            mass[minute] = value
            inside += value
        }
        return reachesBeyond ? max(total - inside, 0) : 0
    }

    @inline(__always)
    private mutating func addImpulse(_ value: Double, at minute: Int) {
        if minute < RecentGaps.longest { mass[minute] += value }
    }
}
