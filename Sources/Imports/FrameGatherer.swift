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
    private var time = 0.0
    private(set) var recorder: DyadRecorder

    init(path: String, features: FeatureSettings) {
        self.path = path
        recorder = DyadRecorder(features)
    }

    /// Starts the frame of a row, unless it is under way.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when frames or times fall.
    mutating func begin(frame: Int, time: Double, _ row: TableReader.Row) throws(Failure) {
        if let now = self.frame {
            if frame == now {
                guard time == self.time else {
                    throw row.malformed(
                        "frame \(frame) has two times, \(self.time) and \(time)",
                        remedy: "give every frame one time")
                }
                return
            }
            guard frame > now, time > self.time else {
                throw row.malformed(
                    frame > now
                        ? "the time \(time) of frame \(frame) is not after \(self.time)"
                        : "frame \(frame) comes after frame \(now)",
                    remedy: "sort the rows by frame")
            }
            flush()
        }
        self.frame = frame
        self.time = time
    }

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

    mutating func finish() { if frame != nil { flush() } }

    private mutating func flush() {
        recorder.append(time: time, people)
        people = [nil, nil]
        frame = nil
    }
}
