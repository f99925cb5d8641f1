/// A report as one page of HTML that needs nothing else: no script, no font, no picture from
/// elsewhere; light or dark as its reader's system asks, and black on white in print.
struct HTMLPage {
    struct Section {
        var heading: String
        var paragraphs: [String] = []
        /// SVG documents.
        var charts: [String] = []
        var tables: [Table] = []
    }

    struct Table {
        var caption: String
        var table: TextTable
    }

    var title: String
    /// What the whole page is about.
    var paragraphs: [String]
    var sections: [Section]

    var text: String {
        var chart = 0
        let body = sections.enumerated().flatMap { number, section in
            let parts =
                section.paragraphs.map(Self.paragraph)
                + section.charts.map { svg in
                    chart += 1
                    return "<figure>\n\(Self.embedded(svg, number: chart))</figure>"
                } + section.tables.map { Self.scrolled($0.table.html(caption: $0.caption)) }
            let id = "section-\(number + 1)"
            return [
                #"<section aria-labelledby="\#(id)">"#,
                #"<h2 id="\#(id)">\#(xmlText(section.heading))</h2>"#,
            ] + parts + ["</section>"]
        }
        let head = [
            "<!DOCTYPE html>", #"<html lang="en">"#, "<head>", #"<meta charset="utf-8">"#,
            #"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
            #"<meta name="color-scheme" content="light dark">"#,
            "<title>\(xmlText(title))</title>", "<style>", Self.style, "</style>", "</head>",
            "<body>", "<main>", "<h1>\(xmlText(title))</h1>",
        ]
        let lines =
            head + paragraphs.map(Self.paragraph) + body + ["</main>", "</body>", "</html>"]
        return lines.joined(separator: "\n")
    }

    private static func paragraph(_ text: String) -> String { "<p>\(xmlText(text))</p>" }

    /// Wide tables scroll by themselves, also from the keyboard.
    private static func scrolled(_ table: String) -> String {
        #"<div class="wide" tabindex="0">"# + "\n\(table)\n</div>"
    }

    /// Ids are unique on a page; those of a document need be so only in it.
    private static func embedded(_ svg: String, number: Int) -> String {
        svg.replacing("time-chart-hatch", with: "time-chart-hatch-\(number)")
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1f2328;--dim:#59636e;--paper:#fff;--line:#d1d9e0;\
        --band:#f6f8fa}
        @media (prefers-color-scheme:dark){:root{--ink:#f0f6fc;--dim:#9198a1;--paper:#0d1117;\
        --line:#3d444d;--band:#151b23}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,\
        -apple-system,"Segoe UI",sans-serif}
        main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:2rem 0 .5rem}
        p{margin:.4rem 0;max-width:48rem;overflow-wrap:anywhere}
        figure{margin:1rem 0}
        svg{display:block;max-width:100%;height:auto}
        .wide{overflow-x:auto;margin:1rem 0}
        table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--dim);padding:.25rem 0}
        th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:left;\
        white-space:nowrap}
        thead th{border-bottom:2px solid var(--line)}
        tbody tr:nth-child(even){background:var(--band)}
        tbody th{font-weight:inherit}
        .total{font-weight:600}
        .n{text-align:right}
        @media print{:root{color-scheme:light;--ink:#000;--dim:#444;--paper:#fff;--line:#999;\
        --band:#fff}main{max-width:none;padding:0}.wide{overflow:visible}\
        table{font-size:.7rem}figure,tr,h2{break-inside:avoid}h2{break-after:avoid}}
        """
}
