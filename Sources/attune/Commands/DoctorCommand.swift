import ArgumentParser
import Base
import Foundation
import VisionProtocol
import Workflows

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks that everything Attune needs is here and works.",
        discussion: """
            Example:
              attune doctor

            Prints a line per check: ok, note (something that only some uses need), or FAIL with the
            remedy. Exit code 0 when nothing failed, 70 otherwise.
            """)

    func run() throws {
        let vision = Self.vision()
        let findings =
            [vision.finding] + (vision.check.map(Self.findings) ?? [])
            + [Self.report(), Self.cameras()]
        for finding in findings { Terminal.say(finding.description) }
        let failed = findings.count { $0.state == .failed }
        guard failed == 0 else {
            throw Failure.software(
                "\(failed) of \(findings.count) checks failed",
                remedy: "fix what is marked FAIL above")
        }
    }

    /// One line of the answer.
    struct Finding: CustomStringConvertible {
        enum State: String {
            case ok
            case note
            case failed = "FAIL"
        }

        var state: State
        var subject: String
        var text: String

        init(_ state: State, _ subject: String, _ text: String) {
            self.state = state
            self.subject = subject
            self.text = text
        }

        var description: String {
            state.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
                + subject.padding(toLength: 13, withPad: " ", startingAt: 0) + text
        }
    }

    private static func vision() -> (check: VisionCheck?, finding: Finding) {
        do {
            let check = try VisionProcess.check()
            return (check, .init(.ok, "program", "attune \(AttuneVersion.current)"))
        } catch {
            let failure = error as? Failure
            let text = failure.map { $0.sentence } ?? "\(error)"
            return (nil, .init(.failed, "program", text))
        }
    }

    private static func findings(_ check: VisionCheck) -> [Finding] {
        [
            networks(check), decoders(check), cache(check), confinement(check.confinement),
            models(check.models),
        ]
    }

    private static func networks(_ check: VisionCheck) -> Finding {
        if let problem = check.problem {
            return .init(.failed, "networks", "\(problem); \(Installation.current.repair)")
        }
        let seconds = DecimalText.text(check.loading, decimals: 1)
        return .init(
            .ok, "networks",
            "loaded in \(seconds) s, computed in \(check.precision), OpenVINO \(check.openvino)")
    }

    private static func decoders(_ check: VisionCheck) -> Finding {
        let can = check.decoded.joined(separator: ", ")
        guard check.decoded.contains("h264") else {
            return .init(
                .failed, "video",
                "H.264 cannot be decoded; install FFmpeg's libraries with that decoder")
        }
        guard !check.notDecoded.isEmpty else { return .init(.ok, "video", "decodes \(can)") }
        return .init(
            .note, "video", "decodes \(can); not \(check.notDecoded.joined(separator: ", "))")
    }

    private static func cache(_ check: VisionCheck) -> Finding {
        guard let folder = check.cache, FileManager.default.isWritableFile(atPath: folder) else {
            return .init(
                .note, "cache",
                "no folder for compiled networks, so every start takes a second longer; set "
                    + "ATTUNE_CACHE to a folder that you and nobody else may write to")
        }
        return .init(.ok, "cache", folder)
    }

    private static func confinement(_ report: ConfinementReport) -> Finding {
        if let weakness = report.weakness {
            return .init(
                .failed, "confinement", weakness + "; without --unconfined, none is looked at")
        }
        return .init(.ok, "confinement", "Landlock (ABI \(report.landlockAbi)) and seccomp")
    }

    private static func models(_ found: [String: String]) -> Finding {
        guard let published = Installation.current.publishedDigests() else {
            return .init(.note, "models", "no models.json to compare them with")
        }
        let wrong = published.filter { found[$0.key] != $0.value }.keys.sorted()
        guard wrong.isEmpty else {
            let state = wrong.contains { found[$0] != nil } ? "not as published" : "missing"
            return .init(
                .failed, "models",
                "\(wrong.joined(separator: ", ")): \(state); \(Installation.current.repair)")
        }
        return .init(.ok, "models", "\(published.count), as published (SHA-256)")
    }

    private static func report() -> Finding {
        let path = Installation.current.plottingLibrary
        guard FileManager.default.isReadableFile(atPath: path) else {
            return .init(
                .failed, "report", "d3 is not at \(path); \(Installation.current.repair)")
        }
        return .init(.ok, "report", "d3 is at \(path)")
    }

    private static func cameras() -> Finding {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
        let devices = names.filter { $0.hasPrefix("video") }.sorted().map { "/dev/\($0)" }
        guard !devices.isEmpty else {
            return .init(.note, "camera", "none is connected; only live measurement needs one")
        }
        let usable = devices.filter { access($0, R_OK | W_OK) == 0 }
        guard !usable.isEmpty else {
            return .init(
                .note, "camera",
                "\(devices.joined(separator: ", ")) may not be opened; add yourself to the group "
                    + "video and log in again")
        }
        return .init(.ok, "camera", usable.joined(separator: ", "))
    }
}
