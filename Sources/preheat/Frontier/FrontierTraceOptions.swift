import ArgumentParser
import Configuring
import Domain
import Observing
import Simulating

/// A recorded or made-up trace whose frontier is asked for, and what its functions run on.
struct FrontierTraceOptions: ParsableArguments {
    @OptionGroup var trace: TraceOptions

    @Flag(
        name: .customLong("example"),
        help: "The made-up endpoints of 'simulate --example' instead: all of them, over four weeks."
    )
    var isOfExample = false

    @Option(
        help: ArgumentHelp(
            "How long the platform keeps an idle instance. (default: 10m)",
            valueName: "duration"
        )
    )
    var idleTimeout: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "A soft platform: CSV with the header idle_minutes,p_cold. Cold starts are then those to expect.",
            valueName: "file"
        ),
        completion: .file()
    )
    var idleCurve: String?

    @Option(help: "Whose list prices are paid. (default: aws-lambda)")
    var platform: Platform?

    @Option(
        name: .customLong("price"),
        help: ArgumentHelp(
            "What is paid otherwise than the list says, such as per-request=0.0000002; may be given several times.",
            valueName: "key=value"
        )
    )
    var prices: [String] = []

    @Option(
        help: ArgumentHelp("Memory of one instance. (default: the platform's)", valueName: "MB")
    )
    var memory: Int?

    @Option(
        help: ArgumentHelp(
            "How long an instance takes to start: what a cold ping costs more where that is billed, and what a cold start adds to the latency by p50_ms and p99_ms of functions.csv. (default: 1s)",
            valueName: "duration"
        )
    )
    var startUp: DurationArgument?

    /// Whether there is a trace: else the record is that of endpoints.
    var isGiven: Bool { trace.folder != nil || isOfExample }

    func validate() throws {
        guard isGiven else { return try refuseWithoutTrace() }
        if trace.folder != nil, isOfExample {
            throw ValidationError("give --trace or --example, not both.")
        }
        if let idleTimeout, idleTimeout.duration <= .seconds(60) {
            throw ValidationError("--idle-timeout must be more than 1m: fixed rules keep a margin.")
        }
        if let memory, !(1...1_048_576).contains(memory) {
            throw ValidationError("--memory is \(memory); it must be 1 to 1048576 MB.")
        }
        if let startUp, !(.zero...Duration.seconds(3600)).contains(startUp.duration) {
            throw ValidationError("--start-up must be 0s to 1h.")
        }
        let endpoint = try endpoint
        try asUsage { () throws(SettingFlaw) in try SettingRules.checkPrices(of: endpoint) }
    }

    /// An endpoint's settings are its own.
    private func refuseWithoutTrace() throws {
        let given: [(option: String, isGiven: Bool)] = [
            ("--only", trace.only != nil), ("--idle-timeout", idleTimeout != nil),
            ("--idle-curve", idleCurve != nil), ("--platform", platform != nil),
            ("--price", !prices.isEmpty), ("--memory", memory != nil),
            ("--start-up", startUp != nil),
        ]
        if let option = given.first(where: \.isGiven)?.option {
            throw ValidationError(
                "\(option) goes with --trace or --example; an endpoint's settings are changed with 'preheat endpoint set'."
            )
        }
    }

    /// What every function of the trace is taken for.
    private var endpoint: Endpoint {
        get throws {
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: "",
                warmUp: WarmUpRequest(url: ""),
                platform: platform ?? .awsLambda,
                memoryMB: memory,
                statedIdleTimeout: idleTimeout?.duration ?? .seconds(600),
                startUp: startUp?.duration ?? PriceExample.assumedStartUp,
                prices: try asUsage { () throws(SettingFlaw) in
                    try SettingRules.prices(prices == [EndpointKey.none] ? [] : prices)
                }
            )
        }
    }

    /// The folder's own name, and what is selected of it.
    private func name(of folder: String) -> String {
        let place = folder.split(separator: "/").last.map(String.init) ?? folder
        return trace.only.map { "\(place), \($0)" } ?? place
    }

    /// Reads or makes the trace; `nil` where none is given.
    func record() throws -> FrontierRecord? {
        guard isGiven else { return nil }
        let functions = try trace.functions(
            orMadeUp: ExampleDemand.allCases.map { $0.function(seed: 0) }
        )
        guard let folder = trace.folder else {
            return try record(of: functions, named: "made-up endpoints")
        }
        let name = functions.count == 1 ? functions[0].name : name(of: folder)
        var record = try record(of: functions, named: name)
        guard functions.count == 1 else { return record }
        let facts = try functionFacts(folder)[functions[0].name]
        if let median = facts?.medianMs, let p99 = facts?.p99Ms, median > 0, p99 >= median {
            record.latencies = LatencySamples(warm: logLogisticSamples(median: median, p99: p99))
                .assuming(startUp: startUp?.duration)
        }
        record.latencyAdvice = "its row of functions.csv needs p50_ms and p99_ms"
        return record
    }

    private func record(
        of functions: [RecordedFunction],
        named name: String
    ) throws -> FrontierRecord {
        let settings = try endpoint
        let members = functions.map { function in
            var endpoint = settings
            endpoint.name = function.name
            endpoint.meanDuration = function.meanDuration > .zero ? function.meanDuration : nil
            return FrontierMember(function: function, endpoint: endpoint)
        }
        return FrontierRecord(
            name: name,
            members: members,
            softPlatform: try idleCurve.map(softCurve)
        )
    }
}
