import Base
import Posture

/// Reads motion energy: two columns of numbers, or several that are named as whose they are, or two files
/// with one person each.
struct MotionEnergyReader {
    let paths: [String]
    /// Samples per second.
    let rate: Double
    /// Whose the columns are; needed when there are more than two.
    var columns: PersonColumns?
    /// Whether samples at which a cut changed the picture are left out.
    var dropsSpikes = true

    func read() throws(Failure) -> SeriesRecording {
        var warnings = [
            "only motion energy is known: no postures and no episodes can be found"
        ]
        let reader = PersonSeriesReader(
            paths: paths, rate: rate, columns: columns, subject: "motion energy",
            change: "in which something moves")
        var people = try reader.read(&warnings)
        let count = people[0].values.count
        let spikes = CutSpikes(people[0].values, people[1].values).samples
        if dropsSpikes, !spikes.isEmpty {
            for index in people.indices {
                for spike in spikes { people[index].values[spike] = .nan }
            }
            for person in people { try reader.check(person) }
            warnings.append(Self.dropped(spikes.count, of: count))
        }
        return try recording(people, spikes.count, warnings)
    }

    private func recording(
        _ people: [PersonSeriesReader.Person], _ spikes: Int, _ warnings: [String]
    ) throws(Failure) -> SeriesRecording {
        let largest = people.flatMap(\.values).reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
        // Pixels that changed: how many there are is not known, so the highest value stands for all.
        let unit = largest > 1 ? largest : 1
        var sources: [SeriesRecording.Source] = []
        for path in paths { sources.append(try SeriesReader.source(path)) }
        let names = people.compactMap(\.name)
        let count = people[0].values.count
        var recording = SeriesRecording(
            format: .mea, tracks: people.map { track($0.values, unit: unit) },
            names: Set(names).count == 2 ? names : nil, sources: sources, frames: count,
            duration: Double(count) / rate, energyUnit: unit, warnings: warnings)
        recording.spikes = spikes
        recording.columns = columns?.description
        return recording
    }

    private static func dropped(_ spikes: Int, of count: Int) -> String {
        "both people's motion energy jumps together in \(spikes) of \(count) samples, far above "
            + "everything else, as where a video is cut; "
            + (spikes == 1 ? "that sample was" : "those samples were") + " left out"
    }

    private func track(_ values: [Double], unit: Double) -> FeatureTrack {
        var track = FeatureTrack()
        var row = [Double](repeating: .nan, count: Channel.allCases.count)
        for (index, value) in values.enumerated() {
            row[Channel.motionEnergy.index] = value / unit
            track.append(
                time: Double(index) / rate, presence: value.isNaN ? 0 : 1, row: row)
        }
        return track
    }
}
