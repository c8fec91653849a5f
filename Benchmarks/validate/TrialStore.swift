import Foundation

/// Results of sessions, one line each, written as they are measured, so that a stopped run can resume.
struct TrialStore {
    private struct Line: Codable {
        var run: String
        var condition: String
        var session: Int
        var values: TrialResult
    }

    private let run: String
    private let file: FileHandle
    /// Per condition and session.
    private(set) var results: [String: [Int: TrialResult]] = [:]

    /// - Parameter run: what the results depend on besides condition and session; lines of other runs
    ///   are left alone.
    init(path: String, run: String) throws {
        self.run = run
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
        let text = try String(contentsOf: url, encoding: .utf8)
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = Self.decoding
        for line in text.split(separator: "\n") {
            // The last line may have been cut off.
            guard let line = try? decoder.decode(Line.self, from: Data(line.utf8)), line.run == run
            else { continue }
            results[line.condition, default: [:]][line.session] = line.values
        }
        file = try FileHandle(forUpdating: url)
        try file.seekToEnd()
        if !text.isEmpty, !text.hasSuffix("\n") { try file.write(contentsOf: Data("\n".utf8)) }
    }

    func has(_ condition: String, _ session: Int) -> Bool { results[condition]?[session] != nil }

    mutating func add(_ condition: String, _ session: Int, _ values: TrialResult) throws {
        results[condition, default: [:]][session] = values
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = Self.encoding
        let line = Line(run: run, condition: condition, session: session, values: values)
        try file.write(contentsOf: try encoder.encode(line) + Data("\n".utf8))
    }

    private static let decoding = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    private static let encoding = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
}
