import Testing

@testable import Planning

@Suite struct NonDecreasingTests {
    @Test(arguments: [
        ("nothing stays nothing", [], [], []),
        ("what rises stays", [0.1, 0.2, 0.2, 0.9], [1, 1, 1, 1], [0.1, 0.2, 0.2, 0.9]),
        ("a fall is levelled to the mean", [1, 3, 2, 4], [1, 1, 1, 1], [1, 2.5, 2.5, 4]),
        ("weights pull the mean", [3, 1], [1, 3], [1.5, 1.5]),
        ("a late fall pools backwards", [1, 5, 4, 0], [1, 1, 1, 1], [1, 3, 3, 3]),
        ("everything falls", [4, 3, 2, 1], [1, 1, 1, 1], [2.5, 2.5, 2.5, 2.5]),
    ])
    func poolsAdjacentViolators(
        requirement: String,
        values: [Double],
        weights: [Double],
        expected: [Double]
    ) {
        #expect(nonDecreasing(values, weights: weights) == expected)
    }
}
