/// The fewest letters to insert, drop or replace that make one word of another (Levenshtein).
///
/// - Complexity: O(*m* · *n*) in the words' lengths.
package func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            let replaced = previous[column] + (letter == other ? 0 : 1)
            current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}

/// At most three of `names` that differ little from `name`, the nearest first.
///
/// Little is two letters, or a third of a longer name; case does not count.
package func nearestNames(to name: String, among names: [String]) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars)
    let most = max(2, wanted.count / 3)
    return names.compactMap { candidate -> (distance: Int, name: String)? in
        let letters = Array(candidate.lowercased().unicodeScalars)
        guard abs(letters.count - wanted.count) <= most else { return nil }
        let distance = editDistance(wanted, letters)
        return distance <= most && distance < wanted.count ? (distance, candidate) : nil
    }
    .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    .prefix(3)
    .map(\.name)
}
