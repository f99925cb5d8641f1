import Domain
import Forecasting
import Reporting

/// A back-test as commands print it.
struct BacktestView: Encodable {
    private let name: String
    private let binMinutes: Int
    private let offsets: UTCOffsets
    private let backtest: Backtest
    /// What serves the endpoint now, and why.
    private let model: String

    /// - Throws: `CommandError` when there are not three days to judge.
    init(
        name: String,
        of series: DemandSeries,
        offsets: UTCOffsets,
        specialDates: [SpecialDate],
        origins: Int
    ) throws {
        let bar = ProgressBar("back-testing")
        let backtest = Backtest(
            of: series,
            origins: origins,
            offsets: offsets,
            specialDates: specialDates
        ) { bar.show(Double($0) / Double($1)) }
        bar.finish()
        let now = demandModel(of: series, offsets: offsets, specialDates: specialDates)
        guard !backtest.origins.isEmpty, let now else {
            throw CommandError(
                "\(name) has less than three days of known history, and no day to judge; come back "
                    + "with more"
            )
        }
        self.name = name
        binMinutes = series.binMinutes
        self.offsets = offsets
        self.backtest = backtest
        model = ForecastText.sentence(on: now)
    }

    private static let names: [Backtest.Contender: String] = [
        .preheat: "preheat", .seasonalNaive: "seasonal naive (day)",
        .empiricalQuantiles: "empirical quantiles (14 days)",
    ]

    private static func name(_ contender: Backtest.Contender) -> String {
        names[contender] ?? contender.rawValue
    }

    var text: String {
        var scores = TextTable(
            header: ["MODEL", "WQL", "MASE", "RMSSE", "COVERED", "TROUGH", "PEAK"]
        )
        for contender in Backtest.Contender.allCases {
            let score = backtest.score(of: contender)
            scores.add(
                [Self.name(contender)]
                    + [
                        score.weightedQuantileLoss, score.scaledError, score.scaledSquareError,
                        score.coverage, score.troughHits, score.peakHits,
                    ].map { $0.map { decimal($0, places: 3) } ?? "–" }
            )
        }
        var days = TextTable(header: ["ORIGIN", "SERVED BY", "WQL", "NAIVE", "EMPIRICAL"])
        for origin in backtest.origins {
            let local = offsets.local(origin.minute)
            days.add(
                ["\(dateText(local)) \(clockText(local))", origin.model.name]
                    + [origin.preheat, origin.seasonalNaive, origin.empiricalQuantiles].map {
                        $0.weightedQuantileLoss.map { decimal($0, places: 3) } ?? "–"
                    }
            )
        }
        return """
            \(name): a day ahead in bins of \(durationText(.seconds(binMinutes * 60))), from \
            \(counted(backtest.origins.count, "origin"))

            \(scores.text)

            \(days.text)

            served by: \(model)
            """
    }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case endpoint, models, origins
        case binS = "bin_s"
        case servedBy = "served_by"
    }

    private struct Score: Encodable {
        var model: String
        var wql: Double?
        var mase: Double?
        var rmsse: Double?
        var coverage: Double?
        var troughHits: Double?
        var peakHits: Double?

        enum CodingKeys: String, CodingKey {
            case model, wql, mase, rmsse, coverage
            case troughHits = "trough_hits"
            case peakHits = "peak_hits"
        }
    }

    private struct Origin: Encodable {
        var origin: String
        var model: String
        var wql: Double?
        var seasonalNaive: Double?
        var empirical: Double?

        enum CodingKeys: String, CodingKey {
            case origin, model, wql
            case seasonalNaive = "wql_seasonal_naive"
            case empirical = "wql_empirical_quantiles"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .endpoint)
        try container.encode(binMinutes * 60, forKey: .binS)
        try container.encode(model, forKey: .servedBy)
        let scores = Backtest.Contender.allCases.map { contender in
            let score = backtest.score(of: contender)
            return Score(
                model: contender.word,
                wql: score.weightedQuantileLoss,
                mase: score.scaledError,
                rmsse: score.scaledSquareError,
                coverage: score.coverage,
                troughHits: score.troughHits,
                peakHits: score.peakHits
            )
        }
        try container.encode(scores, forKey: .models)
        let origins = backtest.origins.map { origin in
            Origin(
                origin: rfc3339(Timestamp(minute: origin.minute)),
                model: origin.model.name,
                wql: origin.preheat.weightedQuantileLoss,
                seasonalNaive: origin.seasonalNaive.weightedQuantileLoss,
                empirical: origin.empiricalQuantiles.weightedQuantileLoss
            )
        }
        try container.encode(origins, forKey: .origins)
    }
}
