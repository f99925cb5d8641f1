/// A warm-up that a person asked for at fixed times, beside what the engine decides.
package struct Schedule: Equatable, Sendable {
    package var id: Int64
    package var endpointID: EndpointID
    /// Unique within the endpoint; empty until the store has chosen one.
    package var name: String
    /// When, in the notation that the person wrote.
    package var expression: String
    /// The IANA zone in which `expression` and `exceptions` are read.
    package var timeZone: String
    package var instances: Int
    /// A run comes up to this much later, always by the same time for the same run.
    package var jitter: Duration
    /// How late a run may be; a later one is dropped and counted.
    package var grace: Duration
    /// Local dates on which no run starts, ascending.
    package var exceptions: [CalendarDay]
    package var isEnabled: Bool

    /// A late warm-up is worthless: the request that it was for has come.
    package static let usualGrace = Duration.seconds(60)
    package static let graces = Duration.seconds(1)...Duration.seconds(86_400)
    package static let jitters = Duration.zero...Duration.seconds(3600)
    package static let mostExceptions = 400

    package init(
        id: Int64 = 0,
        endpointID: EndpointID,
        name: String = "",
        expression: String,
        timeZone: String = "UTC",
        instances: Int = 1,
        jitter: Duration = .zero,
        grace: Duration = usualGrace,
        exceptions: [CalendarDay] = [],
        isEnabled: Bool = true
    ) {
        self.id = id
        self.endpointID = endpointID
        self.name = name
        self.expression = expression
        self.timeZone = timeZone
        self.instances = instances
        self.jitter = jitter
        self.grace = grace
        self.exceptions = exceptions
        self.isEnabled = isEnabled
    }

    /// Whether a text can be a schedule's name: 1 to 100 letters, digits, `-`, `_` and `.` of ASCII,
    /// not beginning with `-`.
    package static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count) && !text.hasPrefix("-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }

    /// Whether this one runs when `other` does, whatever else differs.
    package func runs(like other: Schedule) -> Bool {
        expression == other.expression && timeZone == other.timeZone
            && exceptions == other.exceptions && isEnabled == other.isEnabled
    }
}
