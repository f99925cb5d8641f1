package import Domain

/// One function's instances on a simulated platform: a stack of slots, each of which is found warm
/// or cold by how long it has idled.
struct SimulatedInstances: Sendable {
    private let curve: IdleCurve
    private let change: PlatformChange?
    private var lastUsedS: [Double] = []
    private var generator: SeededGenerator

    init(curve: IdleCurve, change: PlatformChange? = nil, seed: UInt64) {
        self.curve = curve
        self.change = change
        generator = SeededGenerator(seed: seed)
    }

    /// Uses the top of the stack.
    ///
    /// - Parameters:
    ///   - instances: How many are needed at the same time.
    ///   - from: The first second of use.
    ///   - until: The last one.
    /// - Returns: How many were cold.
    mutating func use(_ instances: Int, from: Double, until: Double) -> Int {
        var cold = 0
        let isChanged = change.map { from >= 60 * Double($0.atMinute) } ?? false
        let curve = isChanged ? change?.platform ?? curve : curve
        for slot in 0..<min(instances, Preheat.mostInstances) {
            if slot == lastUsedS.count {
                lastUsedS.append(until)
                cold += 1
                continue
            }
            let chance = curve.coldChance(afterSeconds: from - lastUsedS[slot])
            // A draw for every use, so that equal seeds give equal draws whatever the curve says.
            if Double.random(in: 0..<1, using: &generator) < chance { cold += 1 }
            lastUsedS[slot] = max(lastUsedS[slot], until)
        }
        return cold
    }
}

/// A platform that keeps its idle instances otherwise from some minute of the trace on.
package struct PlatformChange: Equatable, Sendable {
    package var atMinute: Int
    package var platform: IdleCurve

    package init(atMinute: Int, platform: IdleCurve) {
        self.atMinute = atMinute
        self.platform = platform
    }
}

extension IdleCurve {
    /// The chance that an instance is gone after so many seconds without use; one that is in use is
    /// not.
    func coldChance(afterSeconds seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        switch self {
        case .hard(let halfMinutes): return seconds > 30 * Double(halfMinutes) ? 1 : 0
        case .soft:
            return coldChance(afterHalfMinutes: Int(min(seconds / 30, 1e6).rounded()))
        }
    }
}
