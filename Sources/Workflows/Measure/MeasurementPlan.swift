import Archive
import Base

/// Decides what to do with the records that a session folder may already hold: measure, resume, or only
/// score again.
struct MeasurementPlan {
    enum Way {
        /// A new measurement.
        case measure
        /// The measurement of this record continues after the checkpoint.
        case resume(SessionRecord, RecordCheckpoint)
        /// Nothing is measured; the results are made again from this record.
        case rescore(SessionRecord)
    }

    let folder: SessionFolder
    let sources: [RecordHeader.Source]
    let request: RecordHeader.Request
    /// In the order of the picture.
    let seats: [String]
    /// Whether an interrupted measurement is to be continued.
    let resumes: Bool
    /// Whether a setting was given that changes only what follows from a measurement.
    let corrects: Bool
    /// The files that the run will write, apart from the record.
    let outputs: [String]
    let reporter: any Reporter

    /// The record that belongs to the results in the folder.
    var finalPath: String { folder.path(of: SessionRecord.fileName) }
    /// The record of a measurement that is not finished, or whose results are not all written.
    var unfinishedPath: String { folder.path(of: SessionRecord.unfinishedName) }

    /// - Throws: ``Failure/Kind/cannotCreate`` when results are there that may not be replaced; what
    ///   ``RecordHeader/require(sources:request:at:)`` says when a record is of something else.
    func way() throws(Failure) -> Way {
        if resumes, let record = try unfinished() { return try resume(with: record) }
        if let record = try whole() { return .rescore(record) }
        if !resumes || !isHalf { try refuseExisting() }
        return .measure
    }

    /// Whether the results in the folder are those of a measurement that was stopped: its continuation
    /// may replace them.
    var isHalf: Bool { Self.isHalf(finalPath) }

    static func isHalf(_ path: String) -> Bool {
        guard let record = try? SessionRecord.open(path),
            let state = try? record.state()
        else { return false }
        try? record.close()
        return state != .complete
    }

    /// The record to continue; `nil` when there is none.
    private func unfinished() throws(Failure) -> SessionRecord? {
        if folder.has(SessionRecord.unfinishedName) {
            if SessionRecord.isBegun(unfinishedPath) {
                return try SessionRecord.open(unfinishedPath, for: .writing)
            }
            SessionRecord.remove(unfinishedPath)
        }
        return isHalf ? try SessionRecord.open(finalPath, for: .writing) : nil
    }

    private func resume(with record: SessionRecord) throws(Failure) -> Way {
        let header = try record.header()
        try header.require(sources: sources, request: request, at: record.path)
        if let begun = header.seats, begun != seats {
            let names = begun.joined(separator: ",")
            throw Failure.usage(
                "\(record.path) was begun with the seats \(names) in this order, not \(seats.joined(separator: ","))",
                remedy:
                    "pass \(names) as \(.seats), or measure again with \(.force) and without \(.resume)"
            )
        }
        if try record.state() == .complete { return .rescore(record) }
        guard header.attune == AttuneVersion.current else {
            throw Failure.cannotCreate(
                "\(record.path) was begun by attune \(header.attune), "
                    + "and this is \(AttuneVersion.current)",
                remedy:
                    "resume with that version, or measure again with \(.force), without \(.resume)")
        }
        if let checkpoint = try record.rewind() { return .resume(record, checkpoint) }
        reporter.note("\(record.path) cannot be resumed yet; starting over")
        try record.close()
        return .measure
    }

    /// A complete record of this input and these options from which results may be made again.
    private func whole() throws(Failure) -> SessionRecord? {
        guard folder.force || resumes || corrects, folder.has(SessionRecord.fileName),
            let record = try usable()
        else { return nil }
        let header = try record.header()
        let isSame = header.serves(sources: sources, request: request)
        // One that was recovered with its results may have no landmarks left.
        guard try record.state() == .complete, try record.frameCount() > 0,
            isSame || !folder.force
        else {
            try record.close()
            return nil
        }
        try header.require(sources: sources, request: request, at: finalPath)
        try refuseRepetition()
        return record
    }

    /// The folder's record; `nil` when it is damaged and may be replaced.
    private func usable() throws(Failure) -> SessionRecord? {
        do {
            return try SessionRecord.open(finalPath, for: .writing)
        } catch {
            guard folder.force, error.kind == .badInput else { throw error }
            return nil
        }
    }

    /// Resuming a complete session whose files are all there changes nothing.
    private func refuseRepetition() throws(Failure) {
        guard !folder.force, !corrects else { return }
        guard outputs.allSatisfy(folder.has) else { return }
        throw Failure.cannotCreate(
            "the measurement in \(folder.path) is complete: there is nothing to resume",
            remedy: "leave it, or pass \(.force) to make its results again")
    }

    private func refuseExisting() throws(Failure) {
        try Self.refuseExisting([SessionRecord.fileName] + outputs, in: folder)
    }

    /// Results are not overwritten; a measurement that was stopped can be resumed.
    static func refuseExisting(_ outputs: [String], in folder: SessionFolder) throws(Failure) {
        guard !folder.force else { return }
        let final = folder.path(of: SessionRecord.fileName)
        if folder.has(SessionRecord.unfinishedName) || isHalf(final) {
            throw Failure.cannotCreate(
                "\(folder.path) holds a measurement that was not finished",
                remedy: "pass \(.resume) to go on with it, or \(.force) to start over")
        }
        try folder.refuseExisting(outputs)
    }
}
