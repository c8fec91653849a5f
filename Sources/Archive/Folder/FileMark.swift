import Base
import Foundation
import SessionModel

/// What shows that a file is Attune's and does not only bear the name of one: the version that wrote it, the
/// heading of a table, the number in a record.
///
/// A folder may hold a `features.csv` of another program, or be no session at all.
enum FileMark {
    /// How much of the beginning is looked at, bytes.
    static let reach = 4096

    /// Whether the beginning of a file of that name shows the mark; `nil` for a kind that carries none.
    static func isShown(by beginning: [UInt8], of name: String) -> Bool? {
        if StagedFile.isStaged(name) { return true }
        if SessionFile.isRecord(name) { return isRecord(beginning, name) }
        guard let text = text(of: name) else { return nil }
        return String(decoding: beginning.prefix(reach), as: UTF8.self).contains(text)
    }

    /// What stands near the beginning of every such file.
    private static func text(of name: String) -> String? {
        let end = (name as NSString).pathExtension
        if let heading = SessionFile(rawValue: name)?.heading { return heading + "," }
        switch end {
        case "json": return name == SessionFile.pseudonyms.name ? "\"exports\"" : "\"attune\""
        case "html": return "Attune"
        case "eaf": return "AUTHOR=\"attune "
        case "vtt": return "NOTE attune "
        default: return nil
        }
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
        case .features: "time,seat,presence"
        case .postures: "seat,posture,side"
        case .responses: "measure,group,name"
        case .synchrony: "channel,mapping,window_start"
        case .timeline: "time,mimicry_percentile"
        case .landmarks: "time,seat,landmark"
        case .agreement: "seat,posture,seconds"
        case .episodes, .markers, .matrix, .boris, .summary, .export, .report, .elan, .elanTemplate,
            .praat, .captions, .clip, .like, .agreementSummary, .pseudonyms:
            nil
        }
    }
}
