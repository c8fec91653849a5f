import Foundation
import TestSupport
import Testing

/// `attune export --format landmarks` against where the joints of the rendered people really are, in
/// pixels of the picture as the file stores it.
@Suite(.tags(.program), .untilStuck)
struct LandmarksTests {
    /// A way to store the example's picture, and the way of a point into it.
    struct Storage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var filter: String
        /// Options of a second pass that copies the stream.
        var metadata: [String] = []
        var place: @Sendable (SIMD2<Double>) -> SIMD2<Double>
    }

    /// 960 × 540 as shown.
    static let storages = [
        Storage(testDescription: "as shown", filter: "null") { $0 },
        Storage(testDescription: "anamorphic", filter: "scale=720:540,setsar=4/3") {
            SIMD2($0.x * 0.75, $0.y)
        },
        // ffmpeg's tag counts counterclockwise.
        Storage(
            testDescription: "turned clockwise", filter: "transpose=2",
            metadata: ["-metadata:s:v:0", "rotate=270"]
        ) { SIMD2($0.y, 960 - $0.x) },
        Storage(
            testDescription: "turned counterclockwise, anamorphic",
            filter: "scale=720:540,transpose=1,setsar=3/4",
            metadata: ["-metadata:s:v:0", "rotate=90"]
        ) { SIMD2(540 - $0.y, $0.x * 0.75) },
        Storage(
            testDescription: "upside down", filter: "hflip,vflip",
            metadata: ["-metadata:s:v:0", "rotate=180"]
        ) { SIMD2(960 - $0.x, 540 - $0.y) },
    ]

    private static let joints = [
        "nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    ]

    private func make(_ storage: Storage, seconds: Int, in folder: URL) throws -> URL {
        let video = folder.appendingPathComponent("stored.mp4")
        let raw = folder.appendingPathComponent("raw.mp4").path
        try Program.ffmpeg([
            "-t", "\(seconds)", "-i", Program.example("helle.mp4"), "-vf", storage.filter, "-crf",
            "12", raw,
        ])
        try Program.ffmpeg(["-i", raw, "-c", "copy"] + storage.metadata + [video.path])
        return video
    }

    private func analyze(_ videos: [URL], _ session: URL, _ more: [String] = []) throws {
        let run = try Program.attune(
            ["analyze"] + videos.map(\.path) + [
                "--consent", Program.example("helle.consent.json"), "--output", session.path,
                "--progress", "none",
            ] + more)
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Rows of `landmarks.csv` as time, seat, landmark, x, y.
    private func export(_ session: URL) throws -> [(Double, String, String, SIMD2<Double>)] {
        let run = try Program.attune(["export", session.path, "--format", "landmarks"])
        try #require(run.status == 0, "\(run.errors)")
        let file = session.appendingPathComponent("landmarks.csv")
        #expect(run.output == file.path + "\n")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "time,seat,landmark,x,y,z,visibility")
        return try lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            try #require(cells.count == 7)
            return (
                try #require(Double(cells[0])), String(cells[1]), String(cells[2]),
                SIMD2(try #require(Double(cells[3])), try #require(Double(cells[4])))
            )
        }
    }

    /// The largest distance from the truth, mean over the instants of each joint.
    private func error(
        _ rows: [(Double, String, String, SIMD2<Double>)],
        _ place: (String, SIMD2<Double>) -> SIMD2<Double>
    ) throws -> Double {
        let truth = try ExampleJoints.load()
        var errors: [String: [Double]] = [:]
        for (time, seat, landmark, found) in rows where Self.joints.contains(landmark) {
            let joint = try #require(truth.joint(landmark, of: seat, at: time))
            let distance = found - place(seat, joint)
            errors["\(seat) \(landmark)", default: []].append(
                (distance * distance).sum().squareRoot())
        }
        try #require(errors.count == 10)
        return errors.values.map { $0.reduce(0, +) / Double($0.count) }.max() ?? .infinity
    }

    @Test(arguments: storages)
    func theyLieWhereTheFileStoresThem(storage: Storage) throws {
        try Program.inFolder { folder in
            let session = folder.appendingPathComponent("session")
            try analyze([try make(storage, seconds: 2, in: folder)], session)
            let rows = try export(session)
            #expect(rows.count == 25 * 2 * 33)
            let error = try error(rows) { _, joint in storage.place(joint) }
            #expect(error < Self.tolerance, "\(error) pixels")
        }
    }

    /// A head in the example is 60 pixels wide.
    private static let tolerance = 12.0

    @Test func ofTwoVideosEachPersonIsInTheirOwn() throws {
        try Program.inFolder { folder in
            let halves = [
                ("left.mp4", "crop=480:540:0:0"),
                ("right.mp4", "crop=480:540:480:0,scale=360:540,setsar=4/3"),
            ]
            let videos = try halves.map { name, filter in
                let video = folder.appendingPathComponent(name)
                try Program.ffmpeg([
                    "-t", "2", "-i", Program.example("helle.mp4"), "-vf", filter, "-crf", "12",
                    video.path,
                ])
                return video
            }
            let session = folder.appendingPathComponent("session")
            try analyze(videos, session)
            let error = try error(export(session)) { seat, joint in
                seat == "therapist" ? joint : SIMD2((joint.x - 480) * 0.75, joint.y)
            }
            #expect(error < Self.tolerance, "\(error) pixels")
        }
    }

    @Test func seatsAreThoseOfTheFeatures() throws {
        try Program.inFolder { folder in
            let video = try make(Self.storages[0], seconds: 2, in: folder)
            let session = folder.appendingPathComponent("session")
            try analyze([video], session)
            try analyze([video], session, ["--swap-at", "1"])
            for (time, seat, landmark, place) in try export(session) where landmark == "nose" {
                #expect((seat == "therapist") == ((place.x < 480) == (time < 1)), "\(time)")
            }
            // The same again is left alone; after another correction --force is needed.
            let file = session.appendingPathComponent("landmarks.csv").path
            let before = try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber]
            _ = try export(session)
            let after = try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber]
            #expect(before as? Int == after as? Int)
            try analyze([video], session, ["--force"])
            let stale = try Program.attune(["export", session.path, "--format", "landmarks"])
            #expect(stale.status == 73 && stale.errors.contains("another content"))
        }
    }

    @Test func aRecordThatDoesNotSayHowThePictureIsStored() throws {
        try Program.inFolder { folder in
            let session = folder.appendingPathComponent("session")
            _ = try StoredSession(session, consent: try StoredSession.consent())
            let run = try Program.attune(["export", session.path, "--format", "landmarks"])
            #expect(run.status == 65)
            #expect(run.errors.contains("does not say how the picture is stored"))
            #expect(run.errors.contains("measure the video again"))
        }
    }
}

/// Where the joints of the rendered example are.
struct ExampleJoints: Decodable {
    struct Person: Decodable {
        /// Per frame and joint x and y, pixels.
        var joints: [[[Double]?]?]
    }

    var rate: Double
    var jointNames: [String]
    var people: [String: Person]

    enum CodingKeys: String, CodingKey {
        case rate, people
        case jointNames = "joint_names"
    }

    static func load() throws -> ExampleJoints {
        let file = URL(fileURLWithPath: Program.example("helle.truth.json"))
        return try JSONDecoder().decode(ExampleJoints.self, from: Data(contentsOf: file))
    }

    func joint(_ name: String, of seat: String, at time: Double) -> SIMD2<Double>? {
        let frame = Int((time * rate).rounded())
        guard let index = jointNames.firstIndex(of: name), let person = people[seat],
            person.joints.indices.contains(frame), let place = person.joints[frame]?[index]
        else { return nil }
        return SIMD2(place[0], place[1])
    }
}
