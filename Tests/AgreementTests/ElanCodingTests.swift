import Base
import Posture
import Testing

@testable import Exports

/// Codings of the same two holds as ELAN writes them.
@Suite struct ElanCodingTests {
    /// A document; times in milliseconds, `nil` for a slot without one.
    private struct Document {
        var media =
            "<MEDIA_DESCRIPTOR MEDIA_URL=\"file:///C:/v/helle.mp4\" MIME_TYPE=\"video/mp4\"/>"
        var slots: [Int?] = []
        var body = ""
        private var count = 0

        init() {}

        mutating func slot(_ time: Int?) -> Int {
            slots.append(time)
            return slots.count
        }

        mutating func annotation(_ start: Int, _ end: Int, _ value: String, entry: String = "")
            -> String
        {
            count += 1
            let entry = entry.isEmpty ? "" : " CVE_REF=\"\(entry)\""
            return """
                <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a\(count)" TIME_SLOT_REF1="ts\(start)" \
                TIME_SLOT_REF2="ts\(end)"\(entry)><ANNOTATION_VALUE>\(value)</ANNOTATION_VALUE>\
                </ALIGNABLE_ANNOTATION></ANNOTATION>
                """
        }

        mutating func tier(_ name: String, _ annotations: String, _ more: String = "") {
            body += "<TIER TIER_ID=\"\(name)\" \(more)>\(annotations)</TIER>"
        }

        var text: String {
            let order = slots.enumerated().map { index, time in
                "<TIME_SLOT TIME_SLOT_ID=\"ts\(index + 1)\""
                    + (time.map { " TIME_VALUE=\"\($0)\"/>" } ?? "/>")
            }.joined()
            return """
                <?xml version="1.0" encoding="UTF-8"?>
                <ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0"><HEADER TIME_UNITS="milliseconds">\
                \(media)</HEADER><TIME_ORDER>\(order)</TIME_ORDER>\(body)
                <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="p" CONTROLLED_VOCABULARY_REF="cv"/>
                <LINGUISTIC_TYPE CONSTRAINTS="Time_Subdivision" LINGUISTIC_TYPE_ID="time"/>
                <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Subdivision" LINGUISTIC_TYPE_ID="parts"/>
                <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" LINGUISTIC_TYPE_ID="one"/>
                <CONTROLLED_VOCABULARY CV_ID="cv"><CV_ENTRY_ML CVE_ID="c1"><CVE_VALUE \
                DESCRIPTION="Kopf auf der Hand" LANG_REF="deu">KH</CVE_VALUE><CVE_VALUE \
                DESCRIPTION="" LANG_REF="eng">head on hand</CVE_VALUE></CV_ENTRY_ML>\
                </CONTROLLED_VOCABULARY></ANNOTATION_DOCUMENT>
                """
        }
    }

    private static let spans = [
        ("therapist", "right", 10400, 24500), ("client", "left", 14400, 27000),
    ]

    /// A tier per person and posture, times moved by so many milliseconds.
    private func plain(by shift: Int = 0, _ name: (String) -> String = { "\($0) head_on_hand" })
        -> Document
    {
        var document = Document()
        for (seat, side, start, end) in Self.spans {
            let (a, b) = (document.slot(start + shift), document.slot(end + shift))
            document.tier(name(seat), document.annotation(a, b, side))
        }
        return document
    }

    private func media(_ files: [(String, Int?)]) -> String {
        files.map { file, origin in
            "<MEDIA_DESCRIPTOR MEDIA_URL=\"file:///C:/v/\(file)\" MIME_TYPE=\"video/mp4\""
                + (origin.map { " TIME_ORIGIN=\"\($0)\"/>" } ?? "/>")
        }.joined()
    }

    @Test(
        arguments: [
            (["mum.mp4", "child.mp4", "helle.mp4"], [1350, 4381, nil], 0),
            (["mum.mp4", "HELLE.MP4"], [1350, 4381], -4381),
            (["helle.wav", "x.mp4"], [700, 9], -700),
            (["mum.mp4", "h%65lle.mp4"], [1, 2], -2),
        ] as [([String], [Int?], Int)])
    func theOriginIsThatOfTheSessionsRecording(files: [String], origins: [Int?], shift: Int) throws
    {
        var document = plain(by: shift)
        document.media = media(Array(zip(files, origins)))
        let coding = try CodedHolds.read(document.text)
        #expect(CodedHolds.same(coding.holds) && coding.notes == [])
    }

    @Test func otherMediaAreNamed() throws {
        var document = plain(by: -1350)
        document.media = media([("mum.mp4", 1350), ("child.mp4", 4381)])
        let coding = try CodedHolds.read(document.text)
        #expect(CodedHolds.same(coding.holds))
        #expect(coding.notes.count == 1 && coding.notes[0].contains("mum.mp4, child.mp4"))
    }

    @Test(arguments: [
        "%@: Head-on-hand", "headOnHand_%@", "%@ head on hand (R)", "Posture %@ head on the hand",
    ])
    func namesAreReadAsPeopleWriteThem(pattern: String) throws {
        let coding = try CodedHolds.read(plain { pattern.replacing("%@", with: $0) }.text)
        #expect(CodedHolds.same(coding.holds), "\(coding)")
    }

    @Test(arguments: [
        ("%@ posture", "head on hand (%s)"), ("%@", "Head-on-hand, %s"),
        ("%@_codes", "%s HeadOnHand"),
        ("%@ posture", "head on %s hand"),
    ])
    func postureAsTheValueOfAPersonsTier(name: String, value: String) throws {
        var document = Document()
        for (seat, side, start, end) in Self.spans {
            let (a, b) = (document.slot(start), document.slot(end))
            document.tier(
                name.replacing("%@", with: seat),
                document.annotation(a, b, value.replacing("%s", with: side)))
        }
        #expect(CodedHolds.same(try CodedHolds.read(document.text).holds))
    }

    @Test func aMappedTierItsVocabularyAndWhatNamesNoPosture() throws {
        var document = Document()
        for (seat, side, start, end) in Self.spans {
            let (a, b, c) = (document.slot(start), document.slot(end), document.slot(end + 900))
            let name = seat == "client" ? "Klientin" : "P1"
            document.tier(
                name,
                document.annotation(a, b, "KH \(side)", entry: "c1")
                    + document.annotation(b, c, "Beine gekreuzt"),
                "LINGUISTIC_TYPE_REF=\"p\" PARTICIPANT=\"\(seat)\"")
        }
        let coding = try CodedHolds.read(
            document.text,
            CodedHolds.session([
                ("Klientin", "client *"), ("P1", "therapist *"), ("Nobody", "client slumped"),
            ]))
        #expect(CodedHolds.same(coding.holds))
        #expect(coding.notes.contains { $0.contains("“Beine gekreuzt” on “Klientin”") })
        let missing = CodedHolds.session([("Nobody", "client slumped")]).names
            .remarkOnMissing(in: [coding])
        #expect(missing == "“Nobody” is not there; there is “P1”, “Klientin”")
        let mapped = try CodedHolds.read(
            document.text,
            CodedHolds.session([
                ("Klientin", "client *"), ("P1", "therapist *"), ("Beine gekreuzt", "* slumped"),
            ]))
        #expect(mapped.holds.count == 4 && mapped.notes == [])
    }

    /// Also where somebody says the name of a posture.
    @Test func speechOnATierOfASeatsNameIsPassedOver() throws {
        for (name, more) in [("client", ""), ("utterances", "PARTICIPANT=\"client\"")] {
            var document = plain()
            let said = ["you know", "slumped", "I think so"].map { document.annotation(1, 2, $0) }
            document.tier(name, said.joined(), more)
            let coding = try CodedHolds.read(document.text)
            #expect(CodedHolds.same(coding.holds) && coding.ignored == [name] && coding.notes == [])
        }
    }

    @Test func aTierOfPosturesMayHaveMoreThanTheSessionKnows() throws {
        var document = Document()
        let slots = (1...8).map { document.slot($0 * 1000) }
        let values = ["slumped", "legs crossed", "standing", "legs crossed"]
        document.tier(
            "client posture",
            values.enumerated().map {
                document.annotation(slots[$0 * 2], slots[$0 * 2 + 1], $1)
            }.joined())
        let coding = try CodedHolds.read(document.text)
        #expect(coding.holds.map(\.onset) == [1])
        #expect(coding.notes.count == 1)
        #expect(coding.notes[0].contains("“legs crossed”, “standing” on “client posture”"))
    }

    @Test func aParticipantsTierOfAnyNameWithPostures() throws {
        var document = Document()
        for (seat, side, start, end) in Self.spans {
            let (a, b) = (document.slot(start), document.slot(end))
            document.tier(
                "Haltung \(seat.prefix(1))", document.annotation(a, b, "KH, \(side)", entry: "c1"),
                "LINGUISTIC_TYPE_REF=\"p\" PARTICIPANT=\"\(seat)\"")
        }
        #expect(CodedHolds.same(try CodedHolds.read(document.text).holds))
    }

    @Test func partsOfATimeSubdivisionHaveTimesBetweenTheirNeighbours() throws {
        var document = Document()
        for (seat, side, start, end) in Self.spans {
            let (a, b) = (document.slot(start), document.slot(end))
            document.tier("\(seat) note", document.annotation(a, b, "x"))
            let (m, n) = (document.slot(nil), document.slot(nil))
            document.tier(
                "\(seat) head_on_hand",
                document.annotation(a, m, side) + document.annotation(m, n, side)
                    + document.annotation(n, b, side),
                "PARENT_REF=\"\(seat) note\" LINGUISTIC_TYPE_REF=\"time\"")
            document.tier(
                "\(seat) arms_crossed",
                document.annotation(a, m, "no") + document.annotation(m, b, "x"),
                "PARENT_REF=\"\(seat) note\" LINGUISTIC_TYPE_REF=\"time\"")
        }
        let coding = try CodedHolds.read(document.text)
        #expect(CodedHolds.same(coding.holds.filter { $0.target.posture == "head_on_hand" }))
        let crossed = coding.holds.filter { $0.target.posture == "arms_crossed" }
        #expect(crossed.map { ($0.onset * 10).rounded() } == [151, 186])
        #expect(coding.notes.contains { $0.contains("say “no”") })
    }

    /// Half, then the second half in two.
    @Test func partsOfPartsShareTheirParentsTime() throws {
        var document = Document()
        let (a, b) = (document.slot(10000), document.slot(20000))
        document.tier("speech", document.annotation(a, b, "x"))
        func part(_ id: String, of parent: String, after: String?, _ value: String) -> String {
            let after = after.map { " PREVIOUS_ANNOTATION=\"\($0)\"" } ?? ""
            return """
                <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="\(id)" ANNOTATION_REF="\(parent)"\(after)>\
                <ANNOTATION_VALUE>\(value)</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
                """
        }
        document.tier(
            "words", part("w2", of: "a1", after: "w1", "") + part("w1", of: "a1", after: nil, ""),
            "PARENT_REF=\"speech\" LINGUISTIC_TYPE_REF=\"parts\"")
        document.tier(
            "client posture",
            part("p1", of: "w2", after: nil, "slumped")
                + part("p2", of: "w2", after: "p1", "smiles"),
            "PARENT_REF=\"words\" LINGUISTIC_TYPE_REF=\"parts\"")
        document.tier(
            "client arms_crossed", part("q1", of: "w1", after: nil, "x"),
            "PARENT_REF=\"words\" LINGUISTIC_TYPE_REF=\"one\"")
        document.tier(
            "client head_on_hand", part("c1", of: "c2", after: nil, "x"),
            "PARENT_REF=\"nowhere\" LINGUISTIC_TYPE_REF=\"one\"")
        #expect(try #require(CodedHolds.failure(document.text)).what.contains("has no beginning"))
        let whole = document.text.replacing("client head_on_hand", with: "elsewhere")
        let coding = try CodedHolds.read(whole)
        #expect(coding.holds.map(\.target.posture) == ["arms_crossed", "slumped", "smiling"])
        #expect(coding.holds.map(\.onset) == [10, 15, 17.5])
        #expect(coding.holds.map(\.offset) == [15, 17.5, 20])
    }

    @Test func aSideOnATierThatDependsOnTheHolds() throws {
        var document = Document()
        for (number, (seat, side, start, end)) in Self.spans.enumerated() {
            let (a, b) = (document.slot(start), document.slot(end))
            document.tier("\(seat) head on hand", document.annotation(a, b, "x"))
            document.tier(
                "which \(number)",
                "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"r\(number)\" "
                    + "ANNOTATION_REF=\"a\(number + 1)\"><ANNOTATION_VALUE>\(side)</ANNOTATION_VALUE>"
                    + "</REF_ANNOTATION></ANNOTATION>",
                "PARENT_REF=\"\(seat) head on hand\" LINGUISTIC_TYPE_REF=\"one\"")
        }
        #expect(CodedHolds.same(try CodedHolds.read(document.text).holds))
    }

    @Test func aCodingOfAnotherRecordingIsRefusedOrNamed() throws {
        #expect(
            try #require(CodedHolds.failure(plain(by: 5_400_000).text)).what.contains(
                "lasts 50.0 s"))
        #expect(
            try #require(CodedHolds.failure(plain(by: 5_400_000_000).text)).what.contains(
                "48 hours"))
        let coding = try CodedHolds.read(plain(by: 37_000).text)
        #expect(coding.notes.contains { $0.hasPrefix("1 of 2 holds lie outside") })
    }

    // MARK: Tables

    @Test(arguments: [
        """
        therapist head_on_hand\t\t00:00:10.400\t10.4\t10400\t00:00:24.500\t24.5\t24500\t00:00:14.100\t14.1\t14100\tright
        client head_on_hand\t\t00:00:14.400\t14.4\t14400\t00:00:27.000\t27.0\t27000\t00:00:12.600\t12.6\t12600\tleft
        """,
        """
        therapist posture\ttherapist\t10400\t24500\thead on hand, right
        client posture\tclient\t14400\t27000\t"head on hand", left
        """,
        """
        "#file:///C:/v/helle.mp4 -- offset: 0, duration: 00:00:50.000 / 50.000 / 50000, ms per sample: 40.0"

        "Begin Time - hh:mm:ss.ms","Begin Time - ss.msec","Begin Time - PAL","End Time - hh:mm:ss.ms","End Time - ss.msec","End Time - PAL","client: Head on hand","therapist","speech"
        00:00:10.400,10.4,00:00:10:10,00:00:24.500,24.5,00:00:24:12,,"Head on hand, right",
        00:00:14.400,14.4,00:00:14:10,00:00:27.000,27.0,00:00:27:00,left,,"well, yes"
        """,
        "Temps de départ - ss.msec\tTemps de fin - ss.msec\tDurée - ss.msec\tclient head_on_hand\t"
            + "therapist head_on_hand\n10.4\t24.5\t14.1\t\tright\n14.4\t27.0\t12.6\tleft\t\n",
        "therapist head_on_hand\t0:10.4\t0:24.5\tright\nclient head_on_hand\t0:14.4\t0:27\tleft\n",
        "Tier\tStart\tEnd\tValue\ntherapist head_on_hand\t10.4\t24.5\tright\n"
            + "client head_on_hand\t14.4\t27.0\tleft\n",
        "\"#file:///C:/v/mum.mp4 -- offset: 900\"\n\"#file:///C:/v/helle.mp4 -- offset: 400\"\n\n"
            + "therapist head_on_hand\t10.0\t24.1\t14.1\tright\nclient head_on_hand\t14.0\t26.6\t12.6\tleft\n",
    ])
    func tabDelimitedText(text: String) throws {
        #expect(CodedHolds.same(try CodedHolds.read(text).holds), "\(text)")
    }

    @Test func aNumberAsTheValueIsNoDuration() throws {
        let coding = try CodedHolds.read(
            "client slumped\t10400\t24500\t3\nclient slumped\t30000\t31000\t4\n")
        #expect(coding.holds.map(\.onset) == [10.4, 30])
    }

    @Test(arguments: [
        ("10400\t24500\tright\n", "which tier"),
        ("client slumped\t10\t24\t\n", "seconds or milliseconds"),
    ])
    func tablesThatLeaveSomethingOpen(text: String, words: String) throws {
        #expect(try #require(CodedHolds.failure(text)).what.contains(words))
    }

    /// A pattern per cell took a minute for 100,000 cells.
    @Test func manyCellsAreReadInTime() {
        let cells = String(repeating: "\t", count: 100_000)
        let table = "x\(cells)\nclient slumped\t10400\t24500\t\n"
        let time = ContinuousClock().measure { _ = CodedHolds.failure(table) }
        #expect(time < .seconds(5), "\(time)")
    }

    /// So did blanks before a mark that never comes.
    @Test func longLinesOfMediaAreReadInTime() {
        let blanks = String(repeating: " ", count: 100_000)
        let time = ContinuousClock().measure {
            _ = CodedHolds.failure("#a\(blanks)--\n10\t20\tx\n")
        }
        #expect(time < .seconds(5), "\(time)")
    }

    @Test(arguments: [
        ("0:10.4", true), ("00:00:10.400", true), ("12345:10", false), ("1:2", false),
        ("00:00:10:10", false), ("-1:10", false), ("1..2", false), ("", false),
        ("10.", false), (String(repeating: "1", count: 13), false),
    ])
    func timesAreToldByTheirShape(time: String, isTime: Bool) throws {
        let table = "client slumped\t\(time)\t99:10.0\tx\nclient slumped\t\(time)\t99:11.0\tx\n"
        let seconds = "client slumped\t\(time)\t9999\tx\nclient slumped\t\(time)\t9999\tx\n"
        let isRead = [table, seconds].contains { (try? CodedHolds.read($0).holds.isEmpty) == false }
        #expect(isRead == isTime, "\(time)")
    }
}
