import Foundation
import Synchronization

/// The networks of a tracker, loaded at once on as many cores as there are.
struct Networks {
    let detector: PersonDetector
    let faceDetector: FaceDetector
    let poseLandmarker: PoseLandmarker
    let faceLandmarker: FaceLandmarker
    let handLandmarker: HandLandmarker
    let palmDetector: PalmDetector

    private var models: [Model] {
        [detector.model, faceDetector.model, poseLandmarker.model, faceLandmarker.model]
            + handLandmarker.models + [palmDetector.model]
    }

    /// SHA-256 of what was loaded, by file name.
    var digests: [String: String] {
        Dictionary(uniqueKeysWithValues: models.map { ($0.file, $0.digest) })
    }

    /// How often each was run, by file name.
    var inferences: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: models.map { ($0.file, $0.inferences.load(ordering: .relaxed)) })
    }

    /// - Parameter foresees: the bodies of a recording are looked at ahead; live there is nothing ahead.
    init(_ place: ModelPlace, foresees: Bool = true) throws {
        // Each load writes its own place, and all have ended before any is read. Threads of their own
        // and not a dispatch queue's: those stay, and look into /proc when nothing can be opened.
        nonisolated(unsafe) var detector: Result<PersonDetector, any Error>?
        nonisolated(unsafe) var faceDetector: Result<FaceDetector, any Error>?
        nonisolated(unsafe) var poseLandmarker: Result<PoseLandmarker, any Error>?
        nonisolated(unsafe) var faceLandmarker: Result<FaceLandmarker, any Error>?
        nonisolated(unsafe) var handLandmarker: Result<HandLandmarker, any Error>?
        nonisolated(unsafe) var palmDetector: Result<PalmDetector, any Error>?
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            detector = Result { try PersonDetector(place) }
            faceDetector = Result { try FaceDetector(place) }
            done.signal()
        }
        Thread.detachNewThread {
            faceLandmarker = Result { try FaceLandmarker(place, slots: 2) }
            done.signal()
        }
        Thread.detachNewThread {
            handLandmarker = Result { try HandLandmarker(place, slots: 4) }
            palmDetector = Result { try PalmDetector(place) }
            done.signal()
        }
        poseLandmarker = Result { try PoseLandmarker(place, slots: foresees ? 4 : 2) }
        for _ in 0..<3 { done.wait() }
        guard let detector, let faceDetector, let poseLandmarker, let faceLandmarker,
            let handLandmarker, let palmDetector
        else {
            preconditionFailure("not all were loaded")
        }
        self.detector = try detector.get()
        self.faceDetector = try faceDetector.get()
        self.poseLandmarker = try poseLandmarker.get()
        self.faceLandmarker = try faceLandmarker.get()
        self.handLandmarker = try handLandmarker.get()
        self.palmDetector = try palmDetector.get()
    }
}
