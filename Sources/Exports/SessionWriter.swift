package import Archive
package import Base
package import SessionModel

/// Renders a session in one file format.
package protocol SessionWriter: Sendable {
    /// The file's name in a session folder.
    static var fileName: String { get }

    /// Writes the whole file.
    ///
    /// - Throws: what `output` throws when the disk does not take it.
    func write(_ session: Session, to output: inout FileWriter) throws(Failure)
}

extension SessionWriter {
    /// The file's name in a session folder.
    package var fileName: String { Self.fileName }

    /// The file's name when it is made of that session: of a reviewed one it lies beside that of what was measured.
    package func fileName(of session: Session) -> String {
        session.review.map { SessionFile.name(fileName, reviewedBy: $0.coder) } ?? fileName
    }

    /// The file's content, in memory.
    package func bytes(_ session: Session) throws(Failure) -> [UInt8] {
        try FileWriter.bytes { output throws(Failure) in try write(session, to: &output) }
    }
}

extension SessionFolder {
    /// Writes a session with several writers: every file is complete before the first gets its name.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``; see ``SessionFolder/write(_:)``.
    package func write(
        _ session: Session, with writers: [any SessionWriter]
    ) throws(Failure) {
        try write(Self.files(session, writers))
    }

    /// Brings the files of several writers up to date.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``; see ``SessionFolder/update(_:)``.
    package func update(
        _ session: Session, with writers: [any SessionWriter]
    ) throws(Failure) {
        try update(Self.files(session, writers))
    }

    private static func files(
        _ session: Session, _ writers: [any SessionWriter]
    ) -> [(name: String, body: FileWriter.Body)] {
        writers.map { writer in
            (
                name: writer.fileName(of: session),
                body: { output throws(Failure) in try writer.write(session, to: &output) }
            )
        }
    }
}
