package import Domain
import Glibc
internal import History
import Reporting
package import Warming

/// Looks for what keeps a service from doing its work, from the machine to single endpoints.
package struct Examination: Sendable {
    /// The most findings of one check that are listed one by one.
    static let mostOfACheck = 20
    /// So long an active endpoint may be without traffic.
    private static let quietFor = Duration.seconds(7 * 86_400)
    /// So far the database may be ahead of the clock: a ping's moment is not quite its recording's.
    private static let tolerance = Duration.seconds(120)
    /// Years in which a machine may be said to know the time: 2025 to 2099.
    private static let plausible =
        Timestamp(secondsSinceEpoch: 1_735_689_600)..<Timestamp(secondsSinceEpoch: 4_102_444_800)
    /// With less room than this SQLite soon fails.
    private static let leastFree = Int64(20_000_000)
    private static let littleFree = Int64(200_000_000)

    private let database: String
    private let lockedFile: String
    private let now: Timestamp
    private let secrets: SecretSource
    /// `nil` where the network is to be left alone.
    private let probe: ConnectionProbe?

    /// - Parameters:
    ///   - database: As the person wrote it.
    ///   - lockedFile: The same without symbolic links.
    ///   - now: The machine's clock.
    ///   - secrets: As this process sees them.
    ///   - probe: `nil` where the network is to be left alone.
    package init(
        database: String,
        lockedFile: String,
        now: Timestamp,
        secrets: SecretSource,
        probe: ConnectionProbe?
    ) {
        self.database = database
        self.lockedFile = lockedFile
        self.now = now
        self.secrets = secrets
        self.probe = probe
    }

    /// Everything that was found, the machine first.
    ///
    /// Nothing is written, except that opening a database brings its schema up to date. No request is
    /// sent: endpoints are connected to, and no more.
    ///
    /// - Returns: One at least for each check that could be made.
    package func findings() async -> [Finding] {
        var findings = [zones(), clock()]
        do {
            let store = try HistoryStore(at: database, access: .existing)
            do {
                findings += try await look(into: store)
            } catch {
                findings.append(Finding(.fail, .database, "\(error)"))
            }
            try store.close()
        } catch {
            findings.append(Finding(.fail, .database, "\(error)"))
        }
        return Finding.Check.allCases.flatMap { check in findings.filter { $0.check == check } }
    }

    private func look(into store: HistoryStore) async throws -> [Finding] {
        var findings = try await integrity(of: store)
        findings += [permissions(), disk(size: try store.fileBytes() ?? 0)]
        if let behind = try await clockBehind(store) { findings.append(behind) }
        let endpoints = try await store.endpoints()
        findings.append(service(for: endpoints))
        findings += secrets(of: endpoints) + headers(of: endpoints)
        if let probe { findings += await network(of: endpoints, by: probe) }
        let standings = try await store.standings()
        return findings + traffic(of: standings) + temperature(of: standings)
    }

    // MARK: - The machine

    private func zones() -> Finding {
        do {
            try checkZoneDatabase()
            return Finding(.ok, .zones, "the time zone database knows Berlin's summer time")
        } catch {
            return Finding(.fail, .zones, "\(error)")
        }
    }

    private func clock() -> Finding {
        guard Self.plausible.contains(now) else {
            return Finding(
                .fail,
                .clock,
                "the clock shows \(rfc3339(now)); set it, such as by 'timedatectl set-ntp true'"
            )
        }
        return Finding(.ok, .clock, "the clock shows \(rfc3339(now))")
    }

    /// What was written by a clock that was ahead of this one.
    private func clockBehind(_ store: HistoryStore) async throws -> Finding? {
        guard let newest = try await store.newestWrite(),
            newest > now.advanced(by: Self.tolerance)
        else { return nil }
        return Finding(
            .warn,
            .clock,
            "the database was written at \(rfc3339(newest)), which is still to come; check the clock "
                + "(a service with --time-scale writes ahead of it, too)"
        )
    }

    private func integrity(of store: HistoryStore) async throws -> [Finding] {
        if let damage = try await store.damage() {
            return [
                Finding(
                    .fail,
                    .database,
                    "\(database) is damaged (\(damage)); restore a backup, or save what can be read "
                        + "with sqlite3's .recover"
                )
            ]
        }
        return [
            Finding(
                .ok,
                .database,
                "\(database) is sound, and its schema is this release's (\(HistoryStore.schemaName))"
            )
        ]
    }

    /// Whether others than its owner may read the database, or replace it.
    private func permissions() -> Finding {
        var file = stat()
        var folder = stat()
        let path = lockedFile
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard stat(path, &file) == 0, stat(parent, &folder) == 0 else {
            return Finding(
                .warn,
                .permissions,
                "the permissions of \(path) cannot be read (\(String(cString: strerror(errno)))); "
                    + "run as its owner"
            )
        }
        if file.st_mode & 0o077 != 0 {
            return Finding(
                .warn,
                .permissions,
                "others than its owner may open \(path) (\(octal(file.st_mode))); run chmod 600"
            )
        }
        if folder.st_mode & 0o022 != 0 {
            return Finding(
                .warn,
                .permissions,
                "others than its owner may replace files in \(parent) (\(octal(folder.st_mode))); "
                    + "run chmod 700, or move the database"
            )
        }
        return Finding(.ok, .permissions, "only its owner may open \(path)")
    }

    private func octal(_ mode: mode_t) -> String { "0" + String(mode & 0o7777, radix: 8) }

    private func disk(size: Int64) -> Finding {
        var status = statvfs()
        guard statvfs(lockedFile, &status) == 0 else {
            return Finding(
                .warn,
                .disk,
                "how much room \(lockedFile) has cannot be told "
                    + "(\(String(cString: strerror(errno)))); look with df"
            )
        }
        let free = Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        let room = "\(free / 1_000_000) MB are free beside the database's \(size / 1_000_000) MB"
        if free < Self.leastFree { return Finding(.fail, .disk, "\(room); free some space") }
        if free < max(Self.littleFree, size / 2) {
            return Finding(.warn, .disk, "\(room); free some space soon")
        }
        return Finding(.ok, .disk, room)
    }

    private func service(for endpoints: [Endpoint]) -> Finding {
        switch ServeLock.isHeld(forDatabaseAt: lockedFile) {
        case true?: return Finding(.ok, .service, "it is running")
        case nil:
            return Finding(
                .warn,
                .service,
                "this user may not see whether it is running; run as the database's owner"
            )
        case false?:
            guard endpoints.contains(where: \.isPinged) else {
                return Finding(.ok, .service, "it is not running, and no endpoint is active")
            }
            return Finding(
                .warn,
                .service,
                "it is not running, so nothing is pinged; start it with 'systemctl start preheat' or "
                    + "'preheat serve'"
            )
        }
    }

    // MARK: - Endpoints

    private func secrets(of endpoints: [Endpoint]) -> [Finding] {
        let number = endpoints.reduce(0) { $0 + $1.warmUp.headers.count { $0.secret != nil } }
        let missing = endpoints.filter { !$0.isPaused }.flatMap { endpoint in
            secrets.failures(of: endpoint.warmUp).map { finding(of: $0, at: endpoint) }
        }
        guard missing.isEmpty else { return bounded(missing) }
        return [Finding(.ok, .secrets, "\(counted(number, "secret")) referred to by headers")]
    }

    /// A file is the same for all processes; environment and credentials are each process's own.
    private func finding(of failure: SecretFailure, at endpoint: Endpoint) -> Finding {
        guard failure.reference.place != .file else {
            return Finding(
                endpoint.isPinged && failure.reason != .notReadable ? .fail : .warn,
                .secrets,
                endpoint: endpoint.name,
                failure.description
            )
        }
        return Finding(
            .warn,
            .secrets,
            endpoint: endpoint.name,
            "\(failure) (what the service was started with may differ from this command's)"
        )
    }

    private func headers(of endpoints: [Endpoint]) -> [Finding] {
        let plain = endpoints.flatMap { endpoint in
            endpoint.warmUp.headers.filter(\.holdsSecret).map { header in
                Finding(
                    .warn,
                    .headers,
                    endpoint: endpoint.name,
                    "the database holds the secret of '\(header.name)'; set the headers anew with "
                        + "env:NAME, file:/PATH or credential:NAME in its place"
                )
            }
        }
        guard plain.isEmpty else { return bounded(plain) }
        return [Finding(.ok, .headers, "no header holds a secret in plain text")]
    }

    private func network(
        of endpoints: [Endpoint],
        by probe: ConnectionProbe
    ) async -> [Finding] {
        let active = endpoints.filter(\.isPinged)
        let failures = await probe.failures(connectingTo: active.map(\.warmUp.url))
        let unreached = zip(active, failures).compactMap { endpoint, failure in
            failure.map { Finding(.fail, .network, endpoint: endpoint.name, $0) }
        }
        guard unreached.isEmpty else { return bounded(unreached) }
        return [
            Finding(
                .ok,
                .network,
                "\(counted(active.count, "active endpoint")) can be connected to"
            )
        ]
    }

    private func traffic(of standings: [EndpointStanding]) -> [Finding] {
        let active = standings.filter(\.isPinged)
        let start = now.advanced(by: .zero - Self.quietFor)
        let quiet = active.compactMap { endpoint -> Finding? in
            guard let newest = endpoint.newestTraffic else {
                return Finding(
                    .warn,
                    .traffic,
                    endpoint: endpoint.name,
                    "no traffic was ever seen; 'preheat import' reads access logs"
                )
            }
            guard newest < start else { return nil }
            return Finding(
                .warn,
                .traffic,
                endpoint: endpoint.name,
                "no traffic was seen since \(rfc3339(newest)); import what came since, or pause it"
            )
        }
        guard quiet.isEmpty else { return bounded(quiet) }
        return [
            Finding(
                .ok,
                .traffic,
                "\(counted(active.count, "active endpoint")) with traffic of the last 7 days"
            )
        ]
    }

    private func temperature(of standings: [EndpointStanding]) -> [Finding] {
        let untold = standings.filter { endpoint in
            guard endpoint.isPinged, !endpoint.hasStatedIdleTimeout, let ping = endpoint.lastPing
            else { return false }
            return ping.outcome == .succeeded && !ping.toldTemperature
        }
        guard untold.isEmpty else {
            return bounded(
                untold.map { endpoint in
                    Finding(
                        .warn,
                        .temperature,
                        endpoint: endpoint.name,
                        "its answers do not say whether they were warm, so its idle timeout cannot "
                            + "be learned; answer with X-Cold-Start, or state --idle-timeout"
                    )
                }
            )
        }
        return [
            Finding(.ok, .temperature, "idle timeouts are stated, or can be learned as far as seen")
        ]
    }

    /// The worst first, and no more than can be read.
    private func bounded(_ findings: [Finding]) -> [Finding] {
        let sorted =
            findings.filter { $0.verdict == .fail } + findings.filter { $0.verdict != .fail }
        guard sorted.count > Self.mostOfACheck, let next = sorted.dropFirst(Self.mostOfACheck).first
        else { return sorted }
        let more = sorted.count - Self.mostOfACheck
        return sorted.prefix(Self.mostOfACheck)
            + [Finding(next.verdict, next.check, "\(more) more like these")]
    }
}

extension Endpoint {
    /// Whether the service pings it.
    fileprivate var isPinged: Bool { mode == .active && !isPaused }
}

extension EndpointStanding {
    /// Whether the service pings it.
    fileprivate var isPinged: Bool { mode == .active && !isPaused }
}
