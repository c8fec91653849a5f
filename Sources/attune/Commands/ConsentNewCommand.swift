import ArgumentParser
import Base
import Consents
import Foundation
import Workflows

/// `attune consent new`: a consent file from answers or options.
struct ConsentNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a consent file, asking for what is not given.",
        discussion: """
            Example:
              attune consent new S01.consent.json
              attune consent new S01.consent.json --session S01 \\
                --participant seat=therapist,id=T01,scope=analysis+live,expires=2027-01-05 \\
                --participant seat=client,id=C01,scope=analysis,signed=2026-01-05,expires=2027-01-05

            It records what two people have signed; it does not replace their signatures. Scopes: \
            \(ConsentText.scopes). The person at the left of the picture comes first. Use codes, not \
            names, and keep the list that links them elsewhere. The file is readable by you alone.
            """)

    @Argument(help: "The consent file to write.")
    var file: String

    @Option(help: "The session's code.")
    var session: String?

    @Option(
        help: ArgumentHelp(
            "One of the two people; given twice. signed= is today unless given.",
            valueName: "seat=…,id=…,scope=…,signed=…,expires=…"))
    var participant: [String] = []

    @Flag(help: "Replace a file that is there.")
    var force = false

    func run() throws {
        if !force, FileManager.default.fileExists(atPath: file) { throw Self.isThere(file) }
        let draft = try draft().composed
        for person in draft.participants { try Self.check(person.id, .person) }
        for name in [draft.session] + draft.participants.map(\.seat) {
            try Self.check(name, .sessionOrSeat)
        }
        if let other = draft.sessionAlike(in: file.parentFolder) {
            throw Failure.usage(
                "“\(draft.session)” looks like “\(other)”, whose consent is in the same folder",
                remedy: "use a code that nobody takes for it")
        }
        let consent: Consent
        do { consent = try draft.write(to: file, replacing: force) } catch {
            guard error.kind == .noConsent else { throw error }
            // Not a missing consent but invalid input.
            throw Failure.usage(error.what, remedy: error.remedy)
        }
        ConsentText.say(consent.summary, on: .today)
        Terminal.say("consent: \(file)")
    }

    private func draft() throws(Failure) -> Consent.Draft {
        if participant.isEmpty, isatty(STDIN_FILENO) == 1 {
            return try ConsentQuestions { prompt in
                Terminal.prompt(prompt)
                return readLine()
            }.draft(session: session)
        }
        guard let session, participant.count == 2 else {
            throw Failure.usage(
                "--session and two --participant are needed where nobody can be asked",
                remedy: "give them, or run the command in a terminal without --participant")
        }
        var people: [Consent.Participant] = []
        for option in participant { people.append(try ParticipantOption.read(option)) }
        return Consent.Draft(session: session, participants: people)
    }

    /// Refuses what is personal in any case, and warns of what may be.
    private static func check(_ code: String, _ use: PseudonymCheck.Use) throws(Failure) {
        switch PseudonymCheck.verdict(on: code, for: use) {
        case .fine: break
        case .doubtful(let why):
            Console().warnOfPersonalCode(code, why)
        case .personal(let why):
            throw Failure.usage(
                "“\(code)” \(why)",
                remedy: "use a code, such as C01, and keep the list of names elsewhere")
        }
    }

    private static func isThere(_ path: String) -> Failure {
        Failure.cannotCreate(
            "\(path) is there already", remedy: "give another path, or pass --force to replace it")
    }
}
