import Base
import Foundation
import SessionModel

/// What shows that a file is Attune's and does not only bear the name of one: the version that wrote it, the
/// heading of a table, the number in a record.
///
/// A folder may hold a `features.csv` of another program, or be no session at all.
enum FileMark {
    /// How much of the beginning, and of the end of a film, is looked at, bytes.
    static let reach = 4096
    /// The description of a film that this program wrote stands behind the pictures.
    static let reachOfFilms = 1 << 20

    /// Whether a file of that name shows the mark; `nil` for a kind that carries none: Praat's, a matrix, a damaged
    /// record.
    ///
    /// - Parameters:
    ///   - beginning: the first ``reach`` bytes.
    ///   - end: the last ``reachOfFilms`` bytes of a film; otherwise nothing.
    static func isShown(by beginning: [UInt8], end: [UInt8] = [], of name: String) -> Bool? {
        if StagedFile.isStaged(name) { return true }
        if SessionFile.isRecord(name) { return isRecord(beginning, name) }
        let text = String(decoding: beginning.prefix(reach), as: UTF8.self)
        let headings = headings(of: name)
        if !headings.isEmpty { return headings.contains { text.hasPrefix($0) } }
        switch (name as NSString).pathExtension {
        case "json" where name == SessionFile.pseudonyms.name: return text.contains("\"exports\"")
        case "json": return text.firstMatch(of: /"attune": ?"[0-9]+\.[0-9]+\./) != nil
        case "html": return text.contains("– Attune</title>")
        case "eaf": return text.contains("AUTHOR=\"attune ")
        case "vtt": return text.hasPrefix("WEBVTT\n\nNOTE attune ")
        case "mp4": return end.firstRange(of: Array("consent, SHA-256 ".utf8)) != nil
        case "tsv": return isBoris(text)
        default: return nil
        }
    }

    /// What a table begins with; empty for other files. Those of a study have other columns.
    private static func headings(of name: String) -> [String] {
        let studys =
            switch StudyFile(rawValue: name) {
            case .sessions, .thirds: ["session,dyad,"]
            case .episodes: ["session,posture,leader,"]
            case .synchrony: ["session,channel,"]
            case .recombined: ["first_session,second_session,"]
            case .multiverse: ["specification,figure,"]
            case .power: ["figure,effect,observed,"]
            case .summary, .page, nil: [String]()
            }
        return (SessionFile(name: name)?.heading.map { [$0] } ?? []) + studys
    }

    /// BORIS writes the same heading; ours names its maker in every row.
    private static func isBoris(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.hasPrefix("Observation id\tObservation date\t"), lines.count == 2 else {
            return false
        }
        return lines[1].isEmpty || lines[1].contains("\tattune ")
    }

    /// A damaged record, or a log, may have lost its number.
    private static func isRecord(_ beginning: [UInt8], _ name: String) -> Bool? {
        guard name.hasSuffix(".sqlite"), !name.contains(".damaged"),
            beginning.starts(with: Array("SQLite format 3\0".utf8)), beginning.count > 72
        else { return nil }
        let number = beginning[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return number == 0 ? nil : number == UInt32(bitPattern: RecordSchema.applicationID)
    }
}

extension SessionFile {
    /// The first columns of a table, which no other program's has; `nil` for other files.
    var heading: String? {
        switch self {
        case .features: "time,seat,presence,"
        case .postures: "seat,posture,side,"
        case .episodes: "posture,leader,follower,leader_side,"
        case .responses: "measure,group,name,"
        case .synchrony: "channel,mapping,window_start,"
        case .timeline: "time,mimicry_percentile,"
        case .gait: "seat,foot,time,step_time,"
        case .markers: "time,text\n"
        case .landmarks: "time,seat,landmark,"
        case .agreement: "seat,posture,seconds,"
        case .reviews: "coder,decided,item,"
        case .matrix, .boris, .summary, .export, .report, .elan, .elanTemplate,
            .praat, .captions, .clip, .like, .agreementSummary, .pseudonyms:
            nil
        }
    }
}
