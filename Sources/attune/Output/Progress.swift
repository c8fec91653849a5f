import ArgumentParser
import Foundation
import Workflows

/// How progress is shown on standard error.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    /// One line that is redrawn on a terminal, `plain` elsewhere.
    case auto
    /// A line every ten per cent or ten seconds.
    case plain
    /// A JSON object per line, once a second.
    case json
    /// Nothing.
    case off = "none"
}

/// Shows how far a task has come: share, frames per second, time left.
struct Progress: ProgressMeter {
    private let style: ProgressStyle
    /// What is being done, such as `measuring`.
    private let task: String
    /// Seconds of video to come, 0 when unknown.
    private let duration: Double
    /// Whether steps are frames; other steps are not worth a rate.
    private let countsFrames: Bool
    /// Share of the video that was measured before.
    private let earlier: Double
    private let begun = ContinuousClock.now
    private var shown: ContinuousClock.Instant?
    private var shownShare = 0.0
    private var frames = 0

    /// - Parameter start: seconds of the video that were measured before.
    init(
        _ style: ProgressStyle, of task: String, duration: Double, from start: Double,
        countsFrames: Bool = true
    ) {
        self.countsFrames = countsFrames
        self.task = task
        self.style = style == .auto && !Terminal.canRedraw ? .plain : style
        self.duration = duration
        earlier = duration > 0 ? min(start / duration, 1) : 0
        shownShare = earlier
    }

    mutating func step(to time: Double) {
        frames += 1
        let share = duration > 0 ? min(time / duration, 1) : 0
        guard style != .off, isDue(share) else { return }
        shown = .now
        shownShare = share
        show(share, time: time)
    }

    /// Completes the terminal's line.
    mutating func finish(at time: Double) {
        guard style != .off, frames > 0 else { return }
        show(1, time: time)
        if style == .auto { Terminal.endLine() }
    }

    private func isDue(_ share: Double) -> Bool {
        let waited = shown.map { ContinuousClock.now - $0 } ?? (ContinuousClock.now - begun)
        return switch style {
        case .auto: waited > .milliseconds(200)
        case .json: waited > .seconds(1)
        case .plain: share - shownShare >= 0.1 || waited > .seconds(10)
        case .off: false
        }
    }

    private func show(_ share: Double, time: Double) {
        let elapsed = (ContinuousClock.now - begun).seconds
        let rate = elapsed > 0 ? Double(frames) / elapsed : 0
        let left = share > earlier ? elapsed * (1 - share) / (share - earlier) : nil
        switch style {
        case .json:
            let remaining = left.map { String(format: "%.1f", $0) } ?? "null"
            Terminal.tell(
                String(
                    format: #"{"share":%.4f,"time":%.3f,"frames":%d,"fps":%.1f,"left":"#,
                    share, time, frames, rate) + remaining + "}")
        case .auto:
            Terminal.redraw(line(share, rate, left))
        case .plain: Terminal.tell(line(share, rate, left))
        case .off: break
        }
    }

    private func line(_ share: Double, _ rate: Double, _ left: Double?) -> String {
        let percent = duration > 0 ? String(format: "%3.0f %%", share * 100) : "\(frames) frames"
        var text = "\(task) \(percent)"
        if countsFrames { text += ", " + String(format: "%.0f frames/s", rate) }
        if duration > 0, share < 1, let left { text += ", \(Self.clock(left)) left" }
        return text
    }

    /// Minutes and seconds, such as 2:07.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e6).rounded(.up))
        return String(format: "%d:%02d", whole / 60, whole % 60)
    }
}

extension Duration {
    /// As a number of seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
