import Base
import Exports
import Agreement
import FuzzKit

/// A human coder's files.
enum CodingTargets {
    static let all = [elan, boris, project, praat, table, marks, channels]

    /// Who speaks, and what happened.
    private static let marks = FuzzTarget(
        "marks",
        texts: [
            "speaker,onset,offset\ntherapist,0,3.5\nclient,0:03,0:09\n",
            "time;duration\n12,5;1\n60;\n",
            ";; x\nSPEAKER s01 1 0.00 3.50 <NA> <NA> client <NA> <NA>\n",
            "File type = \"ooTextFile short\"\n\"TextGrid\"\n0 9 <exists> 1\n"
                + "\"IntervalTier\" \"client\" 0 9 1 0 9 \"x\"\n",
        ],
        words: ["SPEAKER ", "<NA>", "onset_ms", "duration", "sil", "1e308", "-", "nan", "inf"],
        mutation: .table,
        run: { bytes in
            let path = FuzzFolder.shared.file("marks.txt", bytes)
            guard let marked = Promise.read({ try MarkedTimes(path) }) else { return }
            for span in marked.tiers.flatMap(\.spans) {
                FuzzTarget.expect(
                    span.start.isFinite && span.end.isFinite && span.start <= span.end,
                    "a stretch from \(span.start) to \(span.end)")
            }
            _ = Promise.read { try marked.turns(of: ["therapist", "client"]) }
            _ = Promise.read { try marked.events() }
        })

    /// Channels as somebody else measured or rated them, for `compare`.
    private static let channels = FuzzTarget(
        "channels",
        texts: [
            "time,seat,head_tilt,smile\n0.0,therapist,1,0.5\n0.0,client,-2,\n1.5,Therapist,NA,0.1\n"
                + "1.5,client,3,0.2\n",
            "ratings of S01\ntime;seat;motion_energy\n0,5;client;0,25\n1;therapist;1\n",
            "time\tseat\thead_nod\n0\t'=a\t1\n",
        ],
        words: [
            "time", "seat", "head_tilt", "therapist", "client", "NA", "1e308", "-1e6", "inf", "'=",
        ],
        run: { bytes in
            let path = FuzzFolder.shared.file("channels.csv", bytes)
            let seats = ["therapist", "client"]
            guard let table = Promise.read({ try ChannelTable(path, seats: seats) }) else { return }
            let agreement = Promise.read {
                try ChannelAgreement(
                    table, table, seats: seats, over: TimeSpan(start: 0, end: 60))
            }
            for row in agreement?.rows ?? [] {
                let difference = row.agreement.meanDifference ?? 0
                FuzzTarget.expect(
                    difference == 0 || difference.isNaN, "a table differs from itself")
            }
        })

    private static func reader(_ name: String) -> @Sendable ([UInt8]) -> Void {
        { bytes in
            let path = FuzzFolder.shared.file(name, bytes)
            let names = TierNames(
                seats: ["therapist", "client"], postures: ["head_on_hand", "slumped"],
                mapping: [("Kopf K", "client head_on_hand")])
            let session = CodedSession(
                names: names, recordings: [.init(file: "a.mp4", start: 0)], end: 60)
            guard let coded = Promise.read({ try CodingFile(path, of: session) }) else { return }
            for hold in coded.coding.holds {
                FuzzTarget.expect(
                    hold.onset.isFinite && hold.offset.isFinite && hold.onset <= hold.offset,
                    "a hold from \(hold.onset) to \(hold.offset)")
            }
        }
    }

    private static let elan = FuzzTarget(
        "elan",
        texts: [
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0">
            <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///a.mp4" \
            MIME_TYPE="video/mp4" TIME_ORIGIN="40"/></HEADER>
            <TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/>
            <TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="3000"/></TIME_ORDER>
            <TIER LINGUISTIC_TYPE_REF="t" TIER_ID="Client: Head on hand"><ANNOTATION>
            <ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
            <ANNOTATION_VALUE>left &amp; &#x20; <![CDATA[x]]></ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>
            </ANNOTATION><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" \
            TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE/></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
            <TIER TIER_ID="Kopf K" PARENT_REF="Client: Head on hand"><ANNOTATION><REF_ANNOTATION \
            ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>x</ANNOTATION_VALUE>\
            </REF_ANNOTATION></ANNOTATION></TIER>
            <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t" TIME_ALIGNABLE="true"/>
            </ANNOTATION_DOCUMENT>
            """
        ],
        words: [
            "<!DOCTYPE", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&#x", "&#", "&lt;",
            "&quot;",
            "TIME_VALUE=\"", "TIME_SLOT_REF1=\"", "TIER_ID=\"", "<TIER", "</TIER>",
            "TIME_ORIGIN=\"",
            "<ANNOTATION>", "ANNOTATION_REF=\"", "9223372036854775807",
        ], mutation: .xml, run: reader("coded.eaf"))

    private static let boris = FuzzTarget(
        "boris",
        texts: [
            "Observation id\tSubject\tBehavior\tModifiers\tBehavior type\tTime\n"
                + "S01\tclient\thead on hand\tleft\tSTART\t10.5\n"
                + "S01\tclient\thead on hand\tleft\tSTOP\t12.25\n"
                + "S01\ttherapist\tslumped\t\tPOINT\t14\n",
            "Subject,Behavior,Behavioral category,Modifiers,Behavior type,Start (s),Stop (s)\n"
                + "client,head_on_hand,,left,STATE,1.5,2.5\n\"client\",slumped,,,POINT,3,3\n",
            "Observation id\ttest\nMedia file(s)\nPlayer #1\ta.mp4\n\n"
                + "Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tStatus\n"
                + "1.0\ta\t60\t25\tclient\tslumped\tSTART\n2.0\ta\t60\t25\tclient\tslumped\tSTOP\n",
        ],
        words: [
            "Subject", "Behavior", "Start (s)", "Stop (s)", "START", "STOP", "POINT", "STATE",
            "Modifiers", "Status", "Time", "\t", "1e308",
        ], mutation: .table, run: reader("coded.tsv"))

    private static let project = FuzzTarget(
        "boris-project",
        texts: [
            """
            {"project_format_version": "7.0", "behaviors_conf": {"0": {"type": "State event", "code": \
            "slumped"}, "1": {"type": "Point event", "code": "head on hand"}}, "observations": {"o": \
            {"file": {"1": ["a.mp4", "b.mp4"], "2": []}, "time offset": 5.5, "events": [[6.5, "client", \
            "slumped", "", ""], [7.5, "client", "head on hand", "left|None", ""], [9, "client", \
            "slumped", "", ""]], "media_info": {"length": {"a.mp4": 30.0, "b.mp4": 40.0}}}}}
            """
        ],
        words: [
            "\"observations\"", "\"events\"", "\"time offset\"", "\"file\"", "1e308", "null", "[[",
            "]]",
        ], mutation: .json, run: reader("coded.boris"))

    private static let praat = FuzzTarget(
        "textgrid",
        texts: [
            "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 9\ntiers? "
                + "<exists>\nsize = 2\nitem []:\n item [1]:\n class = \"IntervalTier\"\n name = "
                + "\"client slumped\"\n xmin = 0\n xmax = 9\n intervals: size = 1\n intervals [1]:\n "
                + "xmin = 1\n xmax = 2\n text = \"a \"\"b\"\"\"\n item [2]:\n class = \"TextTier\"\n name = "
                + "\"client\"\n xmin = 0\n xmax = 9\n points: size = 1\n number = 3\n mark = "
                + "\"head on hand\"\n",
            "\"ooTextFile\"\n\"TextGrid\"\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"therapist\"\n0\n9\n1\n"
                + "3\n4\n\"slumped\"\n",
        ],
        words: [
            "\"IntervalTier\"", "\"TextTier\"", "<exists>", "<absent>", "\"\"", "!", "1e308", "-1",
            "9223372036854775807",
        ], run: reader("coded.TextGrid"))

    private static let table = FuzzTarget(
        "coding-table",
        texts: [
            "seat,posture,side,onset,offset,state\nclient,head_on_hand,left,1.5,0:02,held\n"
                + "therapist,slumped,,3,4,unknown\n",
            "client.ordinal,client.onset,client.offset,client.code\n1,1000,2000,slumped\n",
            "file,column,onset,offset,ordinal,code01\na,client,1000,2000,1,slumped\n",
            "#4\nclient (MATRIX,true,)#-a|NOMINAL\n00:00:01:000,00:00:02:000,(slumped,x\\,y)\n",
            "\"#file:///a.mp4 -- offset: 400\"\n\nclient slumped\tclient\t00:00:01.000\t1.0\t1000\t"
                + "00:00:02.000\t2.0\t2000\t00:00:01.000\t1.0\t1000\tx\n",
            "Begin Time - ss.msec\tEnd Time - ss.msec\tclient slumped\ttherapist\n1.0\t2.0\tx\tslumped\n",
        ],
        words: [
            "Begin Time - msec", "onset", ".onset", ".offset", "00:00:01:000", "00:00:01.000", "\t",
            ";",
            "#", "-- offset: ", "1e308", "nan",
        ], mutation: .table, run: reader("coded.csv"))
}
