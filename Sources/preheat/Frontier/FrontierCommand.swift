import ArgumentParser
import Domain
import Forecasting
import Foundation
import History
import Reporting
import Serving
import Simulating

/// Shows what each policy would have cost and avoided on the recorded demand, and chooses of it.
struct FrontierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontier",
        abstract: "Show money against cold starts: what each way to keep warm costs and avoids.",
        discussion: """
            Replays the recorded requests of an endpoint, of all of them, or of a trace under \
            fixed rules and under the engine, to which a cold start is worth 1 to 10000 pings. \
            Money is that of pings at list prices in 30 days; the rate is the share of minutes \
            with requests that meet a cold start. A * marks what nothing else beats in both.

            --choose finds the engine's cheapest point that meets a target ('cold-rate<2%', \
            'p99<400ms') or the warmest within an amount ('<5 USD/month'), and makes that the \
            endpoint's target or its hard monthly budget; of a trace it is only shown.

            Examples: preheat frontier shop --svg shop.svg; preheat frontier --example; \
            preheat frontier --trace DIR --only webhook --choose 'cold-rate<50%'
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
        case csv
    }

    @Argument(
        help: "The endpoint's name; all of them when neither it nor a trace is named.",
        completion: .endpointNames
    )
    var endpoint: String?

    @Option(
        help: ArgumentHelp(
            "How many of the newest days of record to replay, 1 to 366. (default: 28)",
            valueName: "days"
        )
    )
    var days: Int?

    @OptionGroup(title: "Of a trace") var trace: FrontierTraceOptions

    @Option(
        help: ArgumentHelp(
            "What to show against money: cold-rate, or a percentile of one endpoint's latency such as p99. (default: cold-rate)",
            valueName: "measure"
        )
    )
    var axis: FrontierAxisArgument?

    @Option(
        name: .customLong("choose"),
        help: ArgumentHelp(
            "Choose by a target or an amount; may be given once for each.",
            valueName: "goal"
        )
    )
    var choices: [String] = []

    @Option(help: "table, json or csv.")
    var format = Format.table

    @Option(
        help: ArgumentHelp("Draw the frontier into this file as SVG.", valueName: "file"),
        completion: .file(extensions: ["svg"])
    )
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "Write each policy's pings into a CSV file of this folder: function,time_s,instances.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var pingsDir: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        if endpoint != nil, trace.isGiven {
            throw ValidationError("name an endpoint, or give --trace or --example, not both.")
        }
        if let days {
            guard !trace.isGiven else {
                throw ValidationError("--days is of recorded endpoints; a trace is taken whole.")
            }
            guard (1...366).contains(days) else {
                throw ValidationError("--days is \(days); it must be 1 to 366.")
            }
        }
        _ = try FrontierWish(choices)
    }

    func run() async throws {
        let wish = try FrontierWish(choices)
        let record =
            if let record = try trace.record() {
                record
            } else {
                try await store.withStore(.existing) {
                    try await FrontierRecord(of: endpoint, in: $0, days: days ?? 28)
                }
            }
        let vertical = try record.vertical(asked: axis?.percentile ?? wish.percentile)
        let goal = try record.goal(of: wish)
        let frontier = try await simulated(record)
        let view = try FrontierView(
            record: record,
            frontier: frontier,
            vertical: vertical,
            wish: wish,
            choice: goal.map(frontier.choice)
        )
        if let svg {
            try writeWhole(view.chart.svg(width: 960, height: 560), to: svg, option: "--svg")
        }
        try show(view)
        try view.refuseInfeasible()
        try await keep(wish, of: record)
    }

    private func simulated(_ record: FrontierRecord) async throws -> Frontier {
        let names = record.members.map(\.function.name)
        if let pingsDir { try makeFolder(pingsDir) }
        let bar = SharedProgressBar("simulating")
        defer { bar.finish() }
        return try await Simulating.frontier(
            of: record.members,
            softPlatform: record.softPlatform,
            prior: FleetPrior.shipped.hazardTable(),
            origin: record.origin,
            onPings: { [pingsDir] policy, pings in
                guard let pingsDir else { return }
                try writeWhole(
                    pingsCSV(pings, of: names),
                    to: "\(pingsDir)/\(FrontierView.fileName(of: policy))",
                    option: "--pings-dir"
                )
            },
            onProgress: bar.show
        )
    }

    private func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw CommandError(
                "cannot make the folder \(path); name another with --pings-dir"
            )
        }
    }

    private func show(_ view: FrontierView) throws {
        switch format {
        case .json: try printJSON(view)
        case .csv: print(view.csvText)
        case .table:
            print(view.tableText)
            if Terminal.isShown {
                let terminal = Terminal.current(ProcessInfo.processInfo.environment)
                let chart = view.chart
                print(
                    "\n"
                        + chart.terminal(width: terminal.width, height: 24, style: terminal.style)
                )
            }
            if let sentence = view.chosenSentence { print("\n\(sentence)") }
        }
    }

    /// Makes what was chosen the endpoint's.
    private func keep(_ wish: FrontierWish, of record: FrontierRecord) async throws {
        guard let name = record.endpoint?.name, !wish.isEmpty else { return }
        let kept = try await store.withStore(.existing) { store in
            var kept: [String] = []
            let now = SystemClock().now
            var endpoint = try await store.endpoint(named: name)
            if let target = wish.target {
                endpoint.target = target
                try await store.update(endpoint)
                kept.append("set the target of '\(name)' to \(target)")
            }
            if let limit = wish.budget {
                let known = try await FrontierRecord.monthlyBudget(of: endpoint, in: store)
                var budget =
                    known
                    ?? Budget(
                        scope: .endpoint(endpoint.id),
                        period: .month,
                        timeZone: endpoint.timeZone,
                        limit: limit
                    )
                budget.limit = limit
                budget.isHard = true
                try await store.set(budget, at: now, offsets: zoneOffsets(of: [budget]))
                kept.append("set the hard monthly budget of '\(name)' to \(limit)")
            }
            return kept
        }
        if format == .table { for line in kept { print(line) } }
    }
}
