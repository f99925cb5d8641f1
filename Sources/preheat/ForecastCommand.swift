import ArgumentParser
import Domain
import Forecasting
import Foundation
import History
import Reporting
import Serving

/// Shows what is expected of an endpoint's next day, or forecasts series from files.
struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecast the requests of the next day: quantiles, troughs and peaks.",
        discussion: """
            Without a database: --input FILE.csv holds 'timestamp,count' in regular bins (an empty \
            count is unknown), --output FILE.csv gets 'timestamp,mean,q10,q20,...,q90'. With \
            folders, each *.csv is forecast into a file of its name, and times.csv says how many \
            seconds each took.

            Example: preheat forecast shop --horizon 2d --svg shop.svg
            """
    )

    /// How a forecast is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case chart
        case table
        case json
        case csv
    }

    @Argument(help: "The endpoint's name.", completion: .endpointNames)
    var endpoint: String?

    @OptionGroup var bins: BinOptions

    @Option(
        help: ArgumentHelp("How far ahead, at most 31d.", valueName: "duration")
    )
    var horizon = DurationArgument(.seconds(86_400))

    @Option(help: "chart, table, json or csv. (default: chart)")
    var format: Format?

    @Option(
        help: ArgumentHelp("Draw the forecast into this file as SVG.", valueName: "file"),
        completion: .file(extensions: ["svg"])
    )
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "With --input: the file or folder that gets the forecast.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        try bins.check(endpoint: endpoint)
        guard (Duration.seconds(60)...Duration.seconds(31 * 86_400)).contains(horizon.duration)
        else { throw ValidationError("--horizon must be 1m to 31d.") }
        if output != nil, bins.input == nil {
            throw ValidationError(
                "--output goes with --input; print an endpoint's with --format csv."
            )
        }
        if output != nil, format != nil || svg != nil {
            throw ValidationError(
                "--output writes CSV and goes without --format and --svg; leave it out to see one."
            )
        }
    }

    func run() async throws {
        let terminal = Terminal.current(ProcessInfo.processInfo.environment)
        guard let input = bins.input else {
            let view = try await bins.withDemand(of: endpoint, in: store) { demand in
                try ForecastView(
                    of: demand,
                    horizonBins: horizonBins(demand.series.binMinutes)
                )
            }
            return try show(view, terminal)
        }
        let files = try SeriesFiles(bin: bins.bin?.duration, zone: bins.zone)
        guard let output else {
            let file = try files.read(input, horizonBins: horizonBins)
            return try show(try file.view(), terminal)
        }
        try files.forecast(input, into: output, horizonBins: horizonBins)
    }

    private func show(_ view: ForecastView, _ terminal: Terminal) throws {
        if let svg {
            try writeWhole(view.chart.svg(width: 960, height: 400), to: svg, option: "--svg")
        }
        switch format ?? .chart {
        case .chart: print(view.text(terminal))
        case .table: print(view.tableText)
        case .json: try printJSON(view)
        case .csv: print(view.csvText)
        }
    }

    /// Whole bins that cover the horizon.
    private func horizonBins(_ binMinutes: Int) -> Int {
        let bins = (horizon.duration.inSeconds / Double(binMinutes * 60)).rounded(.up)
        return Int(bins)
    }
}
