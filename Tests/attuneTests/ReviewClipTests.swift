import Base
import Foundation
import TestSupport
import Testing

/// `review.mp4` of the example session: in step with what was measured, and nothing of the people but
/// lines.
@Suite(.tags(.program), .untilStuck)
struct ReviewClipTests {
    private static let width = 1280
    private static let height = 874
    private static let pictureHeight = 720

    /// A session of the first 26 s with its clip, measured five times a second.
    private func withClip(_ body: (_ session: URL) throws -> Void) throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("clip.mp4")
            try Program.ffmpeg([
                "-t", "26", "-i", Program.example("helle.mp4"), "-c", "copy", video.path,
            ])
            let session = folder.appendingPathComponent("session")
            let run = try Program.attune([
                "analyze", video.path, "--consent", Program.example("helle.consent.json"),
                "--output", session.path, "--rate", "5", "--review-clip", "--progress", "none",
            ])
            try #require(run.status == 0, "\(run.errors)")
            #expect(run.output.hasSuffix("review clip: \(session.path)/review.mp4\n"))
            try FileManager.default.removeItem(at: video)
            try body(session)
        }
    }

    private func rows(_ session: URL, _ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: session.appendingPathComponent(name), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private func instants(_ session: URL) throws -> [Double] {
        try rows(session, "features.csv").filter { $0["seat"] == "therapist" }
            .map { try #require(Double($0["time"] ?? "")) }
    }

    /// Grey values of every picture, 0 black, 255 white.
    private func pictures(_ clip: URL) throws -> [Data] {
        let raw = clip.path + ".raw"
        defer { try? FileManager.default.removeItem(atPath: raw) }
        try Program.ffmpeg([
            "-i", clip.path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", raw,
        ])
        let data = try Data(contentsOf: URL(fileURLWithPath: raw))
        let size = Self.width * Self.height
        try #require(data.count % size == 0)
        return stride(from: 0, to: data.count, by: size).map { Data(data[$0..<$0 + size]) }
    }

    @Test func itIsInStepAndShowsNobody() throws {
        try withClip { session in
            let clip = session.appendingPathComponent("review.mp4")
            try checkFormat(clip, try instants(session))
            let pictures = try pictures(clip)
            try checkCaptions(session, pictures)
            try checkBlack(session, pictures)
            try checkMadeAgain(session, clip)
        }
    }

    private func checkFormat(_ clip: URL, _ instants: [Double]) throws {
        let told = try Program.run(["ffmpeg", "-hide_banner", "-i", clip.path])
        #expect(told.errors.contains("Video: h264"), "\(told.errors)")
        #expect(told.errors.contains("yuv420p(tv, bt709"))
        #expect(!told.errors.contains("Audio"))
        // Under which consent it was made, as in every output.
        let consent = try Digest.sha256(ofFile: Program.example("helle.consent.json"))
        #expect(told.errors.contains("comment         : consent, SHA-256 \(consent)"))
        let packets = try Program.run([
            "ffmpeg", "-v", "error", "-i", clip.path, "-c", "copy", "-f", "framecrc", "-",
        ])
        let times = packets.output.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: ",")[2].trimmingCharacters(in: .whitespaces)
        }
        #expect(packets.output.contains("#tb 0: 1/90000"))
        #expect(times == instants.map { String(Int(($0 * 90000).rounded())) })
        let data = try Data(contentsOf: clip)
        let index = try #require(data.range(of: Data("moov".utf8)))
        let media = try #require(data.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
        let mode = try FileManager.default.attributesOfItem(atPath: clip.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    private func checkCaptions(_ session: URL, _ pictures: [Data]) throws {
        let episodes = try rows(session, "episodes.csv")
        try #require(episodes.count == 1)
        let start = try #require(Double(episodes[0]["leader_onset"] ?? ""))
        let end = try #require(Double(episodes[0]["offset"] ?? ""))
        // Below the line with the clock and the names.
        let top = (Self.pictureHeight + 42) * Self.width
        for (time, picture) in zip(try instants(session), pictures) {
            let isShown = picture[top...].contains { $0 > 200 }
            #expect(isShown == (start <= time && time < end), "\(time)")
        }
    }

    /// Beside the two people, and between their lines, there is nothing.
    private func checkBlack(_ session: URL, _ pictures: [Data]) throws {
        let run = try Program.attune(["export", session.path, "--format", "landmarks"])
        try #require(run.status == 0, "\(run.errors)")
        var boxes: [String: [(x: ClosedRange<Double>, y: ClosedRange<Double>)]] = [:]
        let byTime = Dictionary(grouping: try rows(session, "landmarks.csv")) { $0["time"] ?? "" }
        for (time, rows) in byTime {
            for person in Dictionary(grouping: rows, by: { $0["seat"] ?? "" }).values {
                let xs = person.compactMap { Double($0["x"] ?? "") }.map { $0 * 1280 / 960 }
                let ys = person.compactMap { Double($0["y"] ?? "") }.map { $0 * 720 / 540 }
                let (left, right) = (try #require(xs.min()), try #require(xs.max()))
                let (top, bottom) = (try #require(ys.min()), try #require(ys.max()))
                // The name stands above the head.
                boxes[time, default: []].append((left - 12...right + 12, top - 110...bottom + 12))
            }
        }
        let times = try rows(session, "features.csv").filter { $0["seat"] == "therapist" }
            .map { $0["time"] ?? "" }
        for (time, picture) in zip(times, pictures).dropFirst().enumerated()
            .filter({ $0.offset % 20 == 0 }).map(\.element)
        {
            let people = try #require(boxes[time])
            var outside = 0
            var light = 0
            for index in 0..<Self.width * Self.pictureHeight {
                guard picture[picture.startIndex + index] > 24 else { continue }
                light += 1
                let (x, y) = (Double(index % Self.width), Double(index / Self.width))
                if !people.contains(where: { $0.x.contains(x) && $0.y.contains(y) }) {
                    outside += 1
                }
            }
            #expect(outside == 0, "at \(time)")
            let share = Double(light) / Double(Self.width * Self.pictureHeight)
            #expect(share > 0.005 && share < 0.05, "\(share) at \(time)")
        }
    }

    private func checkMadeAgain(_ session: URL, _ clip: URL) throws {
        let before = try Data(contentsOf: clip)
        try FileManager.default.removeItem(at: clip)
        let arguments = ["export", session.path, "--format", "review", "--progress", "plain"]
        let again = try Program.attune(arguments)
        #expect(again.status == 0 && again.output == clip.path + "\n")
        #expect(again.errors.contains("drawing the clip 100 %"))
        #expect(try Data(contentsOf: clip) == before)
        try Data("mine".utf8).write(to: clip)
        let refused = try Program.attune(arguments)
        #expect(refused.status == 73 && refused.errors.contains("--force"))
        #expect(try Data(contentsOf: clip) == Data("mine".utf8))
        let full = try Program.attune(
            arguments + ["--force"],
            under: ["bash", "-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "-"])
        #expect(full.status == 73, "\(full.errors)")
        #expect(full.errors.contains("cannot write"), "\(full.errors)")
        #expect(try Data(contentsOf: clip) == Data("mine".utf8))
        let names = try FileManager.default.contentsOfDirectory(atPath: session.path)
        #expect(!names.contains { $0.hasPrefix(".attune") })
    }

    @Test func bothMustHaveAgreed() throws {
        try Program.inFolder { folder in
            let whole = try String(
                contentsOfFile: Program.example("helle.consent.json"), encoding: .utf8)
            let half = folder.appendingPathComponent("half.json")
            let client = try #require(whole.range(of: "\"client\""))
            try whole.replacingOccurrences(
                of: ", \"review-clip\"", with: "", range: client.lowerBound..<whole.endIndex
            ).write(to: half, atomically: true, encoding: .utf8)
            let session = folder.appendingPathComponent("session")
            let arguments = [
                "analyze", Program.example("helle.mp4"), "--consent", half.path, "--output",
                session.path, "--rate", "1", "--progress", "none",
            ]
            let refused = try Program.attune(arguments + ["--review-clip"])
            #expect(refused.status == 77 && refused.errors.contains("does not cover review-clip"))
            #expect(!FileManager.default.fileExists(atPath: session.path))

            #expect(try Program.attune(arguments).status == 0)
            let export = ["export", session.path, "--format", "review", "--progress", "none"]
            let later = try Program.attune(export)
            #expect(later.status == 77)
            #expect(later.errors.contains("consent of F02 (client) does not cover review-clip"))
            #expect(later.errors.contains("attune consent renew FILE \(session.path)"))
            // They agree, on a later day.
            let both = folder.appendingPathComponent("both.json")
            try whole.replacing("\"signed\": \"2026-01-05\"", with: "\"signed\": \"2026-01-06\"")
                .write(to: both, atomically: true, encoding: .utf8)
            let renewed = try Program.attune(["consent", "renew", both.path, session.path])
            #expect(renewed.status == 0, "\(renewed.errors)")
            let agreed = try Program.attune(export)
            #expect(agreed.status == 0, "\(agreed.errors)")
        }
    }
}
