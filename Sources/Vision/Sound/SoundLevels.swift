import CVision
import Foundation

/// How loud a recording is over time, and nothing else of its sound.
struct SoundLevels {
    /// Levels per second.
    static let rate = CV_SOUND_RATE

    /// Mean square of the signal in the band of speech (full scale 1), `rate` a second from the start of the
    /// recording; 0 where there is no sound.
    let energy: [Float]

    init(energy: [Float]) { self.energy = energy }

    /// Decodes all sound of a file.
    ///
    /// - Parameter progress: called with the seconds heard so far.
    /// - Throws: `VisionError.badInput` when it has no sound that can be decoded, or a clock that starts anew.
    init(
        _ file: OpenVideo, progress: (Double) throws -> Void = { _ in }
    ) throws {
        var opened: OpaquePointer?
        try edge { cv_sound_open_file(file.release(), file.path, &opened, $0) }
        guard let opened else { throw VisionError(CV_FAILED, "out of memory") }
        defer { cv_sound_close(opened) }
        var time = 0.0
        while try edge({ cv_sound_read(opened, &time, $0) }) != CV_END {
            try progress(time)
        }
        var count = 0
        let levels = cv_sound_levels(opened, &count)
        energy = Array(UnsafeBufferPointer(start: levels, count: count))
    }

    var duration: Double { Double(energy.count) / Self.rate }

    /// What two microphones in one room have in common: how the loudness rises and falls, in nepers around
    /// the mean of the second about it. Level, distance and steady noise drop out. `nil` when nothing rises
    /// or falls.
    var contour: [Float]? {
        let heard = energy.filter { $0 > 0 }.sorted()
        guard heard.count > Int(Self.rate) else { return nil }
        // Below a tenth of the median there is nothing but noise, which no two microphones share.
        let floor = max(heard[heard.count / 2] / 10, 1e-12)
        let levels = energy.map { log($0 + floor) }
        var sums = [0.0]
        sums.reserveCapacity(levels.count + 1)
        for level in levels { sums.append(sums[sums.count - 1] + Double(level)) }
        let half = Int(Self.rate / 2)
        let contour = levels.indices.map { index in
            let from = max(0, index - half)
            let to = min(levels.count, index + half + 1)
            return levels[index] - Float((sums[to] - sums[from]) / Double(to - from))
        }
        let square = contour.reduce(0.0) { $0 + Double($1 * $1) } / Double(contour.count)
        return square.squareRoot() > Self.leastContour ? contour : nil
    }

    /// A hum or silence varies less, nepers.
    private static let leastContour = 0.02
}
