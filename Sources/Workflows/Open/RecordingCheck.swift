import Archive
import Base
import Exports
import Foundation
import SessionModel
import VisionProtocol
import Workbench

/// What the beginning of a session's recordings says of all of it, and of two the sound.
struct RecordingCheck {
    private let recordings: [String]
    private let filming: Filming

    init(_ recordings: [String], _ filming: Filming) {
        self.recordings = recordings
        self.filming = filming
    }

    /// - Throws: ``Failure`` when a recording cannot be read.
    func run() throws -> CheckedRecording {
        var filming = filming
        var sound: String?
        if recordings.count == 2, filming.offset == .sound {
            (filming.offset, sound) = try listen()
        }
        let survey = try CheckWorkflow(
            footage: try FootageArguments(recordings, chapters: false).footage, seats: seats,
            settings: try RunSettings(filming), reporter: SilentReporter()
        ).run()
        let words = CameraWords(survey)
        return CheckedRecording(
            isUsable: survey.isUsable,
            people: survey.people.map {
                words.person($0).map { $0.trimmingCharacters(in: .whitespaces) }
            },
            advice: words.changes, sound: sound)
    }

    private var seats: [String] {
        if recordings.count == 2 { return ["first", "second"] }
        if case .regions = filming.layout { return ["first", "second"] }
        return ["left", "right"]
    }

    /// When the second recording started, and a sentence on it; where the sound does not tell, both are looked at from
    /// their beginnings.
    private func listen() throws -> (RecordingOffset?, String) {
        let files = try recordings.map { path throws(Failure) in try OpenRecording(path) }
        do {
            let found = try SoundOffset(
                first: files[0], second: files[1], reporter: SilentReporter()
            ).measure()
            return (.seconds(found.offset), Prose.sentence(SoundOffset.words(found)))
        } catch let failure as Failure {
            guard failure.kind == .badInput else { throw failure }
            return (
                nil,
                Prose.sentence(failure.what)
                    + " Say below how much later the second one started, from something that both show, such as a clap."
            )
        }
    }
}

extension RunSettings {
    /// The standard settings, or those of a preset, for recordings that were filmed like this.
    ///
    /// - Parameter begun: what a measurement that goes on was begun with; a preset says it, too.
    init(
        _ filming: Filming, _ preset: SettingsFile? = nil, as begun: RecordHeader.Request? = nil
    ) throws(Failure) {
        let begun = preset == nil ? begun : nil
        try self.init(
            Choices(
                rate: begun.flatMap { Rate($0.rate) },
                layout: filming.layout == .auto ? nil : filming.layout,
                mirrored: filming.mirrored, scene: begun?.scene,
                precision: begun.flatMap { Precision(rawValue: $0.precision) },
                offset: filming.offset, stream: begun?.stream), preset)
    }
}

/// For what answers at its end.
struct SilentReporter: Reporter {
    private struct Meter: ProgressMeter {
        func step(to time: Double) {}
        func finish(at time: Double) {}
    }

    func note(_ text: String) {}
    func warning(_ text: String, remedy: Remedy?) {}
    func found(_ session: Session, report: String) {}
    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        Meter()
    }
}
