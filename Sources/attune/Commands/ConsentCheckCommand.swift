import Archive
import ArgumentParser
import Base
import Consents
import Foundation
import Workflows

/// `attune consent check`: what a consent file, or the consent in a session folder, covers today.
struct ConsentCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Shows what a consent covers today, and until when.",
        discussion: """
            Example:
              attune consent check S01.consent.json
              attune consent check S01 --for sharing

            Prints a line per person. The exit code is 77, with the reason, when the consent of either \
            does not hold or, with --for, does not cover that use.
            """)

    @Argument(help: ArgumentHelp("A consent file or a session folder.", valueName: "file|dir"))
    var place: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("A use that both must have agreed to: \(ConsentText.scopes)."))
    var use: Consent.Scope?

    func run() throws {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
        let uses = use.map { [$0] } ?? []
        if isFolder.boolValue {
            let consent = try FolderConsent.read(place)
            try consent.requireSound()
            guard let summary = consent.summary else {
                throw Failure.noConsent(
                    "\(place) holds no consent", remedy: "give a session folder or a consent file")
            }
            ConsentText.say(summary, on: .today)
            Console().warnOfConsentsBeside(consent)
            try consent.require(uses)
        } else {
            let consent = try Consent.load(place)
            ConsentText.say(consent.summary, on: .today)
            Console().warnOfPersonalCodes(consent.summary)
            try consent.summary.require(uses, in: .file(place))
        }
    }
}

extension Consent.Scope: ExpressibleByArgument {}
