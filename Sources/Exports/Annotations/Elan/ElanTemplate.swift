package import Base
import Posture
package import SessionModel

/// `coding.eaf`: an empty document for a coder, in the ELAN Annotation Format 3.0.
///
/// A tier `SEAT POSTURE` per seat and posture, without annotations: the coder sees nothing of what
/// Attune found. A posture's tiers have a vocabulary: its sides, or for one without a side its own
/// name. The recordings are linked as in ``ElanEAF``. A comparison reads the filled document without a
/// mapping; a tier that is left empty says that the posture was looked for and never seen, so that
/// tiers of postures that are not coded are to be deleted.
package struct ElanTemplate: SessionWriter {
    package static let fileName = SessionFile.elanTemplate.name

    /// A posture with its type of tier and its vocabulary, which have its name.
    private struct Kind {
        var posture: String
        var entries: [(value: String, description: String)]

        init(_ definition: PostureDefinition) {
            posture = definition.name
            let words = Prose.words(posture)
            entries =
                definition.isSided
                ? [
                    ("left", "\(words), the person's own left"),
                    ("right", "\(words), the person's own right"),
                    ("left+right", "\(words), both sides"),
                ] : [(posture, words)]
        }
    }

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let kinds = session.settings.postures.map(Kind.init)
        try ElanEAF.writeOpening(session, lastID: 0, to: &output)
        try output.write("    <TIME_ORDER/>\n")
        var names = UniqueNames()
        for seat in Seat.allCases {
            for kind in kinds {
                let name = names.take("\(session.name(of: seat)) \(kind.posture)")
                try output.write(
                    "    <TIER LINGUISTIC_TYPE_REF=\"\(Escaping.xml(kind.posture))\" "
                        + "PARTICIPANT=\"\(Escaping.xml(session.name(of: seat)))\" "
                        + "TIER_ID=\"\(Escaping.xml(name))\"/>\n")
            }
        }
        for kind in kinds {
            let name = Escaping.xml(kind.posture)
            try output.write(
                "    <LINGUISTIC_TYPE CONTROLLED_VOCABULARY_REF=\"\(name)\" "
                    + "GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"\(name)\" "
                    + "TIME_ALIGNABLE=\"true\"/>\n")
        }
        try output.write(Self.language + ElanEAF.constraints)
        var number = 0
        for kind in kinds { try Self.write(kind, &number, to: &output) }
        try output.write(ElanEAF.end)
    }

    private static func write(
        _ kind: Kind, _ number: inout Int, to output: inout FileWriter
    ) throws(Failure) {
        try output.write(
            "    <CONTROLLED_VOCABULARY CV_ID=\"\(Escaping.xml(kind.posture))\">\n"
                + "        <DESCRIPTION LANG_REF=\"eng\">"
                + "\(Escaping.xml(Prose.words(kind.posture)))</DESCRIPTION>\n")
        for entry in kind.entries {
            number += 1
            try output.write(
                "        <CV_ENTRY_ML CVE_ID=\"cveid\(number)\">\n            "
                    + "<CVE_VALUE DESCRIPTION=\"\(Escaping.xml(entry.description))\" "
                    + "LANG_REF=\"eng\">\(Escaping.xml(entry.value))</CVE_VALUE>\n"
                    + "        </CV_ENTRY_ML>\n")
        }
        try output.write("    </CONTROLLED_VOCABULARY>\n")
    }

    /// Of the vocabularies, as ELAN itself declares it.
    private static let language =
        "    <LANGUAGE LANG_DEF=\"http://cdb.iso.org/lg/CDB-00138502-001\" LANG_ID=\"eng\" "
        + "LANG_LABEL=\"English (eng)\"/>\n"
}
