import Base
import CVision
import Foundation
import Posture
import VisionProtocol

/// Draws the pictures of a clip: both people as skeletons on black, their names, the time, and below
/// them the captions that are due.
struct ClipDrawing {
    /// A landmark with a lower visibility was probably hidden or out of the picture; BlazePose's model
    /// card gives no threshold, one half is the middle.
    static let seen: UInt8 = 128

    let request: ClipRequest
    let layout: ClipLayout

    init(_ request: ClipRequest) {
        self.request = request
        layout = ClipLayout(request.pictures)
    }

    func draw(_ frame: ClipFrame, on clip: Clip) throws {
        clip.clear()
        for (seat, figure) in frame.figures.enumerated() {
            if let figure { try draw(figure, of: seat, on: clip) }
        }
        clip.draw(within: layout.band)
        try drawHead(frame, on: clip)
        try drawCaptions(at: frame.time, on: clip)
    }

    // MARK: People

    private func draw(_ figure: ClipFrame.Figure, of seat: Int, on clip: Clip) throws {
        let picture = Int(figure.picture)
        guard layout.pictures.indices.contains(picture),
            figure.points.count == Landmark.allCases.count
        else { return }
        clip.draw(within: layout.pictures[picture])
        let style = SeatStyle.all[seat]
        func point(_ landmark: Landmark) -> ((x: Double, y: Double), isSeen: Bool)? {
            let point = figure.points[landmark.rawValue]
            guard point.x.isFinite, point.y.isFinite else { return nil }
            return (
                layout.place(Double(point.x), Double(point.y), in: picture),
                point.visibility >= Self.seen
            )
        }
        for (one, other) in Skeleton.bones {
            guard let from = point(one), let to = point(other) else { continue }
            style.line(clip, from.0, to.0, isSeen: from.isSeen && to.isSeen)
        }
        for landmark in Skeleton.joints {
            if let joint = point(landmark) { style.joint(clip, joint.0, isSeen: joint.isSeen) }
        }
        let head = Skeleton.head.compactMap { point($0)?.0 }
        try drawName(seat, above: head, in: layout.pictures[picture], on: clip)
    }

    private func drawName(
        _ seat: Int, above head: [(x: Double, y: Double)], in area: ClipLayout.Area, on clip: Clip
    ) throws {
        guard let left = head.map(\.x).min(), let right = head.map(\.x).max(),
            let top = head.map(\.y).min()
        else { return }
        // Above the hair, which lies about as high above the eyes as the head is wide.
        let y = max(area.y + 2, top - (right - left) - 30)
        try clip.text(
            request.seats[seat], x: (left + right) / 2, y: y, width: 300, size: 20,
            anchor: .middle, SeatStyle.all[seat].ink)
    }

    // MARK: Text

    /// The time at the left; the seats with their lines at the right, and who was not seen.
    private func drawHead(_ frame: ClipFrame, on clip: Clip) throws {
        let top = layout.top(ofLine: 0)
        try clip.text(Self.clock(frame.time), x: layout.band.x, y: top, width: 150, .grey)
        let share = (layout.band.width - 150) / 2
        for seat in request.seats.indices {
            let style = SeatStyle.all[seat]
            let x = layout.band.x + 150 + share * Double(seat)
            let middle = top + ClipLayout.line * 0.4
            style.line(clip, (x + 8, middle), (x + 48, middle), isSeen: true)
            let isThere = seat < frame.figures.count && frame.figures[seat] != nil
            try clip.text(
                request.seats[seat] + (isThere ? "" : " (not seen)"), x: x + 60, y: top,
                width: share - 60, style.ink)
        }
    }

    private func drawCaptions(at time: Double, on clip: Clip) throws {
        let due = request.captions.filter { $0.start <= time && time < $0.end }
        let room = ClipLayout.lines - 1
        var texts = due.map(\.text)
        if texts.count > room {
            texts = texts.prefix(room - 1) + ["… and \(texts.count - room + 1) more"]
        }
        for (line, text) in texts.enumerated() {
            try clip.text(
                text, x: layout.band.x, y: layout.top(ofLine: line + 1), width: layout.band.width,
                bold: true, .white)
        }
    }

    /// Such as `0:14:03.2`, cut and not rounded, as clocks do.
    static func clock(_ time: Double) -> String {
        let tenths = Int(bounded: (max(0, time) * 10 + 1e-6).rounded(.down))
        return String(
            format: "%d:%02d:%02d.%d", tenths / 36000, tenths / 600 % 60, tenths / 10 % 60,
            tenths % 10)
    }
}
