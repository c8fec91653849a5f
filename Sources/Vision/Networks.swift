import Foundation

/// The three networks of a tracker, loaded at once on as many cores as there are.
struct Networks {
    let detector: PersonDetector
    let poser: PoseLandmarker
    let facer: FaceLandmarker

    init(_ place: ModelPlace) throws {
        // Each load writes its own place and the loop ends before any is read.
        nonisolated(unsafe) var detector: Result<PersonDetector, any Error>?
        nonisolated(unsafe) var poser: Result<PoseLandmarker, any Error>?
        nonisolated(unsafe) var facer: Result<FaceLandmarker, any Error>?
        DispatchQueue.concurrentPerform(iterations: 3) { index in
            switch index {
            case 0: poser = Result { try PoseLandmarker(place, slots: 2) }
            case 1: detector = Result { try PersonDetector(place) }
            default: facer = Result { try FaceLandmarker(place, slots: 2) }
            }
        }
        guard let detector, let poser, let facer else { preconditionFailure("not all were loaded") }
        self.detector = try detector.get()
        self.poser = try poser.get()
        self.facer = try facer.get()
    }
}
