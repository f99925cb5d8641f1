/// The colours that all charts share, for light and for dark paper.
///
/// Blue, vermillion and green stay apart for the colour-blind (Okabe and Ito 2008); each has a
/// lighter variant for dark paper.
enum ChartStyle {
    /// A CSS selector with what it says on light paper, and on dark paper where that differs.
    struct Rule {
        let selector: String
        let light: String
        let dark: String

        init(_ selector: String, _ light: String, dark: String = "") {
            self.selector = selector
            self.light = light
            self.dark = dark
        }
    }

    /// A colour on light and on dark paper.
    typealias Color = (light: String, dark: String)

    static let blue: Color = ("#0072b2", "#56b4e9")
    static let vermillion: Color = ("#d55e00", "#ff8a3d")
    static let green: Color = ("#009e73", "#2fd0a0")
    static let purple: Color = ("#a3478a", "#e08fc4")
    static let amber: Color = ("#946c00", "#e5b94e")
    static let sand: Color = ("#fdf1cf", "#382f15")

    /// Paper, three inks for text, grid and axis.
    static let frame = [
        Rule("paper", "fill:#fff", dark: "fill:#0d1117"),
        Rule("ink", "fill:#1f2328", dark: "fill:#f0f6fc"),
        Rule("dim", "fill:#59636e", dark: "fill:#9198a1"),
        Rule("faint", "fill:#6e7781", dark: "fill:#848d97"),
        Rule("grid", "stroke:#e4e8ec;fill:none", dark: "stroke:#21262d"),
        Rule("axis", "stroke:#818b98;fill:none", dark: "stroke:#767e89"),
    ]

    static func fill(_ selector: String, _ color: Color, _ more: String = "") -> Rule {
        Rule(selector, "fill:\(color.light)\(more)", dark: "fill:\(color.dark)")
    }

    static func stroke(_ selector: String, _ color: Color, _ more: String) -> Rule {
        Rule(selector, "stroke:\(color.light);\(more);fill:none", dark: "stroke:\(color.dark)")
    }

    /// The style element of a chart; its rules touch nothing outside of the chart's own class.
    static func sheet(of chart: String, _ rules: [Rule]) -> String {
        let light = rules.map { ".\(chart) .\($0.selector){\($0.light)}" }
        let dark = rules.filter { !$0.dark.isEmpty }
            .map { ".\(chart) .\($0.selector){\($0.dark)}" }
        let lines =
            ["<style>"] + light + ["@media (prefers-color-scheme:dark){"] + dark
            + ["}", "</style>"]
        return lines.joined(separator: "\n")
    }
}
