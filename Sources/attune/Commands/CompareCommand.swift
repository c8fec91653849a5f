import Exports
import Consents
import Agreement
import Archive
import ArgumentParser
import Base
import Workflows

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Shows how a session agrees with what a human coder found.",
        discussion: """
            Example:
              attune compare results coder-2.eaf
              attune compare results coder-1.eaf coder-2.tsv
              attune compare results coder-2.eaf --map "Klientin=client *"

            Per posture: Cohen's kappa on seconds (all of them, those that Attune could tell, and with \
            tolerance) and Krippendorff's u-alpha; precision, recall and F1 of events and what they would be by \
            chance; 95 % intervals; error of onsets, agreement on durations; also the episodes. With two \
            codings, also how they agree with each other, beside Attune's agreement with each. Writes \
            agreement.csv and agreement.json into the session folder.

            Reads ELAN (.eaf, or its tab-delimited text), BORIS (a project, or events as TSV or CSV), \
            TextGrids of Praat, Datavyu's CSV, and tables with the columns seat, posture, side, onset, \
            offset. Tiers are named SEAT POSTURE, such as "client head_on_hand", or SEAT with the postures \
            as values; in BORIS the subject is the seat and the behavior the posture. attune export \
            --format eaf-template makes an empty document for ELAN.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Argument(help: "A coder's file: of ELAN, BORIS, Praat or Datavyu, or a table.")
    var coded: String

    @Argument(help: ArgumentHelp("Another coder's file.", valueName: "coded2"))
    var coded2: String?

    @Option(
        help: ArgumentHelp(
            """
            What a tier with another name stands for: SEAT POSTURE; SEAT * when its values are postures; \
            * POSTURE for such a value. Repeatable.
            """, valueName: "tier=seat posture"))
    var map: [TierMapping] = []

    @Option(
        help: ArgumentHelp(
            "Which observation of a file of BORIS that holds several.", valueName: "name"))
    var observation: String?

    @Option(
        help: ArgumentHelp(
            "Postures the coder looked for in both people, found or not (default: those in the file).",
            valueName: "posture,posture"))
    var postures: String?

    @Option(
        help: ArgumentHelp(
            """
            A table of channels from another source (a sensor, another program, ratings), with time, seat and \
            columns named like those of features.csv: how they agree with the session's.
            """, valueName: "file"))
    var channels: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Onsets this close belong to the same event.", valueName: "time"))
    var tolerance = ClockTime(seconds: 2)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Start of the coded part.", valueName: "time"))
    var from: ClockTime?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("End of the coded part.", valueName: "time"))
    var to: ClockTime?

    @Option(help: "The folder for the results (default: the session folder).")
    var output: String?

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    func validate() throws {
        guard tolerance.seconds >= 0 else {
            throw ValidationError("--tolerance must be 0 s or more")
        }
        for time in [from, to].compactMap({ $0?.seconds }) where time.magnitude >= 1e6 {
            throw ValidationError("--from and --to must be times of the recording")
        }
        if let from, let to, from.seconds >= to.seconds {
            throw ValidationError("--from must be before --to")
        }
    }

    func run() throws {
        let consent = try FolderConsent.read(folder)
        try consent.require()
        Console().warnOfConsentsBeside(consent)
        // Nobody else may write there meanwhile: what is read and what is written must belong together.
        let own = output == nil ? try FolderLock(folder) : nil
        let session = try SessionTables(folder: folder)
        let names = TierNames(
            seats: session.seats, postures: session.postures,
            mapping: map.map { ($0.name, $0.stands) })
        if let unknown = names.unknown.first {
            throw ValidationError(
                "--map: “\(unknown)” is no seat and posture of the session; "
                    + "seats are \(session.seats.joined(separator: ", "))")
        }
        if let from, from.seconds >= session.span.end {
            throw ValidationError("--from lies after the end of the recording")
        }
        let looked = try lookedFor(session)
        let files = try read(
            CodedSession(
                names: names, recordings: session.recordings, end: session.span.end,
                isToldPostures: looked != nil, observation: observation))
        let pairs = ComparedPair.all(
            session, files,
            settings: .init(
                tolerance: tolerance.seconds, start: from?.seconds, end: to?.seconds,
                postures: looked))
        let measured = try channelAgreement(session, over: pairs[0].comparison.span)
        let results = try SessionFolder(output ?? folder, force: force)
        let lock = try own ?? FolderLock(results.path)
        defer { withExtendedLifetime(lock) {} }
        try results.write([
            (
                name: AgreementCSV.fileName,
                body: { output throws(Failure) in
                    try AgreementCSV(pairs).write(to: &output)
                }
            ),
            (
                name: AgreementJSON.fileName,
                body: { output throws(Failure) in
                    try AgreementJSON(
                        pairs[0], Array(pairs.dropFirst()), channels: measured,
                        consentDigest: consent.summary?.digest
                    ).write(to: &output)
                }
            ),
        ])
        if let remark = results.remark { Console().warning(remark) }
        let pages =
            pairs.map { AgreementText($0).description }
            + [measured].compactMap { $0.map(AgreementText.channels) }
        Terminal.say(text: pages.joined(separator: "\n\n"))
    }

    private func channelAgreement(
        _ session: SessionTables, over span: TimeSpan
    ) throws -> ChannelAgreement? {
        guard let channels else { return nil }
        let reference = try ChannelTable(channels, seats: session.seats)
        let own = try ChannelTable(
            "\(folder)/\(FeaturesCSV.fileName)", seats: session.seats, only: reference.channels)
        return try ChannelAgreement(own, reference, seats: session.seats, over: span)
    }

    /// The codings; what is worth knowing of how they were read is said.
    private func read(_ session: CodedSession) throws -> [CodingFile] {
        let files = try ([coded] + (coded2.map { [$0] } ?? [])).map {
            try CodingFile($0, of: session)
        }
        for file in files {
            for note in file.coding.notes { Console().warning("\(file.name): \(note).") }
        }
        if let missing = session.names.remarkOnMissing(in: files.map(\.coding)) {
            Console().warning("--map: \(missing).")
        }
        return files
    }

    private func lookedFor(_ session: SessionTables) throws -> [String]? {
        guard let postures else { return nil }
        let names = postures.split(separator: ",").map(String.init)
        for name in names where !session.postures.contains(name) {
            throw ValidationError(
                "--postures: the session has no “\(name)”; "
                    + "it has \(session.postures.joined(separator: ", "))")
        }
        return names
    }
}

/// `TIER=SEAT POSTURE`, `TIER=SEAT *` or `VALUE=* POSTURE`.
struct TierMapping: ExpressibleByArgument {
    var name: String
    var stands: String

    init?(argument: String) {
        guard let sign = argument.lastIndex(of: "=") else { return nil }
        name = String(argument[..<sign])
        stands = String(argument[argument.index(after: sign)...])
        if name.isEmpty || stands.isEmpty { return nil }
    }
}
