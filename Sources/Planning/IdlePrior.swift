internal import Domain

/// What is believed of a platform's idle timeout before anything was observed there.
///
/// Bumps at the timeouts that were measured on the large platforms (AWS 5 to 7, Google 15, Azure
/// from 10 on: arXiv 2203.10227) over a broad floor that favours the short.
enum IdlePrior: Int, CaseIterable, Sendable {
    case amazon
    case google
    case azure
    case unknown

    init(_ platform: Platform) {
        self =
            switch platform {
            case .awsLambda, .awsLambdaARM: .amazon
            case .cloudRun, .cloudRunInstance: .google
            case .azureFunctions, .azureFunctionsFlex: .azure
            case .cloudflareWorkers, .container, .genericHTTP: .unknown
            }
    }

    /// Half-minutes at the centre of a bump, half-minutes to its foot, and its share of the prior;
    /// what is left is the floor.
    private var bumps: [(centre: Int, reach: Int, share: Double)] {
        switch self {
        case .amazon: [(11, 4, 0.5), (20, 2, 0.1)]
        case .google: [(30, 2, 0.6), (11, 4, 0.1)]
        case .azure: [(20, 2, 0.3), (40, 8, 0.3)]
        case .unknown: [(11, 4, 0.3), (20, 2, 0.2), (30, 2, 0.15), (40, 2, 0.1)]
        }
    }

    /// The prior of a timeout of `halfMinutes`, up to a factor that is common to all.
    func density(ofTimeout halfMinutes: Int) -> Double {
        var density = 0.0
        var left = 1.0
        for bump in bumps {
            let height = Double(max(bump.reach - abs(halfMinutes - bump.centre), 0))
            density += bump.share * height / Double(bump.reach * bump.reach)
            left -= bump.share
        }
        // The floor: ∫ of 1/(t + 20) over the hour's half-minutes is ln 7.
        return density + left / (Double(halfMinutes + 20) * 1.9459)
    }
}
