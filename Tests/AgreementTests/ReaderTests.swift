import Archive
import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

import Agreement

@testable import Exports

@Suite struct ReaderTests {
    private let names = TierNames(
        seats: ["therapist", "client"], postures: ["head_on_hand", "slumped"],
        mapping: [("Kopf K", "client head_on_hand")])
    private let client = Target(seat: "client", posture: "head_on_hand")

    private func file(_ text: String, _ name: String) -> InputFile {
        InputFile(path: name, bytes: Array(text.utf8))
    }

    private func elan(_ text: String) throws -> Coding {
        try ElanReader.read(file(text, "a.eaf"), of: CodedSession(names: names))
    }

    private func boris(_ text: String) throws -> Coding {
        try coding(Array(text.utf8), "a.csv")
    }

    private func coding(_ bytes: [UInt8], _ name: String) throws -> Coding {
        try CodingFile.read(InputFile(path: name, bytes: bytes), CodedSession(names: names)).1
    }

    private func failure(_ body: () throws -> Coding) -> Failure? {
        do { _ = try body() } catch { return error as? Failure }
        return nil
    }

    // MARK: Names

    @Test func tierNamesAreTakenAsPeopleWriteThem() {
        for name in [
            "client head_on_hand", "Client: Head on hand", "CLIENT_head-on-hand", "kopf k",
        ] {
            #expect(names.meaning(of: name) == .posture(client, sides: []), "\(name)")
        }
        #expect(names.meaning(of: "client") == .seat("client"))
        #expect(names.meaning(of: "client arms") == nil)
        let typo = TierNames(seats: ["a"], postures: ["b"], mapping: [("x", "a c")])
        #expect(typo.unknown == ["a c"])
    }

    // MARK: What Attune itself exports

    /// Two people with difficult names; both hands at once, holds that touch.
    private func session() -> Session {
        let seats = ["Müller \"A\" & <b>", "Ana\nLuísa 🙂"]
        func held(_ seat: Seat, _ posture: String, _ side: Side?, _ a: Double, _ b: Double)
            -> PostureInterval
        { PostureInterval(seat: seat, posture: posture, side: side, onset: a, offset: b) }
        return Session(
            source: [.init(file: "a.mp4", sha256: "", duration: 60, frames: 1500, rate: 25)],
            seats: seats, consent: nil,
            settings: Settings(postures: [
                .init(name: "head_on_hand", conditions: []), .init(name: "slumped", conditions: []),
            ]), features: [FeatureTrack(), FeatureTrack()],
            postures: [
                PostureRecord(
                    seat: .first,
                    held: [
                        held(.first, "head_on_hand", .right, 10.1, 24),
                        held(.first, "head_on_hand", .left, 20, 30.25),
                        held(.first, "slumped", nil, 40, 41),
                        held(.first, "slumped", nil, 41, 42.5),
                    ]),
                PostureRecord(
                    seat: .second, held: [held(.second, "head_on_hand", .left, 14.1, 26.5)]),
            ],
            episodes: [
                Episode(
                    posture: "head_on_hand", leader: .first, leaderSide: .right,
                    followerSide: .left,
                    congruence: .mirror, leaderOnset: 10.1, followerOnset: 14.1, offset: 24,
                    sharedDuration: 9.9)
            ], synchrony: [], timeline: [], quality: Quality(coverage: [1, 1]), warnings: [])
    }

    private func same(_ one: [Hold], _ other: [Hold]) -> Bool {
        let order = { (a: Hold, b: Hold) in
            (a.onset, a.offset, a.target.seat) < (b.onset, b.offset, b.target.seat)
        }
        return one.sorted(by: order) == other.sorted(by: order)
    }

    @Test func whatAttuneExportsComesBackAsItWas() throws {
        let session = self.session()
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try SessionFolder(path).write(
            session, with: [ElanEAF(), Boris(), SessionJSON(), PosturesCSV(), EpisodesCSV()])
        let tables = try SessionTables(folder: path)
        #expect(tables.seats == session.seats && tables.span.end == 60)
        #expect(tables.postures == ["head_on_hand", "slumped"])
        #expect(tables.holds.count == 5 && tables.episodes.count == 1)

        let names = TierNames(seats: tables.seats, postures: tables.postures)
        let eaf = try CodingFile("\(path)/timeline.eaf", of: CodedSession(names: names))
        #expect(same(eaf.coding.holds, tables.holds))
        // A tier without annotations was looked for as well.
        #expect(eaf.coding.targets.count == 4)
        #expect(eaf.coding.ignored.first == "episodes")
        let boris = try CodingFile("\(path)/boris.tsv", of: CodedSession(names: names))
        #expect(same(boris.coding.holds, tables.holds))
        #expect(boris.coding.targets.count == 3)

        for coded in [eaf, boris] {
            let comparison = Comparison(tables, coded.coding)
            #expect(comparison.rows.allSatisfy { $0.seconds.kappa == 1 || $0.seconds.coder == 0 })
            #expect(comparison.rows.allSatisfy { $0.events.f1 == 1 || $0.events.coder == 0 })
            #expect(comparison.episodes.pairs.count == 1)
            #expect(comparison.episodes.onlyAttune.isEmpty && comparison.episodes.onlyCoder.isEmpty)
        }
    }

    // MARK: ELAN

    private func document(_ tiers: String, media: String = "", slots: String? = nil) -> String {
        let slots =
            slots
                ?? """
                <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="4500"/>
                """
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0">
            <HEADER TIME_UNITS="milliseconds">\(media)</HEADER>
            <TIME_ORDER>\(slots)</TIME_ORDER>\(tiers)</ANNOTATION_DOCUMENT>
            """
    }

    private func tier(_ name: String, _ value: String = "left") -> String {
        """
        <TIER TIER_ID="\(name)" LINGUISTIC_TYPE_REF="t"><ANNOTATION><ALIGNABLE_ANNOTATION
        ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>\(value)\
        </ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
        """
    }

    @Test func otherTiersArePassedOverAndThoseThatDependHaveTheirParentsTimes() throws {
        let dependent = """
            <TIER TIER_ID="client slumped" LINGUISTIC_TYPE_REF="t"><ANNOTATION><REF_ANNOTATION
            ANNOTATION_ID="a9" ANNOTATION_REF="a1"><ANNOTATION_VALUE>x</ANNOTATION_VALUE>
            </REF_ANNOTATION></ANNOTATION></TIER>
            """
        let coding = try elan(document(tier("speech") + tier("Kopf K", " Left ") + dependent))
        let slumped = Target(seat: "client", posture: "slumped")
        #expect(
            coding.holds == [
                Hold(target: client, side: .left, onset: 1, offset: 4.5),
                Hold(target: slumped, onset: 1, offset: 4.5),
            ])
        #expect(coding.ignored == ["speech"])
        #expect(coding.targets == [client, slumped])
    }

    @Test(
        arguments: [
            ("left+right", [Side.left, .right]), ("BOTH", [.left, .right]), ("r", [.right]),
            ("head on hand", [nil]), ("", [nil]),
        ] as [(String, [Side?])])
    func theValueTellsTheSide(value: String, sides: [Side?]) throws {
        #expect(try elan(document(tier("Kopf K", value))).holds.map(\.side) == sides)
    }

    @Test func aShiftedRecordingIsBroughtBack() throws {
        let media = "<MEDIA_DESCRIPTOR MEDIA_URL='a' MIME_TYPE='video/mp4' TIME_ORIGIN='2500'/>"
        #expect(try elan(document(tier("Kopf K"), media: media)).holds[0].onset == 3.5)
    }

    @Test(arguments: [
        ("<html></html>", "not an ELAN document"), ("not xml", "text outside"),
        ("<!DOCTYPE a><ANNOTATION_DOCUMENT/>", "document type"), ("", "no element"),
    ])
    func whatIsNotAnELANDocument(text: String, words: String) throws {
        let failure = try #require(self.failure { try elan(text) })
        #expect(failure.kind == .badInput)
        #expect(failure.what.contains(words), "\(failure)")
    }

    @Test(arguments: [
        "<TIME_SLOT TIME_SLOT_ID='ts1'/><TIME_SLOT TIME_SLOT_ID='ts2' TIME_VALUE='4500'/>",
        "<TIME_SLOT TIME_SLOT_ID='ts1' TIME_VALUE='5000'/><TIME_SLOT TIME_SLOT_ID='ts2' TIME_VALUE='4500'/>",
        "<TIME_SLOT TIME_SLOT_ID='ts1' TIME_VALUE='99999999999999999999'/>", "",
    ])
    func anAnnotationWithoutTimesIsAnErrorOnlyWhereItCounts(slots: String) throws {
        let wanted = document(tier("Kopf K"), slots: slots)
        #expect(try #require(failure { try elan(wanted) }).what.contains("Kopf K"))
        #expect(try elan(document(tier("speech"), slots: slots)).holds.isEmpty)
    }

    @Test func aPileOfAnnotationsIsNotACoding() throws {
        let many = String(
            repeating:
                "<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1='ts1' TIME_SLOT_REF2='ts2'/>"
                + "</ANNOTATION>", count: 5001)
        let text = document("<TIER TIER_ID='client slumped'>\(many)</TIER>")
        #expect(try #require(failure { try elan(text) }).what.contains("more than 5000"))
    }

    // MARK: BORIS

    @Test func aggregatedEvents() throws {
        let coding = try boris(
            """
            Observation id,Subject,Behavior,Modifier #1,Behavior type,Start (s),Stop (s),Comment start
            s1,client,head_on_hand,left,STATE,10.5,20,"a, ""b""
            c"
            s1,Client,Slumped,,POINT,30,,
            s1,dog,barking,,STATE,1,2,

            """)
        #expect(
            coding.holds == [
                Hold(target: client, side: .left, onset: 10.5, offset: 20),
                Hold(target: .init(seat: "client", posture: "slumped"), onset: 30, offset: 30),
            ])
        #expect(coding.ignored == ["dog barking"])
    }

    @Test func tabularEventsOfOlderVersionsWithDecimalCommas() throws {
        let coding = try boris(
            "Observation id;s1\r\n\r\nMedia file(s)\r\n\r\nTime;Media;Subject;Behavior;Modifiers;Status\r\n"
                + "1,5;a;client;head_on_hand;right|None;START\r\n"
                + "2;a;client;head_on_hand;left;START\r\n2,25;a;client;slumped;;POINT\r\n"
                + "3;a;client;head_on_hand;right|None;STOP\r\n4,5;a;client;head_on_hand;left;STOP")
        #expect(
            coding.holds == [
                Hold(target: client, side: .right, onset: 1.5, offset: 3),
                Hold(target: client, side: .left, onset: 2, offset: 4.5),
                Hold(target: .init(seat: "client", posture: "slumped"), onset: 2.25, offset: 2.25),
            ])
    }

    private static let head = "Subject\tBehavior\tBehavior type\tTime\n"

    @Test(arguments: [
        (head + "client\tslumped\tSTART\t1\n", "line 2: a START of client slumped without"),
        (head + "client\tslumped\tSTOP\t1\n", "a STOP of client slumped without"),
        (head + "client\tslumped\tSTART\t1\nclient\tslumped\tSTART\t2\n", "line 3: a START"),
        (head + "client\tslumped\tSTART\t5\nclient\tslumped\tSTOP\t2\n", "a STOP"),
        (head + "client\tslumped\tSTATE\t1\n", "neither START, STOP nor POINT"),
        (head + "client\tslumped\tPOINT\t00:01:02\n", "not a number of seconds"),
        (head + "client\tslumped\tPOINT\tinf\n", "not a number of seconds"),
        (head + "client\tslumped\tPOINT\n", "not a number of seconds"),
        (head + "\"client\tslumped\n", "without its closing quote"),
        ("a\tb\nc\td\n", "no format of codings"), ("", "no format of codings"),
        (
            "Observation id,Subject,Behavior,Start (s),Stop (s)\na,client,slumped,1,2\n"
                + "b,client,slumped,3,4\n", "2 observations"
        ),
        ("Subject,Behavior,Start (s),Stop (s)\nclient,slumped,3,2\n", "stops before it starts"),
    ])
    func whatBORISDoesNotExport(text: String, words: String) throws {
        let failure = try #require(self.failure { try boris(text) })
        #expect(failure.kind == .badInput)
        #expect(failure.what.contains(words), "\(failure)")
    }

    @Test func aTableThatIsNotText() throws {
        let failure = try #require(
            self.failure {
                try coding([0xE4, 0x0A], "a.csv")
            })
        #expect(failure.what.contains("not UTF-8"))
    }

    // MARK: Files

    @Test func filesThatCannotBeUsed() throws {
        func status(_ path: String) -> Int32? {
            do { _ = try CodingFile(path, of: CodedSession(names: names)) } catch {
                return error.exitCode
            }
            return nil
        }
        #expect(status("/nowhere/a.eaf") == Failure.Kind.noInput.rawValue)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString).eaf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(document(tier("speech")).utf8).write(to: URL(fileURLWithPath: path))
        let failure = try #require(
            self.failure { try CodingFile(path, of: CodedSession(names: names)).coding })
        #expect(failure.what.contains("“speech”") && failure.remedy.description.contains("<map>"))
    }
}
