/// The first few values, kept sorted without an allocation.
struct SortedFew<let capacity: Int> {
    private var values = InlineArray<capacity, Double>(repeating: 0)
    private(set) var count = 0

    var isFull: Bool { count == capacity }

    /// - Precondition: It is not full.
    @inline(__always)
    mutating func insert(_ value: Double) {
        var place = count
        while place > 0, values[place - 1] > value {
            values[place] = values[place - 1]
            place -= 1
        }
        values[place] = value
        count += 1
    }

    /// - Precondition: There is a value.
    var median: Double {
        let middle = count / 2
        return count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}
