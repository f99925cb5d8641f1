import RealModule

/// How busy and how bursty an endpoint is, kept online: two exponentially forgotten counts.
///
/// They name the class of the fleet's table that a gap belongs to.
package struct ArrivalRates: Equatable, Sendable {
    /// Classes of the long-run rate: below a half, 1, 2, … up to 512 active minutes a day.
    package static let rateClasses = 11
    /// Classes of recent activity.
    package static let burstClasses = 5

    private static let burstHalfLifeMinutes = 120.0
    private static let rateHalfLifeDays = 5.0

    /// Active minutes of late, the current one included, with a half-life of two hours.
    private(set) var burstiness = 0.0
    /// Active minutes with a half-life of five days, and the days they came in, forgotten alike.
    private var events = 0.0
    private var days = 0.0

    package init() {}

    /// The three counts, as they are saved.
    var state: [Double] { [burstiness, events, days] }

    /// - Precondition: `state` holds three numbers.
    init(state: [Double]) {
        precondition(state.count == 3, "three counts")
        burstiness = state[0]
        events = state[1]
        days = state[2]
    }

    /// Counts an active minute, `gap` minutes after the one before (`nil` for the first one).
    package mutating func observe(gap: Int?) {
        if let gap {
            burstiness *= Double.exp2(-Double(gap) / Self.burstHalfLifeMinutes)
            let kept = Double.exp2(-Double(gap) / (1440 * Self.rateHalfLifeDays))
            events *= kept
            days = days * kept + (1 - kept) * Self.rateHalfLifeDays / Double.log(2)
        }
        burstiness += 1
        events += 1
    }

    /// Active minutes a day, shrunk towards 4.
    package var activeMinutesPerDay: Double { (events + 0.5) / (days + 0.125) }

    /// The row of the fleet's table: `rateClass · burstClasses + burstClass`.
    package var tableRow: Int {
        let exponent = Double.log2(max(activeMinutesPerDay, 1e-3)).rounded(.down) + 2
        let rateClass = Int(min(max(exponent, 0), Double(Self.rateClasses - 1)))
        let burstClass =
            switch burstiness {
            case ..<1.15: 0
            case ..<2: 1
            case ..<4: 2
            case ..<9: 3
            default: 4
            }
        return rateClass * Self.burstClasses + burstClass
    }
}
