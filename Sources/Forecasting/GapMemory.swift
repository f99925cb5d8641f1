/// A forgetting histogram of inter-arrival gaps with a kernel around each, to the minute.
///
/// Old masses are not touched when a gap is added: new ones weigh more instead.
struct GapMemory: Equatable, Sendable {
    /// Gaps longer than this are only counted as beyond.
    static let longest = 1500

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

    /// Masses of gaps 1…1500 (index 0 unused), in units of `unit`.
    private var masses: [Double] = []
    private var beyond = 0.0
    private var unit = 1.0

    init(kernel: Kernel, retention: Double, priorMass: Double) {
        self.kernel = kernel
        self.retention = retention
        self.priorMass = priorMass
    }

    mutating func add(gap: Int) {
        if masses.isEmpty { masses = [Double](repeating: 0, count: Self.longest + 2) }
        unit /= retention
        if unit > 1e200 { rescale() }
        switch kernel {
        case .sharp: addSharp(gap)
        case .wide: addWide(gap)
        }
    }

    /// Writes the masses of gaps of at least *s* minutes to `tail[s]`, in units of ``priorUnit``.
    ///
    /// - Complexity: O(1500)
    func writeTail(to tail: inout [Double]) {
        var sum = beyond
        tail[Self.longest + 1] = sum
        for gap in stride(from: Self.longest, through: 1, by: -1) {
            if !masses.isEmpty { sum += masses[gap] }
            tail[gap] = sum
        }
    }

    /// The mass of the prior in the unit in which masses are kept.
    var priorUnit: Double { priorMass * unit }

    @inline(__always)
    func mass(of gap: Int) -> Double { masses.isEmpty ? 0 : masses[gap] }

    private mutating func addSharp(_ gap: Int) {
        guard gap < Self.longest else {
            beyond += unit
            return
        }
        masses[gap] += 0.92 * unit
        masses[gap + 1] += 0.04 * unit
        masses[max(gap - 1, 1)] += 0.04 * unit
    }

    private mutating func addWide(_ gap: Int) {
        // A gap of a minute is a burst's, not a rhythm's.
        guard gap >= 2 else { return }
        let reach = max(1, gap / 5)
        guard gap - reach < Self.longest else {
            beyond += unit
            return
        }
        let total = Double((reach + 1) * (reach + 1))
        for shift in -reach...reach {
            let share = Double(reach + 1 - abs(shift)) / total * unit
            let bin = max(gap + shift, 1)
            if bin < Self.longest { masses[bin] += share } else { beyond += share }
        }
    }

    private mutating func rescale() {
        for gap in masses.indices { masses[gap] /= unit }
        beyond /= unit
        unit = 1
    }
}
