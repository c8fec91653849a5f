import Base
import Posture

/// Reads what two belts around the chest measured: two columns of numbers in any unit that rise as people breathe in, or
/// several that are named as whose they are, or two files with one person each.
struct BeltReader {
    let paths: [String]
    /// Samples per second.
    let rate: Double
    /// Whose the columns are; needed when there are more than two. Two belts of one person are added up.
    var columns: PersonColumns?

    /// Samples a second: six of the quickest breath.
    private static let leastRate = 4.0

    /// - Throws: ``Failure/Kind/badInput``, ``Failure/Kind/usage`` for a rate at which breaths are not seen.
    func read() throws(Failure) -> SeriesRecording {
        guard rate >= Self.leastRate else {
            throw Failure.usage(
                "belts with \(DecimalText.text(rate, decimals: 3, atLeast: 0)) samples a second do not show "
                    + "quick breaths",
                remedy: "give 4 samples a second or more, and say with \(.rate) how many there are")
        }
        var warnings = [
            "only breathing is known: no movement, and no episodes can be found"
        ]
        let people = try PersonSeriesReader(
            paths: paths, rate: rate, columns: columns, subject: "belts",
            change: "of somebody who breathes"
        ).read(&warnings)
        let count = people[0].values.count
        var sources: [SeriesRecording.Source] = []
        for path in paths { sources.append(try SeriesReader.source(path)) }
        let names = people.compactMap(\.name)
        let tracks = people.map { FeatureTrack(belt: $0.values, rate: rate) }
        for (person, track) in zip(people, tracks)
        where !track[.breath].contains(where: \.isFinite) {
            throw Failure.badInput(
                "\(person.path): \(person.place) shows no breathing between 6 and 36 breaths a minute",
                remedy: "give a belt of 8 s and more, and check \(.rate)")
        }
        var recording = SeriesRecording(
            format: .belts, tracks: tracks, names: Set(names).count == 2 ? names : nil,
            sources: sources, frames: count, duration: Double(count) / rate, warnings: warnings)
        recording.columns = columns?.description
        return recording
    }
}
