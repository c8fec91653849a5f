import Base
import Foundation
package import VisionProtocol

/// Answers how two recordings lie to each other.
package enum Sounds {
    /// - Parameters:
    ///   - files: the two recordings.
    ///   - confine: called when both files are open, before a byte of them is looked at.
    package static func answer(
        _ request: SoundRequest, files: RequestedFiles = RequestedFiles(),
        confine: () throws -> Void = {}, emit: (SoundAnswer) throws -> Void
    ) throws {
        let paths = [request.first, request.second]
        var reading = 0
        do {
            var requested = files
            var files: [OpenVideo] = []
            for (index, path) in paths.enumerated() {
                reading = index
                files.append(try requested.next(path))
            }
            try confine()
            var sounds: [SoundLevels] = []
            for (index, file) in files.enumerated() {
                reading = index
                sounds.append(try levels(file, after: sounds.first?.duration ?? 0, emit))
            }
            try emit(.aligned(try SoundAlignment(sounds[0], sounds[1]).align()))
        } catch let failure as Failure {
            try emit(.failure(failure))
        } catch let error as VisionError {
            try emit(.failure(failure(error, paths[reading])))
        } catch let obstacle as SoundAlignment.Obstacle {
            try emit(.failure(failure(obstacle, paths)))
        }
    }

    private static func levels(
        _ file: OpenVideo, after earlier: Double, _ emit: (SoundAnswer) throws -> Void
    ) throws -> SoundLevels {
        var said = ContinuousClock.now
        return try SoundLevels(file) { seconds in
            guard ContinuousClock.now - said > .milliseconds(200) else { return }
            said = .now
            try emit(.heard(seconds: max(0, earlier + seconds)))
        }
    }

    private static let byHand: Remedy =
        "give \(.offset) in seconds, from something that both recordings show, such as a clap"

    private static func failure(_ error: VisionError, _ path: String) -> Failure {
        guard error.kind == .badInput else { return Tracking.failure(for: error, path) }
        return .badInput(
            "the start of \(path) cannot be found by its sound: \(error)", remedy: byHand)
    }

    private static func failure(_ obstacle: SoundAlignment.Obstacle, _ paths: [String]) -> Failure {
        switch obstacle {
        case .silent(let index):
            .badInput("nothing is to be heard in \(paths[index])", remedy: byHand)
        case .unlike:
            .badInput(
                "the sounds of \(paths[0]) and \(paths[1]) have too little in common to tell their "
                    + "offset", remedy: byHand)
        case .repeating(let seconds):
            .badInput(
                "the sounds of \(paths[0]) and \(paths[1]) fit in several ways, "
                    + "\(DecimalText.text(seconds, decimals: 1)) s apart", remedy: byHand)
        }
    }
}
