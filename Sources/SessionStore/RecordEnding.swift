import GRDB

/// How far a measurement has come.
public enum RecordState: String, Sendable {
    /// Under way, or killed.
    case unfinished
    /// It ended before the recording did; what was measured until then has been analysed.
    case stopped
    /// The whole recording has been measured.
    case complete
}

/// What is known when a measurement ends.
public struct RecordEnding: Sendable, Codable, Equatable {
    /// What was read of a recording, in the order of ``RecordHeader/sources``.
    public struct Source: Sendable, Codable, Equatable {
        /// Seconds.
        public var duration: Double
        /// Frames that were read.
        public var frames: Int

        public init(duration: Double, frames: Int) {
            self.duration = duration
            self.frames = frames
        }
    }

    public var sources: [Source]
    /// Most people seen at once.
    public var people: Int
    /// Sentences for the reader about the end, such as why it came early.
    public var warnings: [String]
    /// Of a live session.
    public var live: LiveEnding?

    public init(
        sources: [Source], people: Int = 0, warnings: [String] = [], live: LiveEnding? = nil
    ) {
        self.sources = sources
        self.people = people
        self.warnings = warnings
        self.live = live
    }
}

extension SessionRecord {
    public func state() throws(Failure) -> RecordState {
        try reading { database in
            let text = try String.fetchOne(database, sql: "SELECT state FROM measurement")
            return text.flatMap(RecordState.init) ?? .unfinished
        }
    }

    public func header() throws(Failure) -> RecordHeader {
        let text = try reading { try String.fetchOne($0, sql: "SELECT header FROM measurement") }
        do {
            return try RecordJSON.value(RecordHeader.self, text ?? "")
        } catch {
            throw RecordFailure.damaged(path, "its header cannot be read")
        }
    }

    /// `nil` while the measurement is unfinished.
    public func ending() throws(Failure) -> RecordEnding? {
        let text = try reading { try String.fetchOne($0, sql: "SELECT ending FROM measurement") }
        guard let text else { return nil }
        do {
            return try RecordJSON.value(RecordEnding.self, text)
        } catch {
            throw RecordFailure.damaged(path, "its ending cannot be read")
        }
    }
}
