import Configuring
import Domain

extension ManualPage {
    /// preheat.yaml(5): every key of a configuration file, from the tables that read it.
    static func ofFile() -> ManualPage {
        var page = ManualPage("preheat.yaml", section: 5, version: Domain.Preheat.version)
        page.section("Name")
        page.paragraph("preheat.yaml - endpoints, schedules and budgets as a file")
        page.section("Description")
        page.paragraph(
            """
            A YAML file that 'preheat apply -f' carries out, 'preheat diff -f' compares with what is \
            stored, and 'preheat export' writes. Unknown keys are refused.

            Its keys are version (1), defaults (the keys of an endpoint but url, resume-mode and schedules), \
            endpoints (by name) and budgets (a list).
            """
        )
        page.section("Example")
        page.example(
            """
            version: 1
            endpoints:
              shop:
                url: https://shop.example/health
                mode: active
                idle-timeout: 6m
                schedules:
                  office-hours: 08:00-18:00 Mon-Fri
            budgets:
              - {scope: fleet, limit: 10USD, per: month}
            """
        )
        page.section("Keys of an endpoint")
        page.add(EndpointKey.ofItself.map { ($0.rawValue, $0.summary, $0.usual) })
        page.section("Keys under \(EndpointKey.trafficSection)")
        page.add(EndpointKey.ofTraffic.map { ($0.rawValue, $0.summary, $0.usual) })
        page.section("Keys of a schedule")
        page.add(ScheduleKey.allCases.map { ($0.rawValue, $0.summary, $0.usual) })
        page.section("Keys of a budget")
        page.add(BudgetKey.allCases.map { ($0.rawValue, $0.summary, $0.usual) })
        page.section("Exit codes")
        page.paragraph("3: the file is broken. 5: 'preheat diff' found changes.")
        page.section("See also")
        page.paragraph("preheat(1)")
        return page
    }

    private mutating func add(_ keys: [(key: String, summary: String, usual: String)]) {
        for (key, summary, usual) in keys {
            let note =
                switch usual {
                case "": ""
                case "required": " (required)"
                default: " (default: \(usual))"
                }
            // The tables are written for Markdown, where code stands between backticks.
            item(key, (summary + note).replacing("`", with: ""))
        }
    }
}
