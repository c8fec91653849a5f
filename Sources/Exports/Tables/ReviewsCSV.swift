package import Base
import Foundation
import Mimicry
import Posture
package import SessionModel

/// `reviews.csv`: what a coder decided, a row for each decision, in the order in which they were made.
///
/// `item` is the row of the measured episode in `episodes.csv`, from 1; empty of an episode that was added, and of a
/// decision on one that is no longer found. `seat`, `side`, `onset` and `offset` are those of the person who follows,
/// as the coder has them.
package struct ReviewsCSV: SessionWriter {
    package static let fileName = SessionFile.reviews.name

    package static let columns = [
        "coder", "decided", "item", "posture", "seat", "side", "onset", "offset", "verdict", "note",
        "leader", "leader_side", "leader_onset", "blind",
    ]

    /// As they are kept, and the session as it was measured.
    private let review: Review
    private let measured: Session

    package init(_ review: Review, of measured: Session) {
        self.review = review
        self.measured = measured
    }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        let episodes = measured.episodesInOrder
        let places = Dictionary(
            episodes.enumerated().map { ($1.id(seats: measured.seats), $0) },
            uniquingKeysWith: { first, _ in first })
        for item in review.items {
            let place = item.about.flatMap { places[$0] }
            let episode = place.map { episodes[$0] }
            guard let id = item.finding?.id ?? item.about else { continue }
            let follower = measured.seats.first { $0 != id.leader } ?? ""
            let finding = item.finding
            let confirmed = item.about == nil ? "added" : "corrected"
            let verdict = finding == nil ? item.verdict.rawValue : confirmed
            try output.writeRow([
                .text(review.coder), .text(item.decided.formatted(.iso8601)),
                place.map { .integer($0 + 1) } ?? .text(""), .text(id.posture), .text(follower),
                .text((finding.map(\.followerSide) ?? episode?.followerSide)?.rawValue ?? ""),
                .seconds(id.followerOnset), .seconds(finding?.offset ?? episode?.offset),
                .text(verdict), .text(item.note), .text(id.leader),
                .text((finding.map(\.leaderSide) ?? episode?.leaderSide)?.rawValue ?? ""),
                .seconds(id.leaderOnset), .integer(item.isBlind ? 1 : 0),
            ])
        }
    }
}
