package import Domain
import HeapModule
package import Planning

/// A world in virtual time: recorded requests come at the end of their minutes, pings always
/// succeed and are noted, time jumps from event to event.
package struct SimulatedWorld: World {
    /// What a simulated endpoint hears, and when.
    private struct Scheduled: Comparable {
        var at: Timestamp
        var sequence: Int
        var event: Event

        static func < (left: Scheduled, right: Scheduled) -> Bool {
            (left.at, left.sequence) < (right.at, right.sequence)
        }

        static func == (left: Scheduled, right: Scheduled) -> Bool {
            left.at == right.at && left.sequence == right.sequence
        }
    }

    /// The start of every trace: Monday 1970-01-05 00:00 UTC, in minutes since the epoch.
    package static let originMinute = 4 * 1440

    private let end: Timestamp
    private var queue = Heap<Scheduled>()
    private var sequence = 0
    private var alarm: Timestamp?
    /// Requests that have not been queued yet, by index into the trace.
    private let function: RecordedFunction
    private let endpointID: EndpointID
    private var nextRow = 0

    /// Pings in the order in which they were sent, in seconds from the start of the trace.
    package private(set) var pings: [TracePing] = []
    package private(set) var decisions: [Decision] = []
    private let keepsDecisions: Bool

    /// A world of one active endpoint that nothing is known of at first.
    package init(
        of function: RecordedFunction,
        endpoint: Endpoint,
        offsets: UTCOffsets = .utc,
        keepsDecisions: Bool = false
    ) {
        self.function = function
        self.keepsDecisions = keepsDecisions
        endpointID = endpoint.id
        end = Timestamp(minute: Self.originMinute + function.traceMinutes)
        push(
            .configured([ConfiguredEndpoint(endpoint: endpoint, offsets: offsets)]),
            at: Timestamp(minute: Self.originMinute)
        )
        queueNextRow()
    }

    /// The next event; an alarm rings after everything else of its moment.
    package mutating func next() -> (Event, Timestamp)? {
        if let alarm, queue.min.map({ alarm < $0.at }) ?? true {
            guard alarm < end else { return nil }
            self.alarm = nil
            return (.woke, alarm)
        }
        guard let scheduled = queue.popMin(), scheduled.at <= end else { return nil }
        if case .traffic = scheduled.event { queueNextRow() }
        return (scheduled.event, scheduled.at)
    }

    package mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .wake(let moment): alarm = moment
            case .load(let id):
                push(.loaded(id, [], recentPings: []), at: Timestamp(minute: Self.originMinute))
            case .record(let decision):
                if keepsDecisions { decisions.append(decision) }
            case .ping(let order):
                let seconds = 60 * Double(order.minute - Self.originMinute)
                pings.append(TracePing(timeS: seconds, instances: order.instances))
            }
        }
    }

    private mutating func queueNextRow() {
        guard nextRow < function.minutes.count else { return }
        let minute = Self.originMinute + function.minutes[nextRow]
        let bin = TrafficBin(startedAtS: Int64(minute) * 60, requests: function.counts[nextRow])
        nextRow += 1
        push(
            .traffic([EndpointTraffic(endpointID: endpointID, bins: [bin])]),
            at: Timestamp(minute: minute + 1)
        )
    }

    private mutating func push(_ event: Event, at moment: Timestamp) {
        queue.insert(Scheduled(at: moment, sequence: sequence, event: event))
        sequence += 1
    }
}
