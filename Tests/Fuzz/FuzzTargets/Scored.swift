import Base
import Archive
import Exports
import FuzzKit
import Mimicry
import Posture
import SessionModel

/// What `attune` goes on to do with what a reader accepted.
enum Scored {
    /// Postures, episodes, synchrony and timeline of both tracks, less the surrogates.
    static func score(_ tracks: [FeatureTrack]) {
        // Longer ones would only be slower.
        let times = tracks.flatMap { [$0.times.first, $0.times.last].compactMap { $0 } }
        guard let start = times.min(), let end = times.max(), end - start < 300,
            tracks.allSatisfy({ $0.count < 500 })
        else { return }
        var scorer = MimicryScorer()
        for (seat, sample) in SampleOrder(tracks) {
            _ = scorer.append(tracks[seat][sample: sample], of: Seat.allCases[seat])
        }
        _ = scorer.finish()
        let records = scorer.records
        _ = TimelineBuilder().points(
            first: tracks[0], second: tracks[1], records: (records[0], records[1]))
    }

    /// All files of a session that need no video.
    static func write(_ session: Session) {
        let library = FuzzFolder.shared.file("plot.js", Array("// nothing".utf8))
        let codes: Set<Int32> = [
            Failure.Kind.badInput.rawValue, Failure.Kind.cannotCreate.rawValue,
            Failure.Kind.software.rawValue,
        ]
        _ = Promise.read(refusing: codes) {
            let writers: [any SessionWriter] = [
                FeaturesCSV(), PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV(),
                SessionJSON(), ElanEAF(), PraatTextGrid(), WebVTT(), Boris(),
                try ReportHTML(libraryAt: library),
            ]
            try SessionFolder(FuzzFolder.shared.folder("written"), force: true)
                .write(session, with: writers)
        }
    }
}
