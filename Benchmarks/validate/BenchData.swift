import Foundation
import Mimicry
import Posture

/// A session and its synchrony as plain numbers, for a program in another language to reproduce.
///
/// Little-endian doubles: samples, channels, rows; then the timestamps; then per person and channel the
/// values; then per row the peak lag, its z (`NaN` without a peak) and the mean |z|.
struct BenchData {
    private var numbers: [Double] = []

    init(_ first: FeatureTrack, _ second: FeatureTrack, _ rows: [SynchronyWindow]) {
        numbers = [Double(first.count), Double(first.values.count), Double(rows.count)]
        numbers += first.times
        for track in [first, second] { for channel in track.values { numbers += channel } }
        for row in rows {
            numbers += [row.peakLag ?? .nan, row.peakZ ?? .nan, row.meanAbsZ ?? .nan]
        }
    }

    func write(to path: String) throws {
        let words = numbers.map(\.bitPattern.littleEndian)
        try words.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
    }
}
