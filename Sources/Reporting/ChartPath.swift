/// The data of an SVG path in tenths of a pixel, written as briefly as whole tenths allow.
///
/// Positions are integers, so that a long row of relative steps drifts nowhere and equal charts
/// are equal bytes on every machine.
struct ChartPath {
    /// What belongs into the attribute `d`.
    private(set) var data = ""
    private var x = 0
    private var y = 0

    /// Begins a part of the path at a point.
    mutating func move(x: Int, y: Int) {
        let absolute = "M" + pair(x, y)
        let relative = "m" + pair(x - self.x, y - self.y)
        data += data.isEmpty || absolute.count <= relative.count ? absolute : relative
        (self.x, self.y) = (x, y)
    }

    /// Goes straight to a point.
    mutating func line(x: Int, y: Int) {
        let (right, down) = (x - self.x, y - self.y)
        switch (right, down) {
        case (_, 0): data += "h" + tenths(right)
        case (0, _): data += "v" + tenths(down)
        default: data += "l" + pair(right, down)
        }
        (self.x, self.y) = (x, y)
    }

    /// Goes straight through points that begin a part of their own, and back to the first.
    ///
    /// - Precondition: There is a point.
    mutating func polygon(_ points: [(x: Int, y: Int)]) {
        move(x: points[0].x, y: points[0].y)
        for point in points.dropFirst() { line(x: point.x, y: point.y) }
        data += "z"
        (x, y) = points[0]
    }

    private func pair(_ first: Int, _ second: Int) -> String {
        tenths(first) + (second < 0 ? "" : " ") + tenths(second)
    }
}

/// A number of tenths as a decimal without needless zeros: `12.5`, `-.5`, `3`.
func tenths(_ count: Int) -> String {
    let (whole, fraction) = count.magnitude.quotientAndRemainder(dividingBy: 10)
    let sign = count < 0 ? "-" : ""
    guard fraction > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole == 0 ? "" : "\(whole)").\(fraction)"
}
