import Reporting

/// A report in each form that it is printed in.
protocol PrintedReport {
    associatedtype View: Encodable

    var tableText: String { get }
    var csvText: String { get }
    /// What its JSON is made of.
    var view: View { get }
    /// A page of its own, with charts of the same by day.
    func htmlText(days: Self) -> String
}

extension CostReport: PrintedReport {
    var view: CostReportView { CostReportView(self) }
}

extension SavingsReport: PrintedReport {
    var view: SavingsReportView { SavingsReportView(self) }
}

extension LatencyReport: PrintedReport {
    var view: LatencyReportView { LatencyReportView(self) }
}

extension SpendReport: PrintedReport {
    var view: SpendReportView { SpendReportView(self) }
}
