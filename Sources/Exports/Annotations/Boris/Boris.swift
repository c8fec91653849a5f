import Posture
import Consents
import Mimicry
package import Base
package import SessionModel

/// `boris.tsv`: postures and episodes as BORIS exports *tabular events*, tab-separated.
///
/// Every hold is a state event: a `START` row and a `STOP` row, at least a millisecond apart. The side
/// is the modifier. An episode is a state event of its follower, `mimicry of POSTURE`, from the
/// follower's onset, with congruence as the modifier and leader and lag as the comment.
///
/// Tabular events, because that is the one table of BORIS that goes both ways: scripts read it as
/// BORIS's own export, and with the columns `Code` and `Modifier` at its end (which repeat `Behavior`
/// and `Modifier #1`) it has the five columns, in whatever letter case, that BORIS asks for when it
/// imports events from a spreadsheet (`time`, `subject`, `code`, `modifier`, `comment`). BORIS imports
/// spreadsheets only (.ods, .xlsx), so that the table must be saved as one first.
///
/// Format: BORIS user guide, “Export events” and “Import observations”
/// (https://www.boris.unito.it/user_guide/); columns as of BORIS 8.27.
package struct Boris: SessionWriter {
    package static let fileName = SessionFile.boris.name
    package static let columns = [
        Column.observation.rawValue, "Observation date", "Description", "Observation duration",
        "Observation type", Column.source.rawValue, Column.offset.rawValue,
        Column.mediaDuration.rawValue, "FPS",
        Column.subject.rawValue, Column.behavior.rawValue, "Behavioral category", "Modifier #1",
        Column.type.rawValue, Column.time.rawValue, Column.fileName.rawValue, "Image index",
        "Image file path", "Comment", "Code", "Modifier",
    ]

    /// Columns of BORIS's tables that are read back.
    enum Column: String {
        case observation = "Observation id"
        case subject = "Subject"
        case behavior = "Behavior"
        /// State or point event; with `START` and `STOP` in tabular events, of which older versions
        /// call it `Status`.
        case type = "Behavior type"
        case status = "Status"
        /// Of tabular events.
        case time = "Time"
        /// Of aggregated events.
        case start = "Start (s)"
        case stop = "Stop (s)"
        /// Of the observation: what was added to all times, the media of each player and their lengths.
        case offset = "Time offset (s)"
        case source = "Source"
        case mediaDuration = "Media duration (s)"
        case totalLength = "Total length"
        /// The media file of the event, as versions 8, 7 and 6 call it.
        case fileName = "Media file name"
        case filePath = "Media file path"
        case file = "Media file"
        case media = "Media"

        var folded: String { rawValue.lowercased() }
    }

    /// What a row of tabular events says of its behavior.
    enum Mark: String {
        case start = "START"
        case stop = "STOP"
        case point = "POINT"
    }

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeRow(Self.columns.map { .text($0) }, separator: .tab)
        let observation = Observation(session)
        for event in Self.events(session) {
            try output.writeRow(observation.cells + event.cells(observation), separator: .tab)
        }
    }

    /// What every row says of the recording.
    private struct Observation {
        let cells: [Cell]
        private let sources: [SourceInfo]

        init(_ session: Session) {
            let sources = session.source
            self.sources = sources
            let file = sources.first?.file ?? ""
            // Chapters follow each other in one player of BORIS; cameras are shown side by side.
            let players = sources.indices.map { (sources[$0].chapter?.camera ?? $0) + 1 }
            let length =
                sources.first?.chapter == nil ? sources.first?.duration : sources.duration
            let consent = session.consent.map { "; consent, SHA-256 \($0.digest)" } ?? ""
            let review = session.review.map { "; \($0.clause)" } ?? ""
            let texts = { (values: [String]) in Cell.text(values.joined(separator: "|")) }
            cells = [
                .text(session.consent?.session ?? file), .text(""),
                .text("attune \(session.attune)\(consent)\(review)"), .seconds(length),
                .text("Media file(s)"),
                texts(zip(players, sources).map { "player #\($0):\($1.file)" }),
                // What BORIS adds to all times; ours have nothing added.
                .number(0, decimals: 3),
                texts(sources.map { DecimalText.text($0.duration, decimals: 3) }),
                texts(sources.map { DecimalText.text($0.rate, decimals: 3) }),
            ]
        }

        /// The first camera's file that shows a time, seconds.
        func file(at time: Double) -> String {
            let own = sources.filter { ($0.chapter?.camera ?? 0) == 0 }
            let begun = own.last { ($0.chapter?.start).map { $0 <= time } ?? false }
            return (begun ?? sources.first)?.file ?? ""
        }
    }

    private struct Event {
        var subject: String
        var behavior: String
        var category: String
        var modifier: String
        var isStart: Bool
        /// Milliseconds.
        var time: Int
        var comment: String

        func cells(_ observation: Observation) -> [Cell] {
            [
                .text(subject), .text(behavior), .text(category), .text(modifier),
                .text((isStart ? Mark.start : .stop).rawValue), .seconds(Double(time) / 1000),
                .text(observation.file(at: Double(time) / 1000)), .text("NA"), .text("NA"),
                .text(comment), .text(behavior),
                .text(modifier),
            ]
        }

        /// A STOP comes before a START at the same time, so that two holds that touch stay two.
        static func precedes(_ one: Event, _ other: Event) -> Bool {
            (one.time, one.isStart ? 1 : 0, one.subject, one.behavior, one.modifier)
                < (other.time, other.isStart ? 1 : 0, other.subject, other.behavior, other.modifier)
        }
    }

    private static func events(_ session: Session) -> [Event] {
        let held = session.postures.flatMap(\.held).flatMap { hold in
            pair(
                Event(
                    subject: session.name(of: hold.seat), behavior: hold.posture,
                    category: "posture", modifier: hold.side?.rawValue ?? "", isStart: true,
                    time: 0, comment: ""), hold.onset, hold.offset)
        }
        let episodes = session.episodesInOrder.flatMap { episode in
            let lag = DecimalText.text(episode.lag, decimals: 3)
            return pair(
                Event(
                    subject: session.name(of: episode.follower),
                    behavior: "mimicry of \(episode.posture)", category: "mimicry",
                    modifier: episode.congruence == .unsided ? "" : episode.congruence.rawValue,
                    isStart: true, time: 0,
                    comment: "leader \(session.name(of: episode.leader)), lag \(lag) s"),
                episode.followerOnset, episode.offset)
        }
        return (held + episodes).sorted(by: Event.precedes)
    }

    private static func pair(_ event: Event, _ onset: Double, _ offset: Double) -> [Event] {
        var start = event
        var stop = event
        stop.isStart = false
        stop.comment = ""
        start.time = Tiers.ticks(onset, 1000)
        stop.time = max(start.time + 1, Tiers.ticks(offset, 1000))
        return [start, stop]
    }
}
