import Testing

@testable import Forecasting

@Suite struct GapMemoryTests {
    private func tail(_ memory: GapMemory) -> [Double] {
        var tail = [Double](repeating: 0, count: GapMemory.longest + 2)
        memory.writeTail(to: &tail)
        return tail
    }

    @Test func aSharpGapLeavesItsKernel() {
        var memory = GapMemory(kernel: .sharp, retention: 0.5, priorMass: 1)
        memory.add(gap: 15)
        let unit = memory.priorUnit
        #expect(abs(memory.mass(of: 15) / unit - 0.92) < 1e-12)
        #expect(abs(memory.mass(of: 14) / unit - 0.04) < 1e-12)
        #expect(abs(memory.mass(of: 16) / unit - 0.04) < 1e-12)
        #expect(abs(tail(memory)[1] / unit - 1) < 1e-12)
    }

    @Test func anOlderGapWeighsLess() {
        var memory = GapMemory(kernel: .sharp, retention: 0.5, priorMass: 1)
        memory.add(gap: 15)
        memory.add(gap: 30)
        let unit = memory.priorUnit
        #expect(abs(memory.mass(of: 15) / unit - 0.46) < 1e-12)
        #expect(abs(memory.mass(of: 30) / unit - 0.92) < 1e-12)
    }

    @Test(arguments: [
        ("a minute", 1), ("two", 2), ("an hour", 60), ("the longest", 1499),
        ("beyond the longest", 1500), ("a year", 525_600),
    ])
    func aWideGapHasAMassOfOneOrIsABurst(requirement: String, gap: Int) {
        var memory = GapMemory(kernel: .wide, retention: 0.97, priorMass: 2)
        memory.add(gap: gap)
        let total = tail(memory)[1] / (memory.priorUnit / 2)
        #expect(abs(total - (gap == 1 ? 0 : 1)) < 1e-9)
    }

    @Test func massesStayInRangeHoweverManyGapsCome() {
        var memory = GapMemory(kernel: .sharp, retention: 0.90, priorMass: 1)
        for _ in 0..<20_000 { memory.add(gap: 7) }
        #expect(abs(tail(memory)[1] / memory.priorUnit - 10) < 1e-6)
    }
}
