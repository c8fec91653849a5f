/// The files that Attune makes of a session, by name: what a withdrawal erases, records apart. A new
/// writer adds its file here.
package enum SessionFile: String, CaseIterable, Sendable {
    case features = "features.csv"
    case postures = "postures.csv"
    case episodes = "episodes.csv"
    case responses = "responses.csv"
    case synchrony = "synchrony.csv"
    case timeline = "timeline.csv"
    case gait = "gait.csv"
    case markers = "markers.csv"
    case landmarks = "landmarks.csv"
    case matrix = "matrix.csv"
    case boris = "boris.tsv"
    case summary = "session.json"
    case export = "timeline.json"
    case report = "report.html"
    case elan = "timeline.eaf"
    case elanTemplate = "coding.eaf"
    case praat = "timeline.TextGrid"
    case captions = "timeline.vtt"
    case clip = "review.mp4"
    /// What a coder decided.
    case reviews = "reviews.csv"
    case like = "like.json"
    case agreement = "agreement.csv"
    case agreementSummary = "agreement.json"
    /// Which pseudonyms were given out in shared folders.
    case pseudonyms = "share-keys.json"

    package var name: String { rawValue }

    /// What the names of files begin with that are made from a coder's review.
    private static let reviewed = "reviewed-"

    /// The name of such a file when it is made from a coder's review: beside the one that is made from what was
    /// measured, and never in its place.
    package static func name(_ name: String, reviewedBy coder: String) -> String {
        "\(reviewed)\(coder).\(name)"
    }

    /// The file of that name, whoever's review it may be made from.
    package init?(name: String) {
        if let file = SessionFile(rawValue: name) {
            self = file
            return
        }
        guard name.hasPrefix(Self.reviewed), let dot = name.firstIndex(of: "."),
            Review.fault(inCode: String(name[..<dot].dropFirst(Self.reviewed.count))) == nil,
            let file = SessionFile(rawValue: String(name[name.index(after: dot)...]))
        else { return nil }
        self = file
    }
}
