import ArgumentParser
import Domain
import Glibc
import Reporting

/// What makes a printed report end with exit code 4, or with a warning.
struct ReportGates {
    /// One sentence each.
    private(set) var failures: [String] = []
    private(set) var warnings: [String] = []

    /// Compares what was spent with a limit in the limit's own currency.
    mutating func check(_ spent: [Money], fail: Money?, warn: Money?) {
        func excess(_ limit: Money?) -> String? {
            guard let limit, let money = spent.first(where: { $0.currency == limit.currency }),
                money.nanos > limit.nanos
            else { return nil }
            return "\(money) spent is over \(limit)"
        }
        if let failure = excess(fail) { return failures.append(failure) }
        if let warning = excess(warn) { warnings.append(warning) }
    }

    /// Looks for targets that are missed or about to be.
    mutating func check(_ targets: [EndpointTarget], failsMissed: Bool) {
        for target in targets {
            if target.attainment.isMissed, failsMissed { failures.append(target.sentence) }
            if target.attainment.isLow { warnings.append(target.sentence) }
        }
    }

    /// Refuses limits in a currency that nobody pays in, which would never be reached.
    static func refuse(
        _ limits: [(option: String, amount: Money?)],
        unlessIn currencies: [String]
    ) throws {
        for (option, amount) in limits {
            guard let currency = amount?.currency, !currencies.contains(currency) else {
                continue
            }
            let known =
                currencies.isEmpty ? "there is none yet" : currencies.joined(separator: ", ")
            throw ValidationError(
                "\(option) is in \(currency), and no endpoint pays in that; write one in their currency (\(known))."
            )
        }
    }

    /// Says what is to be said, after the report.
    ///
    /// - Throws: Exit code 4 when anything failed.
    func finish() throws {
        // The report comes before what is said of it, also where both go to one terminal.
        fflush(nil)
        for warning in warnings { note("preheat: warning: \(warning)") }
        guard !failures.isEmpty else { return }
        note("preheat: \(failures.joined(separator: "; "))")
        throw ExitCode(4)
    }
}
