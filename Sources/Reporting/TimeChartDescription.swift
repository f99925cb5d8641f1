internal import Domain

extension TimeChart {
    /// What the picture shows, in words.
    var description: String {
        var sentences = [
            subtitle,
            "\(unit) from \(moment(shown.lowerBound)) to \(moment(shown.upperBound)), \(zone)",
        ]
        for series in series { sentences.append("\(series.name): \(values(of: series))") }
        if !bands.isEmpty {
            sentences.append("Bands: " + bands.map(\.name).joined(separator: ", "))
        }
        let next = labelledSpans.filter { $0.minutes.upperBound > now ?? .min }
        for (kind, name) in [(Span.Kind.peak, "Next peak"), (.trough, "Next trough")] {
            if let span = next.first(where: { $0.kind == kind }) {
                sentences.append("\(name): \(span.label)")
            }
        }
        let gaps = shownSpans.count { $0.kind == .gap }
        if gaps > 0 { sentences.append("Gaps without data: \(gaps)") }
        return sentences.filter { !$0.isEmpty }.joined(separator: ". ") + "."
    }

    private func values(of series: Series) -> String {
        guard let extremes = series.extremes(within: shown) else { return "no value is known" }
        let bins = series.bins(within: shown)
        let highest = bins.minutes(of: extremes.greatestIndex).lowerBound
        guard extremes.least < extremes.greatest else {
            return "\(briefText(extremes.least)) throughout"
        }
        return "\(briefText(extremes.least)) to \(briefText(extremes.greatest)), highest at "
            + moment(highest)
    }

    private func moment(_ minute: Int) -> String {
        let local = offsets.local(minute)
        return "\(longDateText(local)) \(clockText(local))"
    }
}
