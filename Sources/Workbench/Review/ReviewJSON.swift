import Archive
import Base
import Exports
import Foundation
import Mimicry
import Posture
import SessionModel

/// What the page of a review shows. Nothing of what was measured is in it while that is hidden from the coder, nor before
/// a coder has begun.
struct ReviewJSON {
    let name: String
    let session: Session
    let reviews: [Review]

    func value(coder: String?) -> JSONValue {
        let review = reviews.first { $0.coder == coder }
        return .object(about + (review.map(of) ?? [.init("coder", .null)]))
    }

    private var about: [JSONValue.Member] {
        let sources = session.source.enumerated().map { index, source -> JSONValue in
            [
                "file": .string(source.file), "seconds": .rounded(source.duration),
                "start": .rounded(
                    session.source.start(of: index, offset: session.settings.offset)),
                "second_camera": .bool((source.chapter?.camera ?? index) == 1),
            ]
        }
        let postures = session.settings.postures.filter(\.isAdopted).map { posture -> JSONValue in
            ["name": .string(posture.name), "sided": .bool(posture.isSided)]
        }
        return [
            .init("name", .string(name)), .init("seats", .array(session.seats.map { .string($0) })),
            .init("start", .rounded(session.recorded.start)),
            .init("end", .rounded(session.recorded.end)),
            .init("drift", .rounded(session.settings.offsetBasis?.drift ?? 0, decimals: 9)),
            .init("sources", .array(sources)), .init("postures", .array(postures)),
            .init("exchanged", .array(session.settings.swapAt.map { .rounded($0) })),
            .init("coders", .array(reviews.map { .string($0.coder) })),
        ]
    }

    private func of(_ review: Review) -> [JSONValue.Member] {
        let summary = review.hidesMeasured ? nil : session.reviewed(by: review).review
        return [
            .init("coder", .string(review.coder)), .init("blind", .bool(review.isBlind)),
            .init("hides", .bool(review.hidesMeasured)),
            .init("reviewed", summary.map { .integer($0.reviewed) } ?? .null),
            .init("measured", summary.map { .integer($0.measured) } ?? .null),
            .init("episodes", .array(rows(review).map(\.value))),
        ]
    }

    private struct Row {
        /// Follower's onset, seconds.
        var time: Double
        var value: JSONValue
    }

    /// Measured episodes with what was decided of each, added ones, and decisions on what is no longer found.
    private func rows(_ review: Review) -> [Row] {
        var decisions: [Review.EpisodeID: Review.Item] = [:]
        for item in review.items { if let about = item.about { decisions[about] = item } }
        var rows: [Row] = []
        if !review.hidesMeasured {
            for episode in session.episodesInOrder {
                let id = episode.id(seats: session.seats)
                rows.append(row(decisions.removeValue(forKey: id), id, measured(episode)))
            }
        }
        for item in review.items {
            let isFound = item.about.map { decisions[$0] == nil } ?? false
            if !isFound { rows.append(row(item, item.about, nil)) }
        }
        return rows.sorted { $0.time < $1.time }
    }

    private func row(
        _ item: Review.Item?, _ about: Review.EpisodeID?, _ measured: Review.Finding?
    ) -> Row {
        let shown = item?.finding ?? measured
        return Row(
            time: shown?.followerOnset ?? about?.followerOnset ?? 0,
            value: [
                "about": about.map(value) ?? .null,
                "measured": measured.map(value) ?? .null,
                "verdict": item.map { .string($0.verdict.rawValue) } ?? .null,
                "finding": item?.finding.map(value) ?? .null,
                "note": .string(item?.note ?? ""),
                "text": shown.flatMap(sentence).map { .string($0) } ?? .null,
            ])
    }

    private func sentence(_ finding: Review.Finding) -> String? {
        guard let leader = session.seats.firstIndex(of: finding.leader).flatMap(Seat.init) else {
            return nil
        }
        return EpisodeSentence(
            Episode(
                posture: finding.posture, leader: leader, leaderSide: finding.leaderSide,
                followerSide: finding.followerSide,
                congruence: Congruence(finding.leaderSide, finding.followerSide),
                leaderOnset: finding.leaderOnset, followerOnset: finding.followerOnset,
                offset: finding.offset, sharedDuration: finding.offset - finding.followerOnset),
            seats: session.seats
        ).description
    }

    private func measured(_ episode: Episode) -> Review.Finding {
        Review.Finding(
            posture: episode.posture, leader: session.name(of: episode.leader),
            leaderSide: episode.leaderSide, followerSide: episode.followerSide,
            leaderOnset: episode.leaderOnset, followerOnset: episode.followerOnset,
            offset: episode.offset)
    }

    private func value(_ id: Review.EpisodeID) -> JSONValue {
        [
            "posture": .string(id.posture), "leader": .string(id.leader),
            "leader_onset": .rounded(id.leaderOnset, decimals: 6),
            "follower_onset": .rounded(id.followerOnset, decimals: 6),
        ]
    }

    private func value(_ finding: Review.Finding) -> JSONValue {
        [
            "posture": .string(finding.posture), "leader": .string(finding.leader),
            "leader_side": finding.leaderSide.map { .string($0.rawValue) } ?? .null,
            "follower_side": finding.followerSide.map { .string($0.rawValue) } ?? .null,
            "leader_onset": .rounded(finding.leaderOnset, decimals: 6),
            "follower_onset": .rounded(finding.followerOnset, decimals: 6),
            "offset": .rounded(finding.offset, decimals: 6),
        ]
    }
}
