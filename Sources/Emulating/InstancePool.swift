/// The instances of all functions of an emulated platform: who takes a request, who waits.
///
/// Pure: it has no clock. Every moment is an argument, the time since the platform started, and
/// must not go backwards. An instance handles one request at a time.
package struct InstancePool: Sendable {
    /// A request that has its instance, to be given back by ``release(_:at:)``.
    package struct Assignment: Equatable, Sendable {
        package var function: String
        package var instance: String
        /// The instance was started for this request.
        package var isCold: Bool
        /// How many requests the instance has taken, this one included.
        package var requests: Int
        /// How long the request occupies the instance.
        package var occupiedFor: Duration
    }

    /// A place in line.
    package struct Ticket: Hashable, Sendable {
        package var number: UInt64
    }

    /// Why a request gets no instance.
    package enum Refusal: Equatable, Sendable {
        case lineIsFull
        case tooManyFunctions
    }

    /// What becomes of a request that arrives.
    package enum Admission: Equatable, Sendable {
        case assigned(Assignment)
        case waiting(Ticket)
        case refused(Refusal)
    }

    /// The turn of the first one in line.
    package struct Turn: Equatable, Sendable {
        package var ticket: Ticket
        package var assignment: Assignment
    }

    /// What one function has now and has had so far.
    package struct Summary: Equatable, Sendable {
        package var function: String
        package var busyInstances: Int
        package var idleInstances: Int
        package var waiting: Int
        /// Requests that have had an instance.
        package var requests: Int
        package var coldStarts: Int
        package var refused: Int
    }

    /// The most functions that are kept apart; requests to further ones are refused.
    package static let mostFunctions = 1000

    private struct Idle {
        var instance: String
        var requests: Int
        var since: Duration
    }

    private struct Function {
        /// The most recently used is the last.
        var idle: [Idle] = []
        var busy = 0
        /// The first in line is the first.
        var line: [Ticket] = []
        var requests = 0
        var coldStarts = 0
        var refused = 0
    }

    private let platform: EmulatedPlatform
    private var functions: [String: Function] = [:]
    private var startedInstances = 0
    private var issuedTickets: UInt64 = 0

    /// A platform without instances, at the time zero.
    package init(_ platform: EmulatedPlatform) { self.platform = platform }

    /// Finds an instance for a request: the idle one that was used last, a new one, or a wait.
    ///
    /// - Parameters:
    ///   - name: The function requested.
    ///   - now: Since the start of the platform.
    /// - Returns: The instance; or a ticket, whose turn a later ``release(_:at:)`` returns.
    /// - Complexity: O(*n*) in the function's idle instances.
    package mutating func admit(_ name: String, at now: Duration) -> Admission {
        guard functions[name] != nil || functions.count < Self.mostFunctions else {
            return .refused(.tooManyFunctions)
        }
        var function = functions[name, default: Function()]
        defer { functions[name] = function }

        reap(&function, at: now)
        if let idle = function.idle.popLast() {
            return .assigned(occupy(idle, in: &function, named: name))
        }
        if function.busy < platform.mostInstances {
            return .assigned(start(in: &function, named: name))
        }
        guard function.line.count < platform.mostWaiting else {
            function.refused += 1
            return .refused(.lineIsFull)
        }
        issuedTickets += 1
        let ticket = Ticket(number: issuedTickets)
        function.line.append(ticket)
        return .waiting(ticket)
    }

    /// Ends a request; its instance goes to the first one in line, else it is idle from now on.
    ///
    /// - Parameters:
    ///   - assignment: What ``admit(_:at:)`` or an earlier turn assigned; released only once.
    ///   - now: Since the start of the platform.
    /// - Returns: Whose turn it is, if anyone waited.
    package mutating func release(_ assignment: Assignment, at now: Duration) -> Turn? {
        guard var function = functions[assignment.function], function.busy > 0 else { return nil }
        defer { functions[assignment.function] = function }

        function.busy -= 1
        let idle = Idle(
            instance: assignment.instance,
            requests: assignment.requests,
            since: now
        )
        guard !function.line.isEmpty else {
            function.idle.append(idle)
            return nil
        }
        let ticket = function.line.removeFirst()
        return Turn(
            ticket: ticket,
            assignment: occupy(idle, in: &function, named: assignment.function)
        )
    }

    /// Takes a request that gave up out of the line of the function `name`, if it stands there.
    package mutating func leave(_ ticket: Ticket, of name: String) {
        functions[name]?.line.removeAll { $0 == ticket }
    }

    /// All functions that were ever requested, by name.
    ///
    /// - Parameter now: Since the start of the platform; what is reaped by then is not counted.
    /// - Returns: One summary for each function.
    package mutating func summaries(at now: Duration) -> [Summary] {
        functions.keys.sorted().map { name in
            var function = functions[name, default: Function()]
            reap(&function, at: now)
            functions[name] = function
            return Summary(
                function: name,
                busyInstances: function.busy,
                idleInstances: function.idle.count,
                waiting: function.line.count,
                requests: function.requests,
                coldStarts: function.coldStarts,
                refused: function.refused
            )
        }
    }

    private func reap(_ function: inout Function, at now: Duration) {
        function.idle.removeAll { now - $0.since > platform.idleTimeout }
    }

    private func occupy(
        _ idle: Idle,
        in function: inout Function,
        named name: String
    ) -> Assignment {
        function.busy += 1
        function.requests += 1
        return Assignment(
            function: name,
            instance: idle.instance,
            isCold: false,
            requests: idle.requests + 1,
            occupiedFor: platform.handling
        )
    }

    private mutating func start(in function: inout Function, named name: String) -> Assignment {
        startedInstances += 1
        function.busy += 1
        function.requests += 1
        function.coldStarts += 1
        return Assignment(
            function: name,
            instance: Self.name(ofInstance: startedInstances),
            isCold: true,
            requests: 1,
            occupiedFor: platform.startUp + platform.handling
        )
    }

    /// `i-000001` for the first.
    private static func name(ofInstance number: Int) -> String {
        let digits = String(number)
        return "i-" + String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    }
}
