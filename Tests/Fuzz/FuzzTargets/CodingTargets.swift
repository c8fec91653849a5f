import Exports
import Agreement
import FuzzKit

/// A human coder's files.
enum CodingTargets {
    static let all = [elan, boris]

    private static func reader(_ name: String) -> @Sendable ([UInt8]) -> Void {
        { bytes in
            let path = FuzzFolder.shared.file(name, bytes)
            let names = TierNames(
                seats: ["therapist", "client"], postures: ["head_on_hand", "slumped"],
                mapping: [("Kopf K", "client head_on_hand")])
            guard let coded = Promise.read({ try CodingFile(path, names: names) }) else { return }
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
        ], run: reader("coded.eaf"))

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
        ], run: reader("coded.tsv"))
}
