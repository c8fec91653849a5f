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
    case like = "like.json"
    case agreement = "agreement.csv"
    case agreementSummary = "agreement.json"
    /// Which pseudonyms were given out in shared folders.
    case pseudonyms = "share-keys.json"

    package var name: String { rawValue }
}
