package import Base
package import SessionModel

/// `timeline.TextGrid`: postures and episodes as interval tiers for Praat, in its long text format.
///
/// The tiers are those of ``ElanEAF`` without the dependent ones; notes and changes of the distance are points. Every tier covers the whole time
/// from the start of the recording to its end; where nothing is held, the interval's text is empty,
/// as Praat has it. Times are in seconds, whole microseconds. UTF-8, which Praat reads by default. A
/// line break in the name of a tier becomes a blank: Praat takes it, but other readers of the format
/// look for the name on one line. In an interval's text it stays.
///
/// Format: P. Boersma & D. Weenink, Praat manual, “TextGrid file formats”.
package struct PraatTextGrid: SessionWriter {
    package static let fileName = SessionFile.praat.name

    private static let ticksPerSecond = 1e6

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let tiers = Tiers(session, ticksPerSecond: Self.ticksPerSecond)
        let grid =
            tiers.postures.map { ($0.name, $0.stretches) }
            + tiers.episodes.map { lane in
                (
                    lane.name + (session.review.map { ", \($0.clause)" } ?? ""),
                    lane.items.map {
                        Tiers.Stretch(
                            start: $0.start, end: $0.end, label: session.label(of: $0.episode))
                    }
                )
            }
        let span = Self.span(session, grid.flatMap(\.1) + tiers.points.flatMap(\.points))
        try output.write("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n")
        try output.write("xmin = \(Self.seconds(span.lowerBound)) \n")
        try output.write("xmax = \(Self.seconds(span.upperBound)) \n")
        try output.write(
            "tiers? <exists> \nsize = \(grid.count + tiers.points.count) \nitem []: \n")
        var names = UniqueNames()
        for (index, (name, stretches)) in grid.enumerated() {
            try output.write("    item [\(index + 1)]:\n        class = \"IntervalTier\" \n")
            let line = names.take(Self.oneLine(name))
            try output.write("        name = \(Escaping.praat(line)) \n")
            try Self.write(Self.filled(stretches, span), in: span, to: &output)
        }
        for (index, tier) in tiers.points.enumerated() {
            try output.write(
                "    item [\(grid.count + index + 1)]:\n        class = \"TextTier\" \n")
            try output.write("        name = \(Escaping.praat(names.take(tier.name))) \n")
            try Self.write(points: tier.points, in: span, to: &output)
        }
    }

    /// The whole time, in ticks; never empty.
    private static func span(_ session: Session, _ stretches: [Tiers.Stretch]) -> Range<Int> {
        let span = session.span
        let start = min(
            Tiers.ticks(span.start, ticksPerSecond), stretches.map(\.start).min() ?? .max)
        let end = max(Tiers.ticks(span.end, ticksPerSecond), stretches.map(\.end).max() ?? .min)
        return start..<max(end, start + 1)
    }

    /// The stretches and the empty ones between them.
    private static func filled(
        _ stretches: [Tiers.Stretch], _ span: Range<Int>
    ) -> [Tiers.Stretch] {
        var result: [Tiers.Stretch] = []
        var time = span.lowerBound
        for stretch in stretches {
            if stretch.start > time {
                result.append(Tiers.Stretch(start: time, end: stretch.start, label: ""))
            }
            result.append(stretch)
            time = stretch.end
        }
        if time < span.upperBound {
            result.append(Tiers.Stretch(start: time, end: span.upperBound, label: ""))
        }
        return result
    }

    private static func write(
        _ intervals: [Tiers.Stretch], in span: Range<Int>, to output: inout FileWriter
    ) throws(Failure) {
        try output.write("        xmin = \(seconds(span.lowerBound)) \n")
        try output.write("        xmax = \(seconds(span.upperBound)) \n")
        try output.write("        intervals: size = \(intervals.count) \n")
        for (index, interval) in intervals.enumerated() {
            try output.write(
                "        intervals [\(index + 1)]:\n"
                    + "            xmin = \(seconds(interval.start)) \n"
                    + "            xmax = \(seconds(interval.end)) \n"
                    + "            text = \(Escaping.praat(interval.label)) \n")
        }
    }

    /// Two points of a tier are never at the same time: a later one gives way by a microsecond.
    private static func write(
        points: [Tiers.Stretch], in span: Range<Int>, to output: inout FileWriter
    ) throws(Failure) {
        try output.write("        xmin = \(seconds(span.lowerBound)) \n")
        try output.write("        xmax = \(seconds(span.upperBound)) \n")
        try output.write("        points: size = \(points.count) \n")
        var next = span.lowerBound
        for (index, point) in points.enumerated() {
            let time = max(next, point.start)
            try output.write(
                "        points [\(index + 1)]:\n            number = \(seconds(time)) \n"
                    + "            mark = \(Escaping.praat(point.label)) \n")
            next = time + 1
        }
    }

    /// The text with blanks in place of line breaks.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private static func seconds(_ ticks: Int) -> String {
        DecimalText.text(Double(ticks) / ticksPerSecond, decimals: 6, atLeast: 0)
    }
}
