import Base
import Foundation
import Posture

/// Reads the tiers of an ELAN document (.eaf) that are about a seat and its postures.
///
/// An annotation on a tier `SEAT POSTURE` is a hold, whatever its value, unless it says *no*; the value
/// or the name may give the side. On a tier of a seat the values are postures. A tier without
/// annotations means that the posture was looked for and never seen. Other tiers are passed over.
///
/// An annotation's words are its value and what the document's vocabularies have for it: the entry's
/// values in all languages and their descriptions. Attune's own export cuts a hold where a second side
/// begins; such pieces are joined again.
///
/// Annotations that depend on others take their times from them (``ElanTimes``); one that depends on a
/// hold and names a side gives the hold its side. Times are on the
/// document's own time line, and a time of a recording is that plus the recording's `TIME_ORIGIN`.
///
/// Format: H. Sloetjes & B. Seibert, *ELAN Annotation Format: EAF schema documentation, version 3.0*
/// (Max Planck Institute for Psycholinguistics, 2017).
struct ElanReader {
    private let file: InputFile
    private var times = ElanTimes()
    private var tiers: [ElanTimes.Tier] = []
    private var types: [String: (constraint: String?, vocabulary: String?)] = [:]
    private var media: [Media] = []
    private var vocabularies = Vocabularies()
    /// What was counted, see ``count(_:)``.
    private var annotations = 0
    private var headings = 0
    private var others = 0
    /// Values of the annotations that belong to another as a whole, by the other's id.
    private var details: [String: [String]] = [:]

    struct Media {
        /// URLs as the document has them, the relative one last.
        var urls: [String]
        /// Seconds.
        var origin: Double
    }

    /// What the words of an entry are.
    private struct Vocabularies {
        /// By the id of the entry.
        var byID: [String: [String]] = [:]
        /// By vocabulary and value.
        var byValue: [String: [String: [String]]] = [:]
        /// Of the vocabulary and the entry that are being read.
        var vocabulary = ""
        var id: String?
        var words: [String] = []

        mutating func keep() {
            let words = words.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
            if let id { byID[id, default: []] += words }
            if let value = words.first { byValue[vocabulary, default: [:]][value] = words }
            (id, self.words) = (nil, [])
        }
    }

    /// - Throws: ``Failure/Kind/badInput`` when the file is not an ELAN document, or an annotation that
    ///   counts has no time.
    static func read(_ file: InputFile, of session: CodedSession) throws(Failure) -> Coding {
        var reader = try parsed(file)
        return try reader.coding(session)
    }

    /// The tiers of a document whatever they are about, with times of the session.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the file is not an ELAN document.
    static func tiers(
        _ file: InputFile, of session: CodedSession
    ) throws(Failure) -> [CodedTier] {
        var reader = try parsed(file)
        reader.resolve()
        let (shift, _) = shift(reader.media, session, program: "ELAN")
        return reader.coded(shift)
    }

    private static func parsed(_ file: InputFile) throws(Failure) -> ElanReader {
        var reader = ElanReader(file: file)
        do { try reader.parse() } catch {
            throw LinePlace(file.path, error.line).malformed(
                error.what,
                remedy: error.what == tooMuch.what
                    ? "give the document of one session"
                    : "save the document again in ELAN (File > Save)")
        }
        return reader
    }

    private init(file: InputFile) { self.file = file }

    // MARK: The document

    private static let tooMuch = XMLReader.SyntaxError(
        what: "it has more than \(Coding.maxAnnotations) annotations, or as many of something else",
        line: 1)

    /// Elements that are kept; each annotation has two time slots at most, and an entry of a vocabulary
    /// has a text or more.
    private mutating func count(_ element: String) throws(XMLReader.SyntaxError) {
        switch element {
        case "ALIGNABLE_ANNOTATION", "REF_ANNOTATION": annotations += 1
        case "TIER", "MEDIA_DESCRIPTOR", "LINGUISTIC_TYPE", "CONTROLLED_VOCABULARY": headings += 1
        default: others += 1
        }
        guard annotations <= Coding.maxAnnotations, headings <= 4 * Coding.maxTiers,
            others <= 6 * Coding.maxAnnotations
        else { throw Self.tooMuch }
    }

    private mutating func parse() throws(XMLReader.SyntaxError) {
        var reader = try XMLReader(file.bytes)
        var isFirst = true
        var path: [String] = []
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                if isFirst, name != "ANNOTATION_DOCUMENT" {
                    throw XMLReader.SyntaxError(what: "it is not an ELAN document", line: 1)
                }
                isFirst = false
                path.append(name)
                try count(name)
                try take(name, attributes)
            case .text(let text): take(text, in: path.last ?? "")
            case .end(let name):
                path.removeLast()
                if ["CV_ENTRY", "CV_ENTRY_ML"].contains(name) { vocabularies.keep() }
            }
        }
    }

    private mutating func take(
        _ element: String, _ attributes: [String: String]
    ) throws(XMLReader.SyntaxError) {
        switch element {
        case "HEADER":
            guard ["milliseconds", nil].contains(attributes["TIME_UNITS"]) else {
                throw XMLReader.SyntaxError(what: "its times are not in milliseconds", line: 1)
            }
        case "MEDIA_DESCRIPTOR":
            let urls = ["MEDIA_URL", "RELATIVE_MEDIA_URL"].compactMap { attributes[$0] }
            let origin = attributes["TIME_ORIGIN"].flatMap(Self.milliseconds) ?? 0
            media.append(Media(urls: urls, origin: origin))
        case "TIME_SLOT":
            guard let id = attributes["TIME_SLOT_ID"] else { return }
            times.addSlot(id, at: attributes["TIME_VALUE"].flatMap(Self.milliseconds))
        case "TIER":
            tiers.append(
                ElanTimes.Tier(
                    name: attributes["TIER_ID"] ?? "", type: attributes["LINGUISTIC_TYPE_REF"],
                    parent: attributes["PARENT_REF"],
                    participant: attributes["PARTICIPANT"] ?? ""))
        case "ALIGNABLE_ANNOTATION", "REF_ANNOTATION":
            guard !tiers.isEmpty else { return }
            tiers[tiers.count - 1].annotations.append(ElanTimes.Annotation(attributes))
        case "LINGUISTIC_TYPE":
            guard let id = attributes["LINGUISTIC_TYPE_ID"] else { return }
            types[id] = (attributes["CONSTRAINTS"], attributes["CONTROLLED_VOCABULARY_REF"])
        case "CONTROLLED_VOCABULARY": vocabularies.vocabulary = attributes["CV_ID"] ?? ""
        case "CV_ENTRY", "CV_ENTRY_ML":
            vocabularies.id = attributes["CVE_ID"]
            vocabularies.words = ["", attributes["DESCRIPTION"] ?? ""]
        case "CVE_VALUE": vocabularies.words += ["", attributes["DESCRIPTION"] ?? ""]
        default: break
        }
    }

    /// Text may come in several pieces.
    private mutating func take(_ text: String, in element: String) {
        switch element {
        case "ANNOTATION_VALUE":
            guard let tier = tiers.indices.last, let last = tiers[tier].annotations.indices.last
            else { return }
            tiers[tier].annotations[last].value += text
        case "CV_ENTRY", "CVE_VALUE":
            let place = vocabularies.words.count - 2
            if place >= 0 { vocabularies.words[place] += text }
        default: break
        }
    }

    /// Seconds of a whole number of milliseconds; `nil` when it is none, or beyond any recording.
    private static func milliseconds(_ text: String) -> Double? {
        guard let value = Int(text), value.magnitude < 1_000_000_000_000 else { return nil }
        return Double(value) / 1000
    }

    // MARK: What it says

    private mutating func coding(_ session: CodedSession) throws(Failure) -> Coding {
        resolve()
        let (shift, remark) = Self.shift(media, session, program: "ELAN")
        var builder = CodingBuilder(file, names: session.names, program: "ELAN")
        if let remark { builder.note(remark) }
        for tier in coded(shift) { try builder.add(tier) }
        return builder.coding()
    }

    /// Finds the times of all annotations, and what depends on them.
    private mutating func resolve() {
        for index in tiers.indices {
            tiers[index].constraint = tiers[index].type.flatMap { types[$0]?.constraint }
        }
        times.resolve(tiers)
        for tier in tiers where tier.constraint == "Symbolic_Association" {
            for annotation in tier.annotations {
                if let parent = annotation.parent {
                    details[parent, default: []].append(annotation.value)
                }
            }
        }
    }

    private func coded(_ shift: Double) -> [CodedTier] {
        tiers.map { tier in
            CodedTier(
                name: tier.name, participant: tier.participant, isSubdivision: tier.isSubdivision,
                stretches: tier.annotations.map { stretch($0, on: tier, shift) })
        }
    }

    private func stretch(
        _ annotation: ElanTimes.Annotation, on tier: ElanTimes.Tier, _ shift: Double
    ) -> CodedStretch {
        let span = times.span(of: annotation)
        let value = annotation.value.trimmingCharacters(in: .whitespacesAndNewlines)
        let vocabulary = tier.type.flatMap { types[$0]?.vocabulary } ?? ""
        let more =
            annotation.entry.flatMap { vocabularies.byID[$0] }
            ?? vocabularies.byValue[vocabulary]?[value] ?? []
        return CodedStretch(
            onset: span.map { $0.start + shift } ?? .nan,
            offset: span.map { $0.end + shift } ?? .nan,
            values: [value] + more, details: details[annotation.id] ?? [])
    }

    /// How much later a time is in the session than in the document, seconds, and what to remark on it.
    ///
    /// The time of a recording is the document's plus the origin of *its* descriptor; where none is the
    /// session's recording, ELAN's first, the master, stands for it.
    static func shift(
        _ media: [Media], _ session: CodedSession, program: String
    ) -> (seconds: Double, remark: String?) {
        let urls = media.enumerated().flatMap { index, one in one.urls.map { (index, $0) } }
        if let match = session.match(urls.map(\.1)) {
            return (media[urls[match.index].0].origin + match.recording.start, nil)
        }
        let remark = session.remarkOnOtherMedia(
            media.compactMap { $0.urls.first }, program: program)
        return (media.first?.origin ?? 0, remark)
    }
}
