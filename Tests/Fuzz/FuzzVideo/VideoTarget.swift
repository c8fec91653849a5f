import CVision
package import FuzzKit

/// A file that claims to be a video.
///
/// Promises: a status of the header's, a message of one line with every failure, times that rise,
/// sizes and shares within their bounds.
package enum VideoTarget {
    /// Enough to come through the decoder's delay.
    private static let mostFrames = 12

    package static let target = FuzzTarget("video", seeds: []) { bytes in
        let path = FuzzFolder.shared.file("video", bytes)
        var source: OpaquePointer?
        guard call({ cv_source_open(path, &source, $0) }) == CV_OK, let source else { return }
        defer { cv_source_close(source) }
        var info = cv_source_info()
        cv_source_describe(source, &info)
        FuzzTarget.expect(info.width > 0 && info.height > 0, "a size")
        FuzzTarget.expect(info.width.isFinite && info.height.isFinite, "a finite size")
        FuzzTarget.expect(info.rate >= 0 && info.rate.isFinite, "a rate, not \(info.rate)")
        FuzzTarget.expect(info.duration.isFinite, "a duration, not \(info.duration)")
        read(source, info)
    }

    private static func read(_ source: OpaquePointer, _ info: cv_source_info) {
        guard let frame = cv_frame_new(), let other = cv_frame_new(), let motion = cv_motion_new()
        else { fatalError("out of memory") }
        defer {
            cv_frame_free(frame)
            cv_frame_free(other)
            cv_motion_free(motion)
        }
        var last = -Double.infinity
        for _ in 0..<mostFrames {
            var time = 0.0
            guard call({ cv_source_read(source, frame, &time, $0) }) == CV_OK else { break }
            FuzzTarget.expect(time.isFinite && time > last, "rising times: \(last), \(time)")
            last = time
            FuzzTarget.expect(
                cv_frame_width(frame) == info.width && cv_frame_height(frame) == info.height,
                "the size that was described")
            look(at: frame, motion, Float(info.width), Float(info.height))
            _ = call { cv_frame_share(other, frame, $0) }
        }
        FuzzTarget.expect(cv_source_remark(source).damaged >= 0, "a count of damage")
    }

    private static func look(
        at frame: OpaquePointer, _ motion: OpaquePointer, _ width: Float, _ height: Float
    ) {
        let regions = [
            cv_region(
                center_x: width / 2, center_y: height / 2, width: width, height: height, rotation: 0
            ),
            cv_region(
                center_x: width, center_y: 0, width: width / 3, height: height * 2, rotation: 1),
        ]
        for region in regions {
            var shares = [Float](repeating: 0, count: Int(CV_COLOUR_BINS))
            guard call({ cv_frame_colours(frame, region, &shares, $0) }) == CV_OK else { continue }
            FuzzTarget.expect(
                shares.allSatisfy { (0...1.001).contains($0) }
                    && abs(shares.reduce(0, +) - 1) < 0.01, "shares of colour")
        }
        guard call({ cv_motion_push(motion, frame, $0) }) == CV_OK else { return }
        let rectangles = [
            cv_rect(x: 0, y: 0, width: width, height: height),
            cv_rect(x: -width, y: height / 2, width: width * 1.5, height: height),
        ]
        for rectangle in rectangles {
            var masked = rectangle
            masked.width /= 2
            let share = cv_motion_share(motion, 0, rectangle, &masked, 8)
            FuzzTarget.expect(share <= 1, "a share of motion, not \(share)")
            _ = call { cv_motion_remember(motion, 0, 0, $0) }
            _ = cv_motion_change(motion, 0, 0, rectangle, 2)
        }
    }

    /// The status of a call; its message is looked at when it failed.
    private static func call(_ body: (cv_message) -> cv_status) -> cv_status {
        var text = [CChar](repeating: 1, count: 256)
        return text.withUnsafeMutableBufferPointer { buffer in
            let status = body(cv_message(text: buffer.baseAddress, capacity: buffer.count))
            let isKnown = [
                CV_OK, CV_END, CV_UNREADABLE, CV_BAD_INPUT, CV_FAILED, CV_NOT_READ,
            ].contains(status)
            FuzzTarget.expect(isKnown, "a status of the header's")
            if status != CV_OK, status != CV_END {
                let end = buffer.firstIndex(of: 0) ?? 0
                FuzzTarget.expect(end > 0, "a message that is terminated and not empty")
                FuzzTarget.expect(!buffer[..<end].contains(10), "a message of one line")
            }
            return status
        }
    }
}
