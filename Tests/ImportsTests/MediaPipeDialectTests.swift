import Foundation
import Posture
import Testing

@testable import Imports

/// MediaPipe has no format of its own: tables as people write them.
@Suite struct MediaPipeDialectTests {
    private static let count = 60

    private func read(
        _ texts: [String], rate: Double? = nil, frameSize: String? = nil
    ) throws -> SeriesRecording {
        var paths: [String] = []
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for text in texts {
            let path = NSTemporaryDirectory() + "attune-mediapipe-\(UUID().uuidString).csv"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        #expect(try SeriesFormat.detect(paths[0]) == .mediapipe)
        var reader = SeriesReader(format: .mediapipe, rate: rate)
        reader.reading.frameSize = frameSize.flatMap(FrameSize.init)
        return try reader.read(paths)
    }

    private func cells(_ frame: Int, _ person: Int, isShare: Bool, withZ: Bool) -> String {
        let places = MovingFigure.places(frame, person: person)
        return Landmark.allCases.map { landmark in
            guard let place = places[landmark] else { return withZ ? ",,," : ",," }
            let (x, y) = isShare ? (place.x / 1920, place.y / 1080) : place
            return "\(x),\(y)," + (withZ ? "-0.3," : "") + "0.9"
        }.joined(separator: ",")
    }

    private func expectTruth(
        _ recording: SeriesRecording, location: SourceLocation = #_sourceLocation
    ) {
        let (error, count) = MovingFigure.error(recording)
        #expect(error < 1.2, sourceLocation: location)
        #expect(count == 2 * Self.count, sourceLocation: location)
    }

    @Test(
        arguments: [
            ("frame,person", "x#,y#,z#,v#"),
            ("frame,timestamp_ms,person_id", "x_#,y_#,z_#,visibility_#"),
            ("time,id", "@_x,@_y,@_z,@_visibility"),
        ], [false, true])
    func wideTables(dialect: (String, String), isShare: Bool) throws {
        let columns = Landmark.allCases.map {
            dialect.1.replacingOccurrences(of: "#", with: "\($0.rawValue)")
                .replacingOccurrences(of: "@", with: $0.name)
        }.joined(separator: ",")
        var text = dialect.0 + "," + columns + "\n"
        for frame in 0..<Self.count {
            for person in [1, 0] {
                let time = Double(frame) / MovingFigure.rate
                let start =
                    switch dialect.0.prefix(7) {
                    case "frame,p": "\(frame),\(person)"
                    case "frame,t": "\(frame),\(time * 1000),\(person)"
                    default: "\(time),\(person)"
                    }
                text += start + "," + cells(frame, person, isShare: isShare, withZ: true) + "\n"
            }
        }
        let needsRate = dialect.0 == "frame,person"
        if needsRate { expectFailure(64, "<rate>") { _ = try read([text]) } }
        if isShare {
            expectFailure(65, "between 0 and 1", "<frameSize>") {
                _ = try read([text], rate: 25)
            }
        }
        let recording = try read(
            [text], rate: needsRate ? 25 : nil, frameSize: isShare ? "1920x1080" : nil)
        expectTruth(recording)
        #expect(recording.frameSize == (isShare ? "1920x1080" : nil))
    }

    @Test(arguments: [false, true])
    func longTables(isNumbered: Bool) throws {
        var text = "frame,person,landmark,x,y,z,visibility\n"
        for frame in 0..<Self.count {
            for person in 0..<2 {
                let places = MovingFigure.places(frame, person: person)
                for landmark in Landmark.allCases {
                    guard let place = places[landmark] else { continue }
                    let name = isNumbered ? "\(landmark.rawValue)" : landmark.name.uppercased()
                    text +=
                        "\(frame),\(person),\(name),\(place.x / 1920),\(place.y / 1080),0,0.99\n"
                }
            }
        }
        expectTruth(try read([text], rate: 25, frameSize: "1920x1080"))
        expectFailure(64, "<rate>") { _ = try read([text], frameSize: "1920x1080") }
    }

    @Test func aTablePerPerson() throws {
        let columns = (0..<33).map { "x\($0),y\($0),v\($0)" }.joined(separator: ",")
        let tables = (0..<2).map { person in
            "frame,time,\(columns)\n"
                + ((person == 0 ? 0 : 10)..<Self.count).map { frame in
                    "\(frame),\(Double(frame) / 25),"
                        + cells(frame, person, isShare: false, withZ: false) + "\n"
                }.joined()
        }
        let recording = try read(tables)
        #expect(recording.tracks.map(\.count) == [60, 50])
        #expect(recording.tracks[1].times[0] == 0.4)
        #expect(MovingFigure.error(recording).0 < 1.2)
        expectFailure(65, "no column person") { _ = try read([tables[0]]) }
    }
}
