import Base
import Posture
import Testing

@testable import Exports

/// Codings of the same two holds by BORIS, Praat, Datavyu, and in tables of their own.
@Suite struct OtherCodingTests {
    // MARK: BORIS

    private static let head = [
        "Observation id", "Observation date", "Description", "Observation duration",
        "Observation type", "Source", "Time offset (s)", "Media duration (s)", "FPS",
    ]
    private static let columns = [
        "Subject", "Behavior", "Behavioral category", "Modifier #1", "Behavior type", "Time",
        "Media file name", "Image index", "Image file path", "Comment",
    ]

    /// Tabular events of version 8 and 9.
    private func tabular(
        offset: Double = 0, written: String? = nil, id: String = "obs1",
        source: String = "player #1:helle.mp4", lengths: String = "50", variables: [String] = [],
        subject: (String) -> String = { $0 }, behavior: String = "Head-on-hand",
        dropsStop: Bool = false
    ) -> String {
        let events = [
            ("therapist", "right", "START", 10.4), ("client", "left", "START", 14.4),
            ("therapist", "right", "STOP", 24.5), ("client", "left", "STOP", 27),
        ]
        let rows = events.prefix(dropsStop ? 3 : 4).map { seat, side, mark, time in
            [
                id, "2026-01-05", "", "50", "Media file(s)", source, written ?? "\(offset)",
                lengths, "25",
            ]
                + variables.map { _ in "morning" }
                + [
                    subject(seat), behavior, "", side, mark, "\(time + offset)", "helle.mp4", "NA",
                    "NA",
                    "",
                ]
        }
        return ([Self.head + variables + Self.columns] + rows).map {
            $0.joined(separator: "\t") + "\n"
        }
        .joined()
    }

    @Test(arguments: [0, 5400, 1_767_606_000, -3.5])
    func theTimeOffsetIsTakenOff(offset: Double) throws {
        let coding = try CodedHolds.read(tabular(offset: offset))
        #expect(CodedHolds.same(coding.holds) && coding.notes == [])
    }

    @Test func anOffsetThatTheTimesDoNotHaveIsSaid() throws {
        let coding = try CodedHolds.read(tabular(written: "5400"))
        #expect(
            CodedHolds.same(coding.holds) && coding.notes[0].contains("without the time offset"))
    }

    @Test func anOffsetWithoutItsColumnIsRefused() throws {
        let text =
            "Subject,Behavior,Behavior type,Start (s),Stop (s)\n"
            + "client,slumped,STATE,5410.4,5424.5\n"
        let failure = try #require(CodedHolds.failure(text))
        #expect(failure.what.contains("outside of the recording"))
        #expect(failure.remedy.description.contains("no offset added"))
    }

    @Test(arguments: [
        ["Time", "Subject"], ["Behavior", "Modifier #1", "Behavior type"],
        ["Start (s)", "Stop (s)"],
    ])
    func variablesNamedLikeColumnsStandBefore(variables: [String]) throws {
        #expect(CodedHolds.same(try CodedHolds.read(tabular(variables: variables)).holds))
    }

    @Test func aStateThatRunsToTheEnd() throws {
        let coding = try CodedHolds.read(tabular(lengths: "48.5", dropsStop: true))
        #expect(coding.holds.last?.offset == 48.5)
        #expect(
            coding.notes == [
                "client Head-on-hand has no STOP; it is taken to last until the end, 48.5 s"
            ])
    }

    @Test func theFilesThatWerePlayedBefore() throws {
        let text = tabular(
            offset: 30, written: "0", source: "player #1:a.mp4;C:\\v\\helle.mp4|player #2:b.mp4",
            lengths: "30.000;50.000|80.000")
        #expect(CodedHolds.same(try CodedHolds.read(text).holds))
    }

    @Test func aStateRunsToTheSessionsEndWhereNoLengthIsGiven() throws {
        let text = "Subject\tBehavior\tBehavior type\tTime\nclient\tslumped\tSTART\t30\n"
        #expect(try CodedHolds.read(text).holds.map(\.offset) == [50])
    }

    @Test func aStateRunsToTheEndOfTheLastChapter() throws {
        let text = tabular(
            source: "player #1:helle.mp4|player #1:helle-2.mp4|player #2:b.mp4",
            lengths: "30.000|12.500|49.000", dropsStop: true)
        #expect(try CodedHolds.read(text).holds.last?.offset == 42.5)
    }

    @Test func theObservationOfTheRecordingIsTaken() throws {
        let other = tabular(id: "obs0", source: "player #1:other.mp4", subject: { _ in "client" })
        let rows = other.split(separator: "\n").dropFirst().joined(separator: "\n")
        let text = tabular() + rows + "\n"
        #expect(CodedHolds.same(try CodedHolds.read(text).holds))
        let same = text.replacing("other.mp4", with: "helle.mp4")
        let failure = try #require(CodedHolds.failure(same))
        #expect(failure.what.contains("2 observations"))
        #expect(failure.remedy.description.contains("<observation>: “obs1”, “obs0”"))
        #expect(
            CodedHolds.same(
                try CodedHolds.read(same, CodedHolds.session(observation: "obs1")).holds))
        #expect(
            try #require(CodedHolds.failure(same, CodedHolds.session(observation: "x"))).what
                .contains("no observation “x”"))
    }

    @Test func subjectsMayBeMapped() throws {
        let text = tabular(subject: { $0 == "client" ? "K" : "T" })
        let coding = try CodedHolds.read(
            text, CodedHolds.session([("K", "client *"), ("T", "therapist *")]))
        #expect(CodedHolds.same(coding.holds) && coding.notes == [])
    }

    @Test func olderTablesNameTheOffsetAbove() throws {
        let text = """
            Observation id\tobs1

            Media file(s)

            Player #1\thelle.mp4
            Observation date\t2019-01-05
            Time offset (s)\t100

            Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tModifiers\tComment\tStatus
            110.4\thelle.mp4\t50\t25\ttherapist\thead on hand\tright\t\tSTART
            114.4\thelle.mp4\t50\t25\tclient\thead on hand\tleft\t\tSTART
            124.5\thelle.mp4\t50\t25\ttherapist\thead on hand\tright\t\tSTOP
            127\thelle.mp4\t50\t25\tclient\thead on hand\tleft\t\tSTOP
            """
        #expect(CodedHolds.same(try CodedHolds.read(text).holds))
    }

    @Test func aProject() throws {
        let text = """
            {"time_format": "hh:mm:ss", "project_format_version": "7.0",
             "behaviors_conf": {"0": {"type": "State event", "code": "head on hand"},
                                "1": {"type": "Point event", "code": "slumped"}},
             "observations": {
               "x": {"file": {"1": ["y.mp4"]}, "type": "MEDIA", "time offset": 0.0, "events": []},
               "obs1": {"file": {"1": ["/v/helle.mp4"], "2": []}, "type": "MEDIA", "time offset": 7.0,
                 "events": [[17.4, "therapist", "head on hand", "right", "", 435],
                            [21.4, "client", "head on hand", "left", ""],
                            [31.5, "therapist", "head on hand", "right", ""],
                            [33.0, "", "client slumped", "", ""],
                            [34.0, "client", "head on hand", "left", "", "NA"]],
                 "media_info": {"length": {"/v/helle.mp4": 50.0}, "offset": {"1": 0.0}}}}}
            """
        let coding = try CodedHolds.read(text.replacing("\"client slumped\"", with: "\"barking\""))
        #expect(CodedHolds.same(coding.holds) && coding.ignored == ["barking"])
        #expect(try #require(CodedHolds.failure("{\"a\": 1}")).what.contains("no format"))
    }

    // MARK: Praat

    private static let long = #"""
        File type = "ooTextFile"
        Object class = "TextGrid"

        xmin = 0 
        xmax = 50 
        tiers? <exists> 
        size = 3 
        item []: 
            item [1]:
                class = "IntervalTier" 
                name = "therapist head_on_hand" 
                xmin = 0 
                xmax = 50 
                intervals: size = 3 
                intervals [1]:
                    xmin = 0 
                    xmax = 10.4 
                    text = "" 
                intervals [2]:
                    xmin = 10.4 
                    xmax = 24.5 
                    text = "right" 
                intervals [3]:
                    xmin = 24.5 
                    xmax = 50 
                    text = "" 
            item [2]:
                class = "IntervalTier" 
                name = "client" 
                xmin = 0 
                xmax = 50 
                intervals: size = 2 
                intervals [1]:
                    xmin = 14.4 
                    xmax = 27 
                    text = "head on hand ""left""" 
                intervals [2]:
                    xmin = 27 
                    xmax = 50 
                    text = " " 
            item [3]:
                class = "TextTier" 
                name = "client slumped" 
                xmin = 0 
                xmax = 50 
                points: size = 0 

        """#

    private static let short = """
        File type = "ooTextFile short"
        "TextGrid"

        0
        50
        <exists>
        2
        "IntervalTier"
        "therapist head_on_hand" ! a remark
        0
        50
        1
        10.4
        24.5
        "right"
        "IntervalTier"
        "client head_on_hand"
        0
        50
        1
        14.4
        27
        "left"
        """

    private func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
        (isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF])
            + text.utf16.flatMap { unit in
                let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
                return isLittle ? bytes : bytes.reversed()
            }
    }

    @Test func textGrids() throws {
        for text in [Self.long, Self.short, Self.short.replacing("\n", with: "\r\n")] {
            let bytes = Array(text.utf8)
            for form in [
                bytes, [0xEF, 0xBB, 0xBF] + bytes, utf16(text, isLittle: true),
                utf16(text, isLittle: false),
            ] {
                let coding = try CodedHolds.read(form)
                #expect(CodedHolds.same(coding.holds))
                #expect(coding.targets.count == (text == Self.long ? 3 : 2))
            }
        }
    }

    @Test(arguments: [
        ("\"TextGrid\"", "\"Collection\"", "holds a Collection"),
        ("24.5", "5", "stops before it starts"),
        ("\n2\n", "\n9\n", "the class of a tier is missing"),
        ("\"left\"", "\"left", "closing quote"),
        ("\n2\n", "\n2e300\n", "the number of tiers"),
    ])
    func aTextGridThatIsDamaged(what: String, with: String, words: String) throws {
        let text = Self.short.replacing(what, with: with)
        #expect(try #require(CodedHolds.failure(text)).what.contains(words))
    }

    // MARK: Datavyu and tables

    @Test(arguments: [
        "therapist.ordinal,therapist.onset,therapist.offset,therapist.posture,therapist.side,"
            + "client_head_on_hand.ordinal,client_head_on_hand.onset,client_head_on_hand.offset,"
            + "client_head_on_hand.code01\n1,10400,24500,head on hand,right,1,14400,27000,left\n",
        "file,column,onset,offset,ordinal,code01,code02\na,therapist,10400,24500,1,head on hand,r\n"
            + "a,client,14400,27000,1,head on hand,l\n",
        """
        #4
        therapist (MATRIX,true,)#-posture|NOMINAL,side|NOMINAL
        00:00:10:400,00:00:24:500,(head on hand,right)
        client\\_head\\_on\\_hand (MATRIX,true,)#-code01|NOMINAL
        00:00:14:400,00:00:27:000,(left)
        """,
        "seat,posture,side,onset,offset,state\ntherapist,head_on_hand,right,10.4,24.5,held\n"
            + "client,slumped,,1,2,unknown\nclient,head_on_hand,left,14.4,27,held\n",
        "person,posture,side,onset,offset,confidence,remark\n"
            + "client,head on hand,left,0:14.4,0:27.0,0.9,\"clear, near\"\n"
            + "therapist,head on hand,right,0:10.4,24.5,0.9,\n",
        "Person;Code;Hand;Start (ms);End (ms)\nTherapist;Head on hand;R;10400;24500\n"
            + "Client;Head on hand;L;14400,0;27000\n",
    ])
    func tables(text: String) throws {
        #expect(CodedHolds.same(try CodedHolds.read(text).holds), "\(text)")
    }

    @Test func bothHandsAreTwoHolds() throws {
        let coding = try CodedHolds.read(
            "person,posture,side,onset,offset\nclient,head_on_hand,both,1,2\nclient,smile,,3,4\n")
        #expect(coding.holds.map(\.side) == [.left, .right, nil])
        #expect(coding.holds.last?.target.posture == "smiling")
    }

    @Test func nothingFoundOfWhatWasLookedFor() throws {
        let text = "seat,posture,side,onset,offset\n"
        #expect(try #require(CodedHolds.failure(text)).what.contains("nothing in it"))
        #expect(try CodedHolds.read(text, CodedHolds.session(isToldPostures: true)).holds.isEmpty)
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}" + String(repeating: ".", count: 26) + "[Conten", "spreadsheet", "CSV"),
        ("PK\u{3}\u{4}" + String(repeating: ".", count: 26) + "db", "Datavyu", "CSV"),
        ("ooBinaryFile\u{8}TextGrid", "binary file of Praat", "text file"),
        ("<html></html>", "no format", "ELAN"), ("a,b\u{0}", "no format", "ELAN"),
        ("hello", "no format", "seat, posture"),
        (
            "seat,posture,onset,offset\nclient,slumped,nan,3\n", "no beginning or no end",
            "the table"
        ),
        ("seat,posture,onset,offset\nclient,slumped,3,200000\n", "48 hours", "the table"),
        (
            "seat,posture,onset,offset\nclient,slumped,3,2\n", "line 2: an event on client slumped",
            "table"
        ),
    ])
    func whatIsNotRead(text: String, what: String, remedy: String) throws {
        let failure = try #require(CodedHolds.failure(text))
        #expect(failure.kind == .badInput && failure.what.contains(what), "\(failure)")
        #expect(failure.remedy.description.contains(remedy), "\(failure)")
    }

    // MARK: Names

    @Test(
        arguments: [
            ("crossed arms", "arms_crossed", []), ("leaning left", "leaning_side", [.left]),
            ("lean to the right", "leaning_side", [.right]),
            ("Hand-to-face L", "hand_to_face", [.left]),
            ("smiles", "smiling", []),
            ("head on hand: left & right", "head_on_hand", [.left, .right]),
        ] as [(String, String, Set<Side>)])
    func postures(value: String, posture: String, sides: Set<Side>) {
        #expect(
            CodedHolds.session().names.posture(in: value)
                == TierNames.PostureCode(posture: posture, sides: sides))
    }

    @Test(arguments: ["leaning", "hand on head", "left", "", "arms", "head"])
    func whatNamesNoPosture(value: String) {
        #expect(CodedHolds.session().names.posture(in: value) == nil)
    }

    @Test func seatsThatAreNamedLikeSides() {
        let names = TierNames(seats: ["left", "right"], postures: ["head_on_hand"])
        let target = Target(seat: "left", posture: "head_on_hand")
        #expect(names.meaning(of: "left head on hand right") == .posture(target, sides: [.right]))
        #expect(names.meaning(of: "head on hand right") == nil)
    }
}
