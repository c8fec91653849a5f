import Base

/// What tables of landmarks have in common: when a row is and whose it is. Programs name these columns
/// differently.
struct PoseTable {
    let frame: Int?
    let person: Int?
    /// The column, and what makes seconds of it.
    private let time: (column: Int, scale: Double)?
    /// Samples per second, where there is no time.
    private let rate: Double?

    static let frames = ["frame", "frame_id", "frame_number", "frame_index", "frame_idx"]
    static let people = ["person", "seat", "person_id", "pose_id", "pose", "subject", "id"]
    private static let seconds = ["time", "timestamp", "time_s", "timestamp_s", "seconds"]
    private static let milliseconds = ["time_ms", "timestamp_ms", "milliseconds"]

    init(_ table: TableReader, rate: Double?) throws(Failure) {
        frame = table.column(anyOf: Self.frames)
        person = table.column(anyOf: Self.people)
        self.rate = rate
        if let column = table.column(anyOf: Self.seconds) {
            time = (column, 1)
        } else if let column = table.column(anyOf: Self.milliseconds) {
            time = (column, 1e-3)
        } else {
            time = nil
            guard frame != nil else {
                throw LinePlace(table.path, 1).malformed(
                    "there is no column frame or time",
                    remedy: "check the file, or say with \(.format) what it is")
            }
            guard rate != nil else {
                throw Failure.usage(
                    "\(table.path) does not say how often it was sampled",
                    remedy: "give the samples per second with \(.rate), such as \(.rate) 25")
            }
        }
    }

    /// The number of a row's frame, if it has one, and its time in seconds.
    func instant(_ row: TableReader.Row) throws(Failure) -> (frame: Int?, time: Double) {
        let number = try frame.map { column throws(Failure) in try row.whole(column) }
        if let time { return (number, try row.required(time.column) * time.scale) }
        return (number, Double(number ?? 0) / (rate ?? 1))
    }

    /// Whose a row is; everything is one person's without such a column.
    func label(_ row: TableReader.Row) -> String { person.map(row.text) ?? "" }
}

extension TableReader {
    /// The place of the first of some columns that is there, in any letter case.
    func column(anyOf names: [String]) -> Int? {
        for name in names {
            if let place = header.firstIndex(where: { $0.lowercased() == name }) { return place }
        }
        return nil
    }
}
