/// Labels beside points of a picture, none over another or over what was drawn before.
struct LabelField {
    /// A rectangle without its right and its lower edge.
    struct Box: Equatable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        func overlaps(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height
                && other.y < y + height
        }

        func contains(_ other: Box) -> Bool {
            x <= other.x && y <= other.y && other.x + other.width <= x + width
                && other.y + other.height <= y + height
        }
    }

    /// Where a label stands beside its point.
    enum Side: CaseIterable {
        case right
        case left
        case above
        case below
        case rightAbove
        case rightBelow
        case leftAbove
        case leftBelow
    }

    private let bounds: Box
    private var taken: [Box] = []

    init(within bounds: Box) { self.bounds = bounds }

    /// Keeps labels away from something drawn.
    mutating func block(_ box: Box) { taken.append(box) }

    /// Takes room for a label beside a marker.
    ///
    /// - Parameters:
    ///   - width: The label's.
    ///   - height: The label's.
    ///   - marker: What it stands beside.
    ///   - gap: How far from it.
    /// - Returns: Its room and on which side it is, or `nil` where none is free.
    /// - Complexity: O(*n*) in what is taken.
    mutating func place(
        width: Int,
        height: Int,
        beside marker: Box,
        gap: (x: Int, y: Int)
    ) -> (box: Box, side: Side)? {
        for side in Side.allCases {
            let x =
                switch side {
                case .right, .rightAbove, .rightBelow: marker.x + marker.width + gap.x
                case .left, .leftAbove, .leftBelow: marker.x - gap.x - width
                case .above, .below: marker.x + (marker.width - width) / 2
                }
            let y =
                switch side {
                case .right, .left: marker.y + (marker.height - height) / 2
                case .above, .rightAbove, .leftAbove: marker.y - gap.y - height
                case .below, .rightBelow, .leftBelow: marker.y + marker.height + gap.y
                }
            let box = Box(x: x, y: y, width: width, height: height)
            guard bounds.contains(box), !taken.contains(where: box.overlaps) else { continue }
            // Labels beside each other are apart, too.
            taken.append(
                Box(x: x - gap.x, y: y, width: width + 2 * gap.x, height: height)
            )
            return (box, side)
        }
        return nil
    }
}
