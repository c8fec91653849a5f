import Base
import Posture
import SessionModel
package import VisionProtocol

/// Measures the beginning of a recording as `AnalyzeWorkflow` would, and says what its camera can and cannot
/// show. Nothing is written, and nothing that was measured outlives the call but what a ``CameraSurvey``
/// holds.
package struct CheckWorkflow: Sendable {
    package var footage: [Footage]
    /// Names of the first and the second seat.
    package var seats: [String]
    package var settings: RunSettings
    /// Seconds that are looked at.
    package var length: Double
    package var reporter: any Reporter

    package init(
        footage: [Footage], seats: [String], settings: RunSettings,
        length: Double = CameraCheck.standardLength, reporter: any Reporter
    ) {
        self.footage = footage
        self.seats = seats
        self.settings = settings
        self.length = length
        self.reporter = reporter
    }

    /// - Throws: ``Failure`` when the recording cannot be read, or nothing of it was measured.
    package func run() throws -> CameraSurvey {
        let videos = footage.flatMap(\.files)
        let files = try videos.map { path throws(Failure) in try OpenRecording(path) }
        Interruption.listen()
        var request = TrackingRequest(
            footage: footage, layout: settings.layout, rate: settings.rate.hertz,
            offset: settings.offset, stream: settings.stream,
            singlePrecision: settings.precision == .f32)
        request.mirrored = settings.mirrored
        var check = CameraCheck(
            names: seats, mirrored: settings.mirrored, settings: settings.scoring.features,
            postures: settings.scoring.postures)
        var progress: (any ProgressMeter)?
        let ending = try VisionProcess(request, files: files).run(
            isOver: { check.length >= length || Interruption.isRequested },
            { event in
                check.take(event)
                switch event {
                case .source(let source) where progress == nil:
                    let known = source.likelyDuration > 0 ? source.likelyDuration : length
                    progress = reporter.progress(
                        of: "looking", duration: min(known, length), from: 0)
                case .frame(let frame): progress?.step(to: frame.time)
                case .warning(let text): reporter.warning(text)
                default: break
                }
            }, idle: {})
        progress?.finish(at: check.length)
        try ending.refuse(videos.joined(separator: " and "), isEnough: check.length >= length)
        return check.report
    }
}

extension VisionProcess.Ending {
    /// - Parameters:
    ///   - video: what was looked at.
    ///   - isEnough: whether it was stopped because no more is needed.
    /// - Throws: ``Failure`` when the recording cannot be read.
    func refuse(_ video: String, isEnough: Bool) throws(Failure) {
        let convert: Remedy = "convert the video, for example with ffmpeg, and try again"
        switch self {
        case .complete: break
        case .interrupted:
            guard isEnough else {
                throw Failure.interrupted("interrupted", remedy: "run the command again")
            }
        case .failed(let failure): throw failure.reported
        case .neverStarted(let failure): throw failure
        case .died(let how):
            throw Failure.badInput("decoding \(video) crashed (\(how))", remedy: convert)
        case .hung(let how):
            throw Failure.badInput("decoding \(video) hung (\(how))", remedy: convert)
        }
    }
}
