import Foundation

/// What a reader of codings must know of the session that was coded.
package struct CodedSession: Sendable {
    /// A recording of the session.
    package struct Recording: Sendable, Equatable {
        /// Its file's name without its folder.
        package var file: String
        /// When it begins, seconds of the session.
        package var start: Double

        package init(file: String, start: Double) {
            self.file = file
            self.start = start
        }
    }

    package var names: TierNames
    /// In the order of the session; empty when they are not known.
    package var recordings: [Recording]
    /// Seconds; `nil` when it is not known.
    package var end: Double?
    /// Whether it was said which postures the coder looked for, so that a file may hold none of them.
    package var isToldPostures: Bool
    /// Which observation of a file that holds several; `nil`: the one of the session's recording.
    package var observation: String?

    package init(
        names: TierNames, recordings: [Recording] = [], end: Double? = nil,
        isToldPostures: Bool = false, observation: String? = nil
    ) {
        self.names = names
        self.recordings = recordings
        self.end = end
        self.isToldPostures = isToldPostures
        self.observation = observation
    }

    /// Which of some media is a recording of the session: its place in `media`, and the recording.
    ///
    /// The same file name wins; then a name that differs in its extension only, as a sound track or a
    /// converted file has it. Names may be paths or URLs of any system.
    func match(_ media: [String]) -> (index: Int, recording: Recording)? {
        let names = media.map(Self.fileName)
        for form in [{ $0 }, Self.stem] {
            for recording in recordings where !recording.file.isEmpty {
                let wanted = form(Self.fileName(recording.file))
                if let index = names.firstIndex(where: { form($0) == wanted }) {
                    return (index, recording)
                }
            }
        }
        return nil
    }

    /// The recordings, for a sentence.
    var recordingNames: String { recordings.map { Self.fileName($0.file) }.joined(separator: ", ") }

    /// A sentence that a coding is of another file; `nil` when the session's recordings are not known.
    func remarkOnOtherMedia(_ media: [String], program: String) -> String? {
        let media = media.filter { !$0.isEmpty }
        guard !recordings.isEmpty, !media.isEmpty else { return nil }
        let coded = media.map { Self.fileName($0) }.joined(separator: ", ")
        return "\(program) coded \(coded), which is not the session's \(recordingNames); "
            + "times are compared as they are"
    }

    /// Without folders, drive and percent encoding.
    static func fileName(_ media: String) -> String {
        let last = media.split { "/\\".contains($0) }.last.map(String.init) ?? media
        return (last.removingPercentEncoding ?? last).precomposedStringWithCanonicalMapping
            .lowercased()
    }

    private static func stem(_ name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
