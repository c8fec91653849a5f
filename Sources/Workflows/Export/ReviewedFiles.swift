package import Archive
package import Base
import Exports
package import SessionModel

/// A coder's review of a session, and the files that are made from it.
package struct ReviewedFiles {
    package let review: Review
    private let record: SessionRecord

    /// - Throws: ``Failure/Kind/noInput`` when the coder has reviewed nothing there, ``Failure/Kind/badInput`` while what
    ///   was measured is hidden from them.
    package init(_ record: SessionRecord, coder: String, in folder: String) throws(Failure) {
        self.record = record
        guard let review = try record.review(by: coder) else {
            let coders = try record.reviews().map(\.coder)
            throw Failure.noInput(
                "\(folder) holds no review by \(coder.oneLine)",
                remedy: coders.isEmpty
                    ? "nobody has reviewed it yet: do it on the page of \(.open)"
                    : "give one of \(coders.joined(separator: ", "))")
        }
        guard !review.hidesMeasured else {
            throw Failure.badInput(
                "\(coder) still marks the episodes of \(folder) without seeing those that were measured",
                remedy: "show them on the page of \(.open) first")
        }
        self.review = review
    }

    /// Names of the files that tell of episodes; all others say the same of what was measured and what was reviewed.
    private static let telling: Set<String> = [
        SessionFile.episodes, .report, .summary, .elan, .praat, .captions, .boris, .export, .clip,
    ].reduce(into: []) { $0.insert($1.name) }

    /// Those of these writers whose files tell of episodes, and with the tables what the coder decided.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when there are none.
    func writers(
        _ writers: [any SessionWriter], formats: [ExportFormat]
    ) throws(Failure) -> [any SessionWriter] {
        var kept = writers.filter { Self.telling.contains($0.fileName) }
        if kept.contains(where: { $0.fileName == SessionFile.episodes.name }) {
            kept.append(ReviewsCSV(review, of: try record.session()))
        }
        guard !kept.isEmpty else {
            throw Failure.badInput(
                "\(formats.map(\.name).joined(separator: ", ")) tells of no episode, which is all that a "
                    + "review changes", remedy: "choose another \(.format)")
        }
        return kept
    }
}
