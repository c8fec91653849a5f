import Consents
package import Base
import Foundation
import Mimicry
package import SessionModel

/// `timeline.eaf`: postures and episodes as tiers for ELAN, in the ELAN Annotation Format 3.0.
///
/// - A tier `SEAT POSTURE` per seat and posture, even one that was never held; the value is the side
///   (see `Tiers.Stretch`).
/// - A tier `episodes` from the leader's onset to the episode's end, and four tiers that depend on it
///   with leader, follower, lag in seconds and congruence.
///
/// Every annotation has its own two time slots, so that moving one in ELAN moves no other. Times
/// are whole milliseconds from the recording's start, never before it, as the format has them.
///
/// The document's date is that of the results, and recordings are linked as seen from the session
/// folder (``SessionOrigin``): ELAN looks there and beside the document before it asks. Where neither is
/// known, the date is the beginning of 1970 and ELAN looks for a recording beside the document. Series
/// from other programs are no media and are not linked.
///
/// Format: H. Sloetjes & B. Seibert, *ELAN Annotation Format: EAF schema documentation, version 3.0*
/// (Max Planck Institute for Psycholinguistics, 2017).
package struct ElanEAF: SessionWriter {
    package static let fileName = SessionFile.elan.name

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let tiers = ElanTier.all(session)
        let slots = TimeSlots(tiers)
        try Self.writeOpening(session, lastID: slots.lastAnnotation, to: &output)
        try slots.write(to: &output)
        for (index, tier) in tiers.enumerated() {
            try Self.write(tier, slots.annotations[index], to: &output)
        }
        try output.write(Self.types + Self.constraints + Self.end)
    }

    /// The document up to the end of its header.
    ///
    /// - Parameter lastID: the number of the last annotation.
    static func writeOpening(
        _ session: Session, lastID: Int, to output: inout FileWriter
    ) throws(Failure) {
        let date = session.origin?.made ?? Date(timeIntervalSince1970: 0)
        try output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        try output.write(
            "<ANNOTATION_DOCUMENT AUTHOR=\"attune \(Escaping.xml(session.attune))\" "
                + "DATE=\"\(date.formatted(.iso8601))\" FORMAT=\"3.0\" VERSION=\"3.0\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                + "xsi:noNamespaceSchemaLocation=\"http://www.mpi.nl/tools/elan/EAFv3.0.xsd\">\n")
        try output.write(
            "    <LICENSE LICENSE_URL=\"\">\(Escaping.xml(licence(session)))</LICENSE>\n")
        try writeHeader(session, lastID: lastID, to: &output)
    }

    /// What the file may be used for. It names the consent by its codes, never a person.
    private static func licence(_ session: Session) -> String {
        let personal = "Personal data. Use only as the people recorded have agreed to"
        guard let consent = session.consent else { return personal + "." }
        return "\(personal): consent of session \(consent.session), SHA-256 \(consent.digest)."
    }

    private static func writeHeader(
        _ session: Session, lastID: Int, to output: inout FileWriter
    ) throws(Failure) {
        try output.write("    <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\">\n")
        // A camera and a series leave no recording to be linked.
        let media = session.settings.series == nil ? session.source : []
        for (index, source) in media.enumerated() where !source.sha256.isEmpty {
            // ELAN's own URLs are not percent-encoded.
            let folders = session.origin?.media ?? []
            let folder = index < folders.count ? folders[index] : "./"
            let url = Escaping.xml(folder + source.file)
            // A chapter that was not reached shows nothing of the session.
            guard let start = media.start(of: index, offset: session.settings.offset) else {
                continue
            }
            let origin = -Tiers.ticks(start, 1000)
            try output.write(
                "        <MEDIA_DESCRIPTOR MEDIA_URL=\"\(url)\" "
                    + "MIME_TYPE=\"\(mimeType(of: source.file))\" "
                    + "RELATIVE_MEDIA_URL=\"\(url)\""
                    + (origin == 0 ? "" : " TIME_ORIGIN=\"\(origin)\"") + "/>\n")
        }
        if let review = session.review {
            try output.write(
                "        <PROPERTY NAME=\"review\">\(Escaping.xml(review.clause))</PROPERTY>\n")
        }
        try output.write("        <PROPERTY NAME=\"lastUsedAnnotationId\">\(lastID)</PROPERTY>\n")
        try output.write("    </HEADER>\n")
    }

    /// The media type of a file extension; ELAN's own spelling where it has one.
    static func mimeType(of file: String) -> String {
        switch file.split(separator: ".").last?.lowercased() {
        case "mp4", "m4v": "video/mp4"
        case "mov", "qt": "video/quicktime"
        case "mpg", "mpeg", "mpe", "vob": "video/mpeg"
        case "webm": "video/webm"
        case "avi": "video/x-msvideo"
        case "mkv": "video/x-matroska"
        case "ogv": "video/ogg"
        case "wmv": "video/x-ms-wmv"
        default: "video/*"
        }
    }

    private static func write(
        _ tier: ElanTier, _ ids: [TimeSlots.Reference], to output: inout FileWriter
    ) throws(Failure) {
        let parent = tier.parent.map { " PARENT_REF=\"\(Escaping.xml($0))\"" } ?? ""
        let participant = tier.participant.map { " PARTICIPANT=\"\(Escaping.xml($0))\"" } ?? ""
        try output.write(
            "    <TIER LINGUISTIC_TYPE_REF=\"\(tier.type)\"\(parent)\(participant) "
                + "TIER_ID=\"\(Escaping.xml(tier.name))\"")
        guard !ids.isEmpty else { return try output.write("/>\n") }
        try output.write(">\n")
        for (annotation, id) in zip(tier.annotations, ids) {
            let kind: String
            switch id.place {
            case .slots(let first, let second):
                kind = "ALIGNABLE_ANNOTATION"
                try output.write(
                    "        <ANNOTATION>\n            <\(kind) ANNOTATION_ID=\"a\(id.number)\" "
                        + "TIME_SLOT_REF1=\"ts\(first)\" TIME_SLOT_REF2=\"ts\(second)\">\n")
            case .parent(let parent):
                kind = "REF_ANNOTATION"
                try output.write(
                    "        <ANNOTATION>\n            <\(kind) ANNOTATION_ID=\"a\(id.number)\" "
                        + "ANNOTATION_REF=\"a\(parent)\">\n")
            }
            try output.write(
                "                <ANNOTATION_VALUE>\(Escaping.xml(annotation.value))"
                    + "</ANNOTATION_VALUE>\n            </\(kind)>\n        </ANNOTATION>\n")
        }
        try output.write("    </TIER>\n")
    }

    /// Types of tiers.
    private static let types = """
            <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="posture" TIME_ALIGNABLE="true"/>
            <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="episode" TIME_ALIGNABLE="true"/>
            <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="marker" TIME_ALIGNABLE="true"/>
            <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="episode detail" TIME_ALIGNABLE="false"/>

        """

    /// The constraints that ELAN itself declares in every document.
    static let constraints = """
            <CONSTRAINT DESCRIPTION="Time subdivision of parent annotation's time interval, no time gaps allowed within this interval" STEREOTYPE="Time_Subdivision"/>
            <CONSTRAINT DESCRIPTION="Symbolic subdivision of a parent annotation. Annotations refering to the same parent are ordered" STEREOTYPE="Symbolic_Subdivision"/>
            <CONSTRAINT DESCRIPTION="1-1 association with a parent annotation" STEREOTYPE="Symbolic_Association"/>
            <CONSTRAINT DESCRIPTION="Time alignable annotations within the parent annotation's time interval, gaps are allowed" STEREOTYPE="Included_In"/>

        """

    static let end = "</ANNOTATION_DOCUMENT>\n"
}

/// A tier of the document.
private struct ElanTier {
    enum Place {
        /// Milliseconds.
        case time(start: Int, end: Int)
        /// Index of the annotation on the parent tier that this one belongs to.
        case parent(tier: Int, index: Int)
    }

    var name: String
    var type: String
    var parent: String?
    var participant: String?
    var annotations: [(place: Place, value: String)]

    static func all(_ session: Session) -> [ElanTier] {
        let tiers = Tiers(session, ticksPerSecond: 1000)
        var names = UniqueNames()
        var result = tiers.postures.map { tier in
            ElanTier(
                name: names.take(tier.name), type: "posture",
                participant: session.name(of: tier.seat),
                annotations: tier.stretches.map { (time($0.start, $0.end), $0.label) })
        }
        for lane in tiers.episodes {
            let index = result.count
            let name = names.take(lane.name)
            result.append(
                ElanTier(
                    name: name, type: "episode",
                    annotations: lane.items.map {
                        (time($0.start, $0.end), session.label(of: $0.episode))
                    }))
            for (detail, value) in details(session) {
                result.append(
                    ElanTier(
                        name: names.take("\(name) \(detail)"), type: "episode detail", parent: name,
                        annotations: lane.items.enumerated().map {
                            (.parent(tier: index, index: $0.offset), value($0.element.episode))
                        }))
            }
        }
        return result + tiers.points.map { points($0, name: names.take($0.name)) }
    }

    /// Instants have no duration: each is shown for a second, or until the next one.
    private static func points(_ tier: Tiers.PointTier, name: String) -> ElanTier {
        let starts = tier.points.map(\.start)
        var next = 0
        var annotations: [(place: Place, value: String)] = []
        for (index, point) in tier.points.enumerated() {
            let start = max(next, starts[index])
            let following = index + 1 < starts.count ? starts[index + 1] : .max
            let end = max(start + 1, min(start + 1000, following))
            annotations.append((time(start, end), point.label))
            next = end
        }
        return ElanTier(name: name, type: "marker", annotations: annotations)
    }

    /// The format has no time before the recording's start.
    private static func time(_ start: Int, _ end: Int) -> Place {
        .time(start: max(0, start), end: max(1, end))
    }

    private static func details(
        _ session: Session
    ) -> [(name: String, value: (Episode) -> String)] {
        [
            ("leader", { session.name(of: $0.leader) }),
            ("follower", { session.name(of: $0.follower) }),
            ("lag", { DecimalText.text($0.lag, decimals: 3) }),
            ("congruence", { $0.congruence.rawValue }),
        ]
    }
}

/// The numbers of the annotations and of their time slots, the slots in order of time.
private struct TimeSlots {
    struct Reference {
        enum Place {
            case slots(Int, Int)
            case parent(Int)
        }
        /// Number of the annotation, from 1.
        var number: Int
        var place: Place
    }

    /// Milliseconds of slot 1, 2 …
    private let times: [Int]
    /// Per tier and annotation.
    let annotations: [[Reference]]
    let lastAnnotation: Int

    init(_ tiers: [ElanTier]) {
        var number = 0
        let numbers = tiers.map { tier in
            tier.annotations.map { _ in
                number += 1
                return number
            }
        }
        lastAnnotation = number
        // The end of one annotation comes before the beginning of another at the same time.
        var points: [(time: Int, isStart: Bool, annotation: Int)] = []
        for (tier, ids) in zip(tiers, numbers) {
            for (annotation, id) in zip(tier.annotations, ids) {
                guard case .time(let start, let end) = annotation.place else { continue }
                points.append((start, true, id))
                points.append((end, false, id))
            }
        }
        points.sort {
            ($0.time, $0.isStart ? 1 : 0, $0.annotation) < (
                $1.time, $1.isStart ? 1 : 0, $1.annotation
            )
        }
        times = points.map(\.time)
        var starts: [Int: Int] = [:]
        var ends: [Int: Int] = [:]
        for (index, point) in points.enumerated() {
            if point.isStart {
                starts[point.annotation] = index + 1
            } else {
                ends[point.annotation] = index + 1
            }
        }
        annotations = zip(tiers, numbers).map { tier, ids in
            zip(tier.annotations, ids).map { annotation, id in
                switch annotation.place {
                case .time: Reference(number: id, place: .slots(starts[id] ?? 0, ends[id] ?? 0))
                case .parent(let tier, let index):
                    Reference(number: id, place: .parent(numbers[tier][index]))
                }
            }
        }
    }

    func write(to output: inout FileWriter) throws(Failure) {
        guard !times.isEmpty else { return try output.write("    <TIME_ORDER/>\n") }
        try output.write("    <TIME_ORDER>\n")
        for (index, time) in times.enumerated() {
            try output.write(
                "        <TIME_SLOT TIME_SLOT_ID=\"ts\(index + 1)\" TIME_VALUE=\"\(time)\"/>\n")
        }
        try output.write("    </TIME_ORDER>\n")
    }
}
