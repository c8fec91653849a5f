import Posture
import Consents
import Archive
import Base
import Exports
import Foundation
import SessionModel
import VisionProtocol

/// `review.mp4`: both people as skeletons on black with the captions of the episodes, made from the
/// record without the video.
///
/// A picture per measured instant, at that instant's own timestamp, so that it runs in step with the
/// recording. The vision process draws and encodes it.
struct ReviewClip: SessionWriter {
    static let fileName = SessionFile.clip.name

    /// Open while the clip is made.
    let record: SessionRecord
    let reporter: any Reporter

    func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.fill { path throws(Failure) in try make(session, at: path) }
    }

    private func make(_ session: Session, at path: String) throws(Failure) {
        let request = ClipRequest(
            path: path,
            comment: [
                session.consent.map { "consent, SHA-256 \($0.digest)" }, session.review?.clause,
            ].compactMap { $0 }.joined(separator: "; "),
            seats: session.seats,
            pictures: try record.storedPictures().map {
                .init(width: $0.upright.width, height: $0.upright.height)
            },
            captions: session.episodes.map { EpisodeCaption($0, seats: session.seats) }
                .sorted { $0.start < $1.start }
                .map { .init(start: $0.start, end: $0.end, text: $0.text) })
        let process = try ClipProcess(path)
        try process.send(.request(request))
        let duration = session.source.duration ?? 0
        var progress = reporter.progress(of: "drawing the clip", duration: duration, from: 0)
        var last = 0.0
        try record.forEachSeatedFrame(swapAt: session.settings.swapAt) { frame throws(Failure) in
            try process.send(.frame(ClipFrame(frame)))
            progress.step(to: frame.time)
            last = frame.time
        }
        try process.send(.end)
        try process.finish()
        progress.finish(at: last)
    }
}

extension ClipFrame {
    /// What is drawn of a frame: landmarks and how likely they were in sight, nothing else.
    init(_ frame: SeatedFrame) {
        self.init(
            time: frame.time,
            figures: zip(frame.poses, frame.recordings).map { pose, recording in
                pose.flatMap { pose in
                    pose.isUnfilmed
                        ? nil
                        : Figure(
                            picture: UInt8(recording),
                            points: pose.points.map {
                                Figure.Point(
                                    x: $0.x, y: $0.y,
                                    visibility: UInt8(
                                        (min(max($0.visibility, 0), 1) * 255).rounded()))
                            })
                }
            })
    }
}
