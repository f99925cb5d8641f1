/// The multiset difference: what is left of `digests` when each of `known` takes away one equal.
///
/// - Returns: Ascending.
/// - Complexity: O(*n* log *n*).
func digests(_ digests: [UInt32], without known: [UInt32]) -> [UInt32] {
    let sorted = digests.sorted()
    guard !known.isEmpty else { return sorted }
    var left: [UInt32] = []
    var known = known.sorted()[...]
    for digest in sorted {
        while let first = known.first, first < digest { known.removeFirst() }
        if known.first == digest {
            known.removeFirst()
        } else {
            left.append(digest)
        }
    }
    return left
}
