import ArgumentParser
import Configuring
import Domain
import History
import Serving

/// Which history is forecast from: an endpoint's, or a file's.
struct BinOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The width of the bins; it divides a day. (default: 15m, or the history's when wider)",
            valueName: "duration"
        )
    )
    var bin: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "A file 'timestamp,count', or a folder of them, instead of an endpoint.",
            valueName: "file"
        ),
        completion: .file(extensions: ["csv", "gz"])
    )
    var input: String?

    @Option(
        name: .customLong("timezone"),
        help: "With --input: the zone of its days and weeks. (default: UTC)"
    )
    var zone: String?

    func check(endpoint: String?) throws {
        if (endpoint == nil) == (input == nil) {
            throw ValidationError("name an endpoint, or a file with --input.")
        }
        if endpoint != nil, zone != nil {
            throw ValidationError(
                "--timezone goes with --input; an endpoint's is set with 'preheat endpoint set'."
            )
        }
        if let zone {
            try asUsage { () throws(SettingFlaw) in
                try SettingRules.check(zone: zone, of: "timezone")
            }
        }
        if let bin {
            let seconds = bin.duration.inSeconds
            let minutes = Int(seconds / 60)
            guard seconds == Double(minutes * 60), (1...1440).contains(minutes),
                1440 % minutes == 0
            else {
                throw ValidationError(
                    "--bin must be whole minutes that divide a day, such as 1m, 15m, 1h or 1d."
                )
            }
        }
    }

    /// Calls `body` with the newest weeks of an endpoint.
    func withDemand<Result>(
        of endpoint: String?,
        in options: StoreOptions,
        days: Int = EndpointDemand.days,
        _ body: (EndpointDemand) throws -> Result
    ) async throws -> Result {
        let now = SystemClock().now
        return try await options.withStore(.existing) { store in
            let demand = try await EndpointDemand(
                of: try await store.endpoint(named: endpoint ?? ""),
                in: store,
                bin: bin?.duration,
                at: now,
                days: days
            )
            return try body(demand)
        }
    }
}
