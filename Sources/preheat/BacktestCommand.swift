import ArgumentParser
import Domain
import Forecasting
import History
import Reporting
import Serving

/// Shows how well past days would have been forecast.
struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Judge forecasts of past days, each made from what was known before it.",
        discussion: """
            A day is forecast from each of several origins in the newest two fifths of the history, \
            beside the seasonal naive (the day before) and the empirical quantiles of the same hour \
            of 14 days.
            WQL: quantile loss over the requests. MASE and RMSSE: errors over the change from day to \
            day. COVERED: bins within the 10-90 % band (ideal 80 %, more where counts are small). \
            TROUGH, PEAK: how often the least (most) busy two hours were among the three that were.

            Example: preheat backtest shop --origins 16
            """
    )

    @Argument(help: "The endpoint's name.", completion: .endpointNames)
    var endpoint: String?

    @OptionGroup var bins: BinOptions

    @Option(help: "How many origins, 1 to 400.")
    var origins = 8

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        try bins.check(endpoint: endpoint)
        guard (1...400).contains(origins) else {
            throw ValidationError("--origins is \(origins); it must be 1 to 400.")
        }
    }

    func run() async throws {
        let view: BacktestView
        if let input = bins.input {
            let files = try SeriesFiles(bin: bins.bin?.duration, zone: bins.zone)
            view = try BacktestView(
                name: input,
                of: try files.series(input),
                offsets: files.offsets,
                specialDates: [],
                origins: origins
            )
        } else {
            view = try await bins.withDemand(of: endpoint, in: store, days: 180) { demand in
                try BacktestView(
                    name: demand.endpoint.name,
                    of: demand.series,
                    offsets: demand.offsets,
                    specialDates: demand.endpoint.specialDates,
                    origins: origins
                )
            }
        }
        try format.show(view, table: view.text)
    }
}
