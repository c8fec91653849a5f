import Foundation
import TestSupport
import Testing

/// `attune check` on the example, whose people are seen from the front.
@Suite(.tags(.program), .untilStuck)
struct CheckTests {
    private let video = Program.example("helle.mp4")
    private let consent = Program.example("helle.consent.json")

    @Test func theExampleIsSeenWellAndNothingIsKept() throws {
        try Program.inFolder { folder in
            let run = try Program.attune([
                "check", video, "--seconds", "4", "--json", "--progress", "none",
            ])
            #expect(run.status == 0, "\(run.errors)")
            let read = try #require(
                JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            #expect(read["usable"] as? Bool == true)
            let people = try #require(read["people"] as? [[String: Any]])
            #expect(people.map { $0["seat"] as? String } == ["left", "right"])
            for person in people { #expect((person["found"] as? Double ?? 0) > 0.9) }
            #expect((read["seconds"] as? Double ?? 0) < 5)
        }
    }

    @Test func aPageNeedsConsent() throws {
        try Program.inFolder { folder in
            let page = folder.appendingPathComponent("camera.html").path
            let arguments = [
                "check", video, "--seconds", "2", "--progress", "none", "--html", page,
            ]
            let refused = try Program.attune(arguments)
            #expect(refused.status == 64 && refused.errors.contains("--consent"))
            let run = try Program.attune(arguments + ["--consent", consent])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("The therapist: found"))
            let text = try String(contentsOfFile: page, encoding: .utf8)
            #expect(text.contains("<polygon") && text.contains("therapist"))
            let again = try Program.attune(arguments + ["--consent", consent])
            #expect(again.status == 73)
        }
    }

    @Test func aCameraThatMissesOneIsOfNoUse() throws {
        try Program.inFolder { folder in
            let half = folder.appendingPathComponent("half.mp4").path
            try Program.ffmpeg(["-t", "2", "-i", video, "-vf", "crop=480:540:0:0", half])
            let run = try Program.attune(["check", half, "--progress", "none"])
            #expect(run.status == 65)
            #expect(run.output.contains(": not found"))
            #expect(run.errors.contains("not both people can be measured"))
        }
    }
}
