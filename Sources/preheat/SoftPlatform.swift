import Domain
import Observing
import Planning

/// A platform whose idle curve was measured: points between are interpolated, and what falls is
/// evened out, for an instance that idled longer is never likelier to be there.
func softCurve(_ path: String) throws -> IdleCurve {
    let points = try IdleCurveFile.read(fileAt: path)
    let last = points[points.count - 1]
    let chances = (0...Int((2 * last.idleMinutes).rounded(.up))).map { halfMinutes in
        let minutes = Double(halfMinutes) / 2
        guard let after = points.firstIndex(where: { $0.idleMinutes >= minutes }) else {
            return last.coldShare
        }
        guard after > 0 else { return points[0].coldShare }
        let (left, right) = (points[after - 1], points[after])
        let share = (minutes - left.idleMinutes) / (right.idleMinutes - left.idleMinutes)
        return left.coldShare + share * (right.coldShare - left.coldShare)
    }
    return .soft(nonDecreasing(chances, weights: chances.map { _ in 1 }))
}

/// The class of each function, from a trace's `function_patterns.csv`.
func functionClasses(_ folder: String) throws -> [String: String] {
    let path = "\(folder)/function_patterns.csv"
    var classes: [String: String] = [:]
    for facts in try FunctionFacts.read(fileAt: path) { classes[facts.name] = facts.kind }
    return classes
}
