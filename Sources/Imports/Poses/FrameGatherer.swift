import Base
import Posture

/// Collects the rows of each frame into both people's points.
///
/// The rows of a frame stand together and frames rise; a label in each row says whose it is.
struct FrameGatherer {
    let path: String
    private var labels: [String] = []
    private var people: [PersonPoints?] = [nil, nil]
    private var frame: Int?
    private var frames = 0
    private var time: Double?
    private(set) var recorder: DyadRecorder

    init(path: String, features: FeatureSettings) {
        self.path = path
        recorder = DyadRecorder(features)
    }

    /// Starts the frame of a row, unless it is under way.
    ///
    /// - Parameters:
    ///   - frame: its number, where there is one.
    ///   - time: seconds.
    /// - Throws: ``Failure/Kind/badInput`` when frames or times fall.
    mutating func begin(
        frame: Int?, time: Double, _ row: TableReader.Row
    ) throws(Failure) {
        if let now = self.time {
            if frame == self.frame, frame != nil || time == now {
                guard time == now else {
                    throw row.malformed(
                        "\(Self.name(frame)) has two times, \(now) and \(time)",
                        remedy: "give every frame one time")
                }
                return
            }
            if let frame, let last = self.frame, frame <= last {
                throw row.malformed(
                    "frame \(frame) comes after frame \(last)", remedy: "sort the rows by frame")
            }
            guard time > now else {
                throw row.malformed(
                    "the time \(time)\(frame.map { " of frame \($0)" } ?? "") is not after \(now)",
                    remedy: "sort the rows by frame")
            }
            flush()
            frames += 1
            guard frames < SeriesReader.mostInstants else { throw SeriesReader.tooLong(path) }
        }
        self.frame = frame
        self.time = time
    }

    private static func name(_ frame: Int?) -> String { frame.map { "frame \($0)" } ?? "a frame" }

    /// The place of a person, 0 or 1.
    ///
    /// - Throws: ``Failure/Kind/badInput`` for a third one.
    mutating func index(of label: String, _ row: TableReader.Row) throws(Failure) -> Int {
        if let index = labels.firstIndex(of: label) { return index }
        guard labels.count < 2 else {
            throw row.malformed(
                "\(label) is a third person after \(labels[0]) and \(labels[1])",
                remedy: "keep the rows of the two people of the session")
        }
        labels.append(label)
        return labels.count - 1
    }

    /// Changes the points of a person in the present frame.
    mutating func update(_ index: Int, _ change: (inout PersonPoints) -> Void) {
        var person = people[index] ?? PersonPoints()
        change(&person)
        people[index] = person
    }

    /// Whether the present frame has anything of a person yet.
    func has(_ index: Int) -> Bool { people[index] != nil }

    mutating func finish() { flush() }

    private mutating func flush() {
        guard let time else { return }
        recorder.append(time: time, people)
        people = [nil, nil]
        self.time = nil
        frame = nil
    }
}
