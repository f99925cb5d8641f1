import Domain
import Reporting

/// An endpoint as `list` and `show` print it.
struct EndpointView: Encodable {
    var name: String
    var url: String
    /// shadow, active or paused.
    var mode: String
    var method: String
    var headers: [String]
    var body: String?
    var timeoutS: Double
    var expectedStatus: String
    var platform: String
    var memoryMB: Int
    var meanDurationMs: Int64?
    var idleTimeoutS: Double
    var coldStartValue: Double
    var timezone: String
    var path: String?
    var host: String?
    var match: String?
    var instances: Int
    var startUpMs: Int64?
    var quiet: [String]
    var specialDates: [String]
    var group: String?
    var priority: Double
    var target: String?
    var targetWindowS: Double
    var prices: [String]
    /// Absent without a target, and until the service has looked at it.
    var targetState: TargetStateView?

    enum CodingKeys: String, CodingKey {
        case name, url, mode, method, headers, body, platform, timezone, path, host, match,
            instances, quiet, group, priority, target, prices
        case targetWindowS = "target_window_s"
        case targetState = "target_state"
        case specialDates = "special_dates"
        case startUpMs = "start_up_ms"
        case timeoutS = "timeout_s"
        case expectedStatus = "expected_status"
        case memoryMB = "memory_mb"
        case meanDurationMs = "mean_duration_ms"
        case idleTimeoutS = "idle_timeout_s"
        case coldStartValue = "cold_start_value_pings"
    }

    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - states: How endpoints stand to their targets.
    init(_ endpoint: Endpoint, states: [TargetState]) {
        name = endpoint.name
        url = endpoint.warmUp.url
        mode = endpoint.isPaused ? "paused" : endpoint.mode.rawValue
        method = endpoint.warmUp.method
        headers = endpoint.warmUp.headers.map { "\($0.name): \($0.shownValue)" }
        body = endpoint.warmUp.body
        timeoutS = endpoint.warmUp.timeout.inSeconds
        expectedStatus = endpoint.warmUp.expectedStatus.description
        platform = endpoint.platform.rawValue
        memoryMB = endpoint.memoryMB ?? endpoint.platform.defaultMemoryMB
        meanDurationMs = endpoint.meanDuration?.milliseconds
        idleTimeoutS = endpoint.idleTimeout.inSeconds
        coldStartValue = endpoint.coldStartValue
        timezone = endpoint.timeZone
        path = endpoint.match.pathPrefix
        host = endpoint.match.host
        match = endpoint.match.pattern
        instances = endpoint.instances
        startUpMs = endpoint.startUp?.milliseconds
        quiet = endpoint.quietWindows.map(\.description)
        specialDates = endpoint.specialDates.map(\.description)
        group = endpoint.group
        priority = endpoint.priority
        target = endpoint.target?.description
        targetWindowS = endpoint.targetWindow.inSeconds
        prices = endpoint.prices.map(\.description)
        guard endpoint.target != nil else { return }
        targetState = states.first { $0.endpointID == endpoint.id }.map {
            TargetStateView($0, of: endpoint)
        }
    }

    /// Setting and value, in the order of the help.
    var settings: [(String, String)] {
        var settings: [(String, String)] = [
            ("name", name), ("url", url), ("mode", mode), ("method", method),
            ("headers", headers.isEmpty ? "–" : headers.joined(separator: "; ")),
            ("body", body ?? "–"),
            ("timeout", durationText(.milliseconds(Int64(timeoutS * 1000)))),
            ("expected status", expectedStatus), ("platform", platform),
            ("memory", "\(memoryMB) MB"),
            ("mean duration", meanDurationMs.map { "\($0)ms" } ?? "–"),
            ("idle timeout", durationText(.milliseconds(Int64(idleTimeoutS * 1000)))),
            ("cold start value", "\(decimal(coldStartValue, places: 1)) pings"),
            ("timezone", timezone), ("path", path ?? "–"), ("host", host ?? "–"),
            ("match", match ?? "–"), ("instances", "\(instances)"),
            ("start-up", startUpMs.map { "\($0)ms" } ?? "–"),
            ("quiet", quiet.isEmpty ? "–" : quiet.joined(separator: "; ")),
            (
                "special dates",
                specialDates.isEmpty ? "–" : specialDates.joined(separator: "; ")
            ),
            ("group", group ?? "–"), ("priority", decimal(priority, places: 3)),
            ("target", target ?? "–"),
            ("target window", durationText(.milliseconds(Int64(targetWindowS * 1000)))),
        ]
        settings += targetState?.settings ?? []
        let prices = prices.isEmpty ? "the platform's" : prices.joined(separator: "; ")
        settings.append(("prices", prices))
        return settings
    }
}
