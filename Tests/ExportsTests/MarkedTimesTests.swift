import Base
import Testing

@testable import Exports

/// Times that somebody marked: who speaks, and what happened.
@Suite struct MarkedTimesTests {
    private func marked(_ text: String) throws(Failure) -> MarkedTimes {
        try MarkedTimes("turns.txt", bytes: Array(text.utf8))
    }

    private let seats = ["therapist", "client"]
    private let expected = [
        [TimeSpan(start: 0, end: 3.5), TimeSpan(start: 10, end: 12)],
        [TimeSpan(start: 3, end: 9)],
    ]

    @Test func aTableOfSpeakers() throws {
        for text in [
            "speaker,onset,offset\nTherapist,0,3.5\nclient,3,9\ntherapist,0:10,0:12\n",
            "speaker;start;duration\ntherapist;0;3,5\nclient;3;6\ntherapist;10;2\n",
            "who\tonset_ms\toffset_ms\ntherapist\t0\t3500\nclient\t3000\t9000\ntherapist\t10000\t12000\n",
        ] {
            #expect(try marked(text).turns(of: seats) == expected, "\(text)")
        }
    }

    @Test func theTableOfADiarisation() throws {
        let rttm = """
            ;; made by a program
            SPEAKER s01 1 0.00 3.50 <NA> <NA> SPEAKER_01 <NA> <NA>
            SPEAKER s01 1 3.00 6.00 <NA> <NA> SPEAKER_00 <NA> <NA>
            SPEAKER s01 1 10.00 2.00 <NA> <NA> SPEAKER_01 <NA> <NA>
            """
        let found = try marked(rttm)
        let map = [("SPEAKER_01", "therapist"), ("SPEAKER_00", "client")]
        #expect(try found.turns(of: seats, map: map.map { ($0.0, $0.1) }) == expected)
        let failure = #expect(throws: Failure.self) { try found.turns(of: seats) }
        let text = try #require(failure).description
        #expect(text.contains("SPEAKER_01") && text.contains("SPEAKER_00"))
        #expect(text.contains("SPEAKER=therapist"))
    }

    @Test func aTextGridWithPauses() throws {
        func tier(_ name: String, _ parts: [(Double, Double, String)]) -> String {
            "\"IntervalTier\" \"\(name)\" 0 20 \(parts.count) "
                + parts.map { "\($0.0) \($0.1) \"\($0.2)\"" }.joined(separator: " ") + "\n"
        }
        let text =
            "File type = \"ooTextFile short\"\n\"TextGrid\"\n0 20 <exists> 3\n"
            + tier(
                "therapist speech",
                [(0, 3.5, "so"), (3.5, 10, "sil"), (10, 12, "yes"), (12, 20, "")])
            + tier("client", [(0, 3, "<p:>"), (3, 9, "well"), (9, 20, "")])
            + tier("events", [(5, 6, "knock")])
        let found = try marked(text)
        #expect(try found.turns(of: seats) == expected)
        #expect(try found.events() == [TimeSpan(start: 5, end: 6)])
    }

    @Test func anElanDocument() throws {
        func tier(_ name: String, _ participant: String, _ spans: [(Int, Int)], _ from: Int)
            -> String
        {
            "<TIER TIER_ID=\"\(name)\" PARTICIPANT=\"\(participant)\" LINGUISTIC_TYPE_REF=\"t\">"
                + spans.indices.map {
                    "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a\(from + $0)\" "
                        + "TIME_SLOT_REF1=\"ts\(from + $0)a\" TIME_SLOT_REF2=\"ts\(from + $0)b\">"
                        + "<ANNOTATION_VALUE>x</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
                }.joined() + "</TIER>"
        }
        let spans = [(0, 3500), (10000, 12000), (3000, 9000)]
        let slots = spans.enumerated().map { index, span in
            "<TIME_SLOT TIME_SLOT_ID=\"ts\(index)a\" TIME_VALUE=\"\(span.0)\"/>"
                + "<TIME_SLOT TIME_SLOT_ID=\"ts\(index)b\" TIME_VALUE=\"\(span.1)\"/>"
        }.joined()
        let text =
            "<?xml version=\"1.0\"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS=\"milliseconds\"/>"
            + "<TIME_ORDER>\(slots)</TIME_ORDER>" + tier("A", "therapist", Array(spans[..<2]), 0)
            + tier("client turns", "", Array(spans[2...]), 2) + "</ANNOTATION_DOCUMENT>"
        #expect(try marked(text).turns(of: seats) == expected)
    }

    @Test func eventsArePointsOrStretches() throws {
        #expect(
            try marked("time\n12.5\n1:00\n").events()
                == [TimeSpan(start: 12.5, end: 12.5), TimeSpan(start: 60, end: 60)])
        #expect(
            try marked("time,duration\n12.5,\n60,4\n").events()
                == [TimeSpan(start: 12.5, end: 12.5), TimeSpan(start: 60, end: 64)])
        #expect(
            try marked("onset,offset,label\n60,64,phone\n12,13,\"a knock, twice\"\n").events()
                == [TimeSpan(start: 12, end: 13), TimeSpan(start: 60, end: 64)])
    }

    @Test(arguments: [
        "", "nothing here\n", "time\n", "time\nsoon\n", "onset,offset\n5,4\n",
        "speaker,onset,offset\nx,1,1e9\n", "<html></html>", "\u{0}\u{1}",
    ])
    func whatIsNoneIsRefused(text: String) {
        #expect(throws: Failure.self) { try marked(text).events() }
    }

    @Test func whichTierHasTheEventsMustBeKnown() throws {
        let text = "speaker,onset,offset\na,1,2\nb,3,4\n"
        let failure = #expect(throws: Failure.self) { try marked(text).events() }
        #expect(try #require(failure).description.contains("“a”, “b”"))
        #expect(try marked(text).events(map: [("b", "events")]) == [TimeSpan(start: 3, end: 4)])
    }
}
