internal import Domain
package import Forecasting

/// What the endpoints of one installation have taught each other.
package struct SharedKnowledge: Sendable {
    /// The hazards that new endpoints start on: the shipped prior's, with the own fleet's beside it.
    private(set) var table: HazardTable
    private let shipped: HazardTable
    /// Gaps of the own endpoints.
    private var ownGaps = FleetPrior()
    /// Endpoints that have shown ``gapsToQualify`` gaps.
    private(set) var qualified = 0
    private var pools: [IdleTimeoutPool]
    /// The counts are those of an earlier run: what was learned then is in them.
    private(set) var wasRestored = false

    /// So many gaps make an endpoint's voice count; more of the same endpoint count ever less.
    static let gapsToQualify = 100
    /// From the first to the second number of qualified endpoints the own fleet's counts come in.
    static let takeover = (from: 4, through: 20)

    package init(shipped: HazardTable) {
        self.shipped = shipped
        table = shipped
        pools = Platform.allCases.map(IdleTimeoutPool.init)
    }

    /// Counts a gap of an own endpoint.
    ///
    /// - Parameters:
    ///   - length: Minutes from one request to the next.
    ///   - row: The endpoint's class at its start.
    ///   - number: How many gaps that endpoint has shown, this one included.
    mutating func count(gap length: Int, row: Int, number: Int) {
        if number == Self.gapsToQualify { qualified += 1 }
        let weight = min(1, Double(Self.gapsToQualify) / Double(number))
        ownGaps.countGap(length, hasEnded: true, row: row, weight: weight)
    }

    /// Counts a gap of which only is known that it has lasted so long.
    mutating func count(openGap: OpenGap) { Self.count(openGap, in: &ownGaps) }

    /// Brings what was counted into the table; without the gaps that are still open, long ones would
    /// be missing from it.
    mutating func renewTable(openGaps: [OpenGap]) {
        let (from, through) = Self.takeover
        let share = Double(qualified - from) / Double(through - from)
        guard share > 0 else { return }
        var counts = ownGaps
        for gap in openGaps { Self.count(gap, in: &counts) }
        table = FleetPrior.table(shipped, with: counts, share: min(share, 1))
    }

    private static func count(_ gap: OpenGap, in counts: inout FleetPrior) {
        let weight = min(1, Double(gapsToQualify) / Double(gap.number))
        counts.countGap(gap.length, hasEnded: false, row: gap.row, weight: weight)
    }

    /// The state, to be stored.
    var serialized: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(int: qualified)
        bytes.append(counted: ownGaps.serialized)
        bytes.append(count: pools.count)
        for (platform, pool) in zip(Platform.allCases, pools) {
            bytes.append(counted: Array(platform.rawValue.utf8))
            bytes.append(counted: pool.serialized)
        }
        return bytes
    }

    /// Takes in what ``serialized`` gave; what is malformed changes nothing.
    ///
    /// - Returns: Whether the bytes were whole.
    mutating func restore(_ bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes)
        guard let qualified = reader.int(), qualified >= 0,
            let gaps = reader.bytes(upTo: 1 << 20).flatMap(FleetPrior.init(serialized:)),
            let count = reader.count(upTo: 100)
        else { return false }
        var restored = pools
        for _ in 0..<count {
            guard let name = reader.bytes(upTo: 100), let state = reader.bytes(upTo: 1 << 20) else {
                return false
            }
            // A platform that this release does not know is nobody's.
            guard let platform = Platform(rawValue: String(decoding: name, as: UTF8.self)) else {
                continue
            }
            guard let pool = IdleTimeoutPool(serialized: state, platform: platform) else {
                return false
            }
            restored[platform.place] = pool
        }
        guard reader.isAtEnd else { return false }
        self.qualified = qualified
        ownGaps = gaps
        pools = restored
        wasRestored = true
        return true
    }

    subscript(platform: Platform) -> IdleTimeoutPool {
        get { pools[platform.place] }
        set { pools[platform.place] = newValue }
    }
}

/// A gap that has not ended: its length so far, the class of its endpoint, and how many gaps that has
/// shown with this one.
struct OpenGap: Sendable {
    var length: Int
    var row: Int
    var number: Int
}

extension Platform {
    fileprivate var place: Int { Platform.allCases.firstIndex(of: self) ?? 0 }
}
