import Domain
import Forecasting
import Foundation
import Observing
import Reporting
import Serving

/// Series in files, forecast without a database.
struct SeriesFiles {
    /// One series and its forecast.
    struct Forecast {
        var name: String
        var zone: String
        var offsets: UTCOffsets
        var series: DemandSeries
        /// `nil` when not a single bin is known.
        var forecast: DemandForecast?
        /// Seconds that forecasting took.
        var seconds: Double

        /// - Throws: `CommandError` when nothing is known.
        func view() throws -> ForecastView {
            guard let forecast else {
                throw CommandError(
                    "nothing is known in \(name): all of its counts are empty; fill in some"
                )
            }
            return ForecastView(
                name: name,
                zone: zone,
                offsets: offsets,
                history: series,
                forecast: forecast
            )
        }
    }

    /// What bins have to be as wide as; `nil` takes them as they are.
    private let bin: Duration?
    /// The zone of days and weeks.
    private let zone: String
    let offsets: UTCOffsets

    /// - Throws: `ServingError` for an unknown zone; `nil` is UTC.
    init(bin: Duration?, zone: String?) throws {
        self.bin = bin
        self.zone = zone ?? "UTC"
        offsets = try utcOffsets(ofZone: self.zone)
    }

    /// The file that says how long each forecast took.
    private static let times = "times.csv"

    func series(_ path: String) throws -> DemandSeries {
        let file = try DemandFile(
            ofFileAt: path,
            binMinutes: bin.map { Int($0.inSeconds / 60) }
        )
        return DemandSeries(
            startMinute: file.startMinute,
            binMinutes: file.binMinutes,
            counts: file.counts
        )
    }

    /// Reads one file and forecasts it.
    func read(_ path: String, horizonBins: (Int) -> Int) throws -> Forecast {
        let series = try series(path)
        let bins = horizonBins(series.binMinutes)
        var forecast: DemandForecast?
        let duration = ContinuousClock().measure {
            forecast = forecastDemand(of: series, horizonBins: bins, offsets: offsets)
        }
        return Forecast(
            name: path,
            zone: zone,
            offsets: offsets,
            series: series,
            forecast: forecast,
            seconds: duration.inSeconds
        )
    }

    /// Forecasts a file into a file, or each of a folder into a folder; each is written whole.
    ///
    /// - Throws: What is wrong with the first bad file; those before it are done.
    func forecast(
        _ input: String,
        into output: String,
        horizonBins: (Int) -> Int
    ) throws {
        guard Self.resolved(input) != Self.resolved(output) else {
            throw CommandError(
                "\(output) is the input and would be overwritten; name another with --output"
            )
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: input, isDirectory: &isFolder)
        guard exists, isFolder.boolValue else {
            let view = try read(input, horizonBins: horizonBins).view()
            return try writeWhole(view.csvText + "\n", to: output, option: "--output")
        }
        let names = try names(in: input)
        try make(folder: output)
        let bar = ProgressBar("forecasting")
        defer { bar.finish() }
        var times = "task,seconds\n"
        for (index, name) in names.enumerated() {
            let file = try read("\(input)/\(name)", horizonBins: horizonBins)
            try writeWhole(
                try file.view().csvText + "\n",
                to: "\(output)/\(name)",
                option: "--output"
            )
            let task = csvCell(String(name.dropLast(".csv".count)))
            times += "\(task),\(ForecastView.number(file.seconds))\n"
            bar.show(Double(index + 1) / Double(names.count))
        }
        try writeWhole(times, to: "\(output)/\(Self.times)", option: "--output")
        note("forecast \(names.count) series into \(output)")
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    private func names(in folder: String) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandError("cannot list \(folder): \(error.localizedDescription)")
        }
        let series = names.filter { $0.hasSuffix(".csv") }.sorted()
        guard !series.isEmpty else {
            throw CommandError(
                "\(folder) holds no file *.csv; name a folder of series with --input"
            )
        }
        guard !series.contains(Self.times) else {
            throw CommandError(
                "\(folder)/\(Self.times) would be overwritten by the times taken; rename that series"
            )
        }
        return series
    }

    private func make(folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
        } catch {
            throw CommandError(
                "cannot make the folder \(folder): \(error.localizedDescription); name another with "
                    + "--output"
            )
        }
    }
}
