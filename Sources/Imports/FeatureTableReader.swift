import Base
import Posture

/// Reads a `features.csv`.
///
/// Columns are found by name; `time` and `seat` must be there, and any of the channels. A column of
/// another name is left out with a warning.
struct FeatureTableReader {
    let path: String

    func read() throws(Failure) -> SeriesRecording {
        let table = try TableReader(series: path)
        let time = try table.place(of: "time")
        let seat = try table.place(of: "seat")
        let presence = table.column("presence")
        let channels = Channel.allCases.compactMap { channel in
            table.column(channel.rawValue).map { (channel, $0) }
        }
        guard !channels.isEmpty else {
            throw LinePlace(path, 1).malformed(
                "there is no channel, such as head_tilt or motion_energy",
                remedy: "give a features.csv")
        }
        var names: [String] = []
        var tracks = [FeatureTrack(), FeatureTrack()]
        while let row = try table.next() {
            let name = row.text(seat)
            let index = try self.index(of: name, in: &names, row)
            let instant = try row.required(time)
            if let last = tracks[index].times.last, instant <= last {
                throw row.malformed(
                    "the time \(instant) of \(name) is not after \(last)",
                    remedy: "sort the rows by time, a row per instant and seat")
            }
            guard tracks[index].count < SeriesReader.mostInstants else {
                throw SeriesReader.tooLong(path)
            }
            var values = [Double](repeating: .nan, count: Channel.allCases.count)
            for (channel, column) in channels { values[channel.index] = try row.number(column) }
            let given = try presence.map { column throws(Failure) in try row.number(column) }
            tracks[index].append(
                time: instant,
                presence: given.map { $0.isNaN ? .nan : min(max($0, 0), 1) }
                    ?? (values.contains(where: \.isFinite) ? 1 : 0),
                row: values)
        }
        if !channels.contains(where: { !$0.0.isCompared }) {
            for index in tracks.indices { tracks[index].estimateEvidence() }
        }
        if !channels.contains(where: { $0.0 == .breathDepth || $0.0 == .faceActivity }) {
            for index in tracks.indices { tracks[index].addCourses() }
        }
        return try recording(tracks, names, table.header)
    }

    private func index(
        of name: String, in names: inout [String], _ row: TableReader.Row
    ) throws(Failure) -> Int {
        if let index = names.firstIndex(of: name) { return index }
        guard names.count < 2, !name.isEmpty else {
            throw row.malformed(
                name.isEmpty
                    ? "the seat is empty"
                    : "\(name) is a third seat after \(names[0]) and \(names[1])",
                remedy: "give the rows of two people")
        }
        if let fault = CodeText.fault(in: name) {
            throw row.malformed("the seat “\(name)” \(fault.what)", remedy: fault.remedy)
        }
        names.append(name)
        return names.count - 1
    }

    private func recording(
        _ tracks: [FeatureTrack], _ names: [String], _ header: [String]
    ) throws(Failure) -> SeriesRecording {
        guard names.count == 2 else {
            throw Failure.badInput(
                names.isEmpty
                    ? "\(path) has no rows" : "\(path) has only one seat, \(names[0])",
                remedy: "give the features of two people")
        }
        guard tracks.contains(where: { $0.values.joined().contains(where: \.isFinite) }) else {
            throw Failure.badInput(
                "\(path) has no value, all are missing",
                remedy: "give the features of people who were seen")
        }
        let known = Set(Channel.allCases.map(\.rawValue) + ["time", "seat", "presence"])
        let unknown = header.filter { !known.contains($0) }
        let start = tracks.compactMap(\.times.first).min() ?? 0
        let end = tracks.compactMap(\.times.last).max() ?? 0
        return SeriesRecording(
            format: .attune, tracks: tracks, names: names,
            sources: [try SeriesReader.source(path)], frames: tracks.map(\.count).max() ?? 0,
            duration: end - start,
            warnings: unknown.isEmpty
                ? []
                : ["\(unknown.joined(separator: ", ")): no channel of that name, left out"])
    }
}
