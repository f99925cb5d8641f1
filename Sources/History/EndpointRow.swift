internal import Domain
import GRDB

/// An endpoint as the table `endpoint` holds it.
enum EndpointRow {
    /// In the order in which ``values(of:)`` gives them and ``endpoint(_:headers:)`` reads them.
    static let columns = """
        name, mode, isPaused, method, url, body, timeoutMs, expectedStatus, platform, memoryMB, \
        meanDurationMs, idleTimeoutMs, coldStartValue, timeZone, matchPathPrefix, matchHost, \
        matchPattern, instances, startUpMs, quietWindows, specialDates, \
        groupName, priority, target, targetWindowMs, prices
        """

    static func values(of endpoint: Endpoint) -> [(any DatabaseValueConvertible)?] {
        let request = endpoint.warmUp
        return [
            endpoint.name, endpoint.mode.rawValue, endpoint.isPaused ? 1 : 0, request.method,
            request.url, request.body, request.timeout.milliseconds,
            request.expectedStatus.description, endpoint.platform.rawValue, endpoint.memoryMB,
            endpoint.meanDuration?.milliseconds, endpoint.statedIdleTimeout?.milliseconds,
            endpoint.coldStartValue, endpoint.timeZone, endpoint.match.pathPrefix,
            endpoint.match.host, endpoint.match.pattern, endpoint.instances,
            endpoint.startUp?.milliseconds,
            endpoint.quietWindows.map(\.description).joined(separator: separator),
            endpoint.specialDates.map(\.description).joined(separator: separator),
            endpoint.group, endpoint.priority, endpoint.target?.description,
            endpoint.targetWindow.milliseconds,
            endpoint.prices.map(\.description).joined(separator: separator),
        ]
    }

    /// Reads a row of `id` and ``columns``.
    ///
    /// - Throws: ``StoreError/unreadableValue(_:column:)``.
    static func endpoint(_ row: Row, headers: [WarmUpRequest.Header]) throws -> Endpoint {
        let meanDurationMs: Int64? = row[11]
        let idleTimeoutMs: Int64? = row[12]
        let startUpMs: Int64? = row[19]
        let target: String? = row[24]
        return Endpoint(
            id: EndpointID(rawValue: row[0]),
            name: row[1],
            mode: try row.known(Endpoint.Mode.self, 2, "endpoint.mode"),
            isPaused: row[3] as Int64 != 0,
            warmUp: WarmUpRequest(
                method: row[4],
                url: row[5],
                headers: headers,
                body: row[6],
                timeout: .milliseconds(row[7] as Int64),
                expectedStatus: try status(row[8])
            ),
            platform: try row.known(Platform.self, 9, "endpoint.platform"),
            memoryMB: row[10],
            meanDuration: meanDurationMs.map { .milliseconds($0) },
            statedIdleTimeout: idleTimeoutMs.map { .milliseconds($0) },
            coldStartValue: row[13],
            timeZone: row[14],
            match: MatchRules(pathPrefix: row[15], host: row[16], pattern: row[17]),
            instances: row[18],
            startUp: startUpMs.map { .milliseconds($0) },
            quietWindows: try list(row[20], of: QuietWindow.init, "endpoint.quietWindows"),
            specialDates: try list(row[21], of: SpecialDate.init, "endpoint.specialDates"),
            group: row[22],
            priority: row[23],
            target: try target.map(latencyTarget),
            targetWindow: .milliseconds(row[25] as Int64),
            // Which rule a text breaks is for who gives it; of a database it is enough to name it.
            prices: try list(row[26], of: { try? PriceOverride($0) }, "endpoint.prices")
        )
    }

    private static let separator = "; "

    private static func list<Element>(
        _ text: String,
        of element: (String) -> Element?,
        _ column: String
    ) throws -> [Element] {
        try text.split(separator: separator).map { part in
            guard let element = element(String(part)) else {
                throw StoreError.unreadableValue(String(part), column: column)
            }
            return element
        }
    }

    private static func latencyTarget(_ text: String) throws -> LatencyTarget {
        guard let target = LatencyTarget(text) else {
            throw StoreError.unreadableValue(text, column: "endpoint.target")
        }
        return target
    }

    private static func status(_ text: String) throws -> ExpectedStatus {
        guard let status = ExpectedStatus(text) else {
            throw StoreError.unreadableValue(text, column: "endpoint.expectedStatus")
        }
        return status
    }
}

extension Row {
    /// The case of an enumeration that a text column names.
    ///
    /// - Throws: ``StoreError/unreadableValue(_:column:)``.
    func known<Value: RawRepresentable<String>>(
        _ type: Value.Type,
        _ index: Int,
        _ column: String
    ) throws -> Value {
        let text: String = self[index]
        guard let value = Value(rawValue: text) else {
            throw StoreError.unreadableValue(text, column: column)
        }
        return value
    }
}
