/// Labels above or below a picture, each in the first row where it finds room.
struct LabelRows {
    private(set) var rows: [[Range<Int>]]
    private let bounds: Range<Int>
    private let gap: Int

    init(count: Int, within bounds: Range<Int>, gap: Int) {
        rows = Array(repeating: [], count: count)
        self.bounds = bounds
        self.gap = gap
    }

    /// Takes room for a label in the lowest row where it is free: in the middle over `ends` or near
    /// it, so that the label still touches what it names.
    ///
    /// - Returns: The row and the left end, or `nil` where nothing is free.
    mutating func place(width: Int, over ends: ClosedRange<Int>) -> (row: Int, x: Int)? {
        let most = bounds.upperBound - width
        guard bounds.lowerBound <= most else { return nil }
        func nudged(_ x: Int) -> Int { min(max(x, bounds.lowerBound), most) }
        let middle = (ends.lowerBound + ends.upperBound - width) / 2
        // Before the beginning, and past the end: as far as the label can be moved.
        let (first, last) = (nudged(ends.lowerBound - width), nudged(ends.upperBound))
        for row in rows.indices {
            let besides = rows[row].flatMap { [$0.upperBound + gap, $0.lowerBound - gap - width] }
            let places = ([nudged(middle)] + besides.filter { $0 >= first && $0 <= last })
                .sorted { (abs($0 - middle), $0) < (abs($1 - middle), $1) }
            if let x = places.first(where: { isFree($0..<$0 + width, in: row) }) {
                rows[row].append(x..<x + width)
                return (row, x)
            }
        }
        return nil
    }

    /// Takes room for a label at the first of several places that is free in some row.
    ///
    /// - Returns: The row and the left end, or `nil` where nothing is free.
    mutating func place(width: Int, at places: [Int]) -> (row: Int, x: Int)? {
        for row in rows.indices {
            if let x = places.first(where: { isFree($0..<$0 + width, in: row) }) {
                rows[row].append(x..<x + width)
                return (row, x)
            }
        }
        return nil
    }

    private func isFree(_ range: Range<Int>, in row: Int) -> Bool {
        range.lowerBound >= bounds.lowerBound && range.upperBound <= bounds.upperBound
            && rows[row].allSatisfy {
                $0.upperBound + gap <= range.lowerBound || range.upperBound + gap <= $0.lowerBound
            }
    }
}
