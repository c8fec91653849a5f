package import Base
import GRDB
package import SessionModel

/// Progress of a measurement.
package enum RecordState: String, Sendable {
    /// Under way, or killed.
    case unfinished
    /// It ended before the recording did; the part measured until then has been analysed.
    case stopped
    /// The whole recording has been measured.
    case complete
}

/// The outcome of a measurement, known when it ends.
package struct MeasurementOutcome: Sendable, Codable, Equatable {
    /// The part of each recording that was read, in the order of ``RecordHeader/sources``.
    package struct Source: Sendable, Codable, Equatable {
        /// Seconds.
        package var duration: Double
        /// Frames that were read.
        package var frames: Int
        /// Of one of several files of a camera: when its own time is 0, seconds; `nil` when it was not
        /// reached, and for any other.
        package var start: Double?

        package init(duration: Double, frames: Int, start: Double? = nil) {
            self.duration = duration
            self.frames = frames
            self.start = start
        }
    }

    package var sources: [Source]
    /// Most people seen at once.
    package var people: Int
    /// Sentences for the reader about the end, such as why it came early.
    package var warnings: [String]
    /// Of a live session.
    package var live: LiveEnding?
    /// How many bodies were inferred; `nil` of a measurement that ended early, and of earlier versions.
    package var inference: Quality.Inference?

    package init(
        sources: [Source], people: Int = 0, warnings: [String] = [], live: LiveEnding? = nil,
        inference: Quality.Inference? = nil
    ) {
        self.sources = sources
        self.people = people
        self.warnings = warnings
        self.live = live
        self.inference = inference
    }
}

extension SessionRecord {
    package func state() throws(Failure) -> RecordState {
        try reading { database in
            let text = try String.fetchOne(database, sql: "SELECT state FROM measurement")
            return text.flatMap(RecordState.init) ?? .unfinished
        }
    }

    package func header() throws(Failure) -> RecordHeader {
        let text = try reading { try String.fetchOne($0, sql: "SELECT header FROM measurement") }
        do {
            return try RecordJSON.value(RecordHeader.self, text ?? "")
        } catch {
            throw RecordFailure.damaged(path, "its header cannot be read")
        }
    }

    /// `nil` while the measurement is unfinished.
    package func ending() throws(Failure) -> MeasurementOutcome? {
        let text = try reading { try String.fetchOne($0, sql: "SELECT ending FROM measurement") }
        guard let text else { return nil }
        do {
            return try RecordJSON.value(MeasurementOutcome.self, text)
        } catch {
            throw RecordFailure.damaged(path, "its ending cannot be read")
        }
    }
}
