import Base
import Posture

/// Reads the tiers of an ELAN document (.eaf) that are about a seat and a posture.
///
/// Every annotation on such a tier is a hold, whatever its value; a value `left`, `right` (or `l`,
/// `r`, `left+right`, `both`) gives the side. Attune's own export cuts a hold where a second side
/// begins; such pieces are joined again. A tier without annotations means that the posture was looked
/// for and never seen. All other tiers are skipped.
///
/// Times are on the document's own time line. Where the recording is shifted against it (`TIME_ORIGIN`
/// of the first media descriptor), they are converted to the recording's.
struct ElanReader {
    private struct Annotation {
        var start: String
        var end: String
        var value: String
    }

    private struct Tier {
        var name: String
        var annotations: [Annotation] = []
        var hasReferences = false
    }

    private let file: InputFile
    private var slots: [String: Double] = [:]
    private var tiers: [Tier] = []
    private var origin: Double?

    /// - Throws: ``Failure/Kind/badInput`` when the file is not an ELAN document, or an annotation that
    ///   counts has no time.
    static func read(_ file: InputFile, names: TierNames) throws(Failure) -> Coding {
        var reader = ElanReader(file: file)
        do { try reader.parse() } catch {
            throw LinePlace(file.path, error.line).malformed(
                error.what,
                remedy: "save the document again in ELAN (File > Save)")
        }
        return try reader.coding(names)
    }

    private init(file: InputFile) { self.file = file }

    // MARK: The document

    private mutating func parse() throws(XMLReader.SyntaxError) {
        var reader = try XMLReader(file.bytes)
        var isInValue = false
        var isFirst = true
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                if isFirst, name != "ANNOTATION_DOCUMENT" {
                    throw XMLReader.SyntaxError(what: "it is not an ELAN document", line: 1)
                }
                isFirst = false
                isInValue = name == "ANNOTATION_VALUE"
                try take(name, attributes)
            case .text(let text) where isInValue: appendToValue(text)
            case .text: break
            case .end: isInValue = false
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
        case "MEDIA_DESCRIPTOR" where origin == nil:
            origin = attributes["TIME_ORIGIN"].flatMap(Self.milliseconds) ?? 0
        case "TIME_SLOT":
            guard let id = attributes["TIME_SLOT_ID"] else { return }
            slots[id] = attributes["TIME_VALUE"].flatMap(Self.milliseconds)
        case "TIER": tiers.append(Tier(name: attributes["TIER_ID"] ?? ""))
        case "ALIGNABLE_ANNOTATION" where !tiers.isEmpty:
            tiers[tiers.count - 1].annotations.append(
                Annotation(
                    start: attributes["TIME_SLOT_REF1"] ?? "",
                    end: attributes["TIME_SLOT_REF2"] ?? "",
                    value: ""))
        case "REF_ANNOTATION" where !tiers.isEmpty: tiers[tiers.count - 1].hasReferences = true
        default: break
        }
    }

    private mutating func appendToValue(_ text: String) {
        guard let tier = tiers.indices.last, let last = tiers[tier].annotations.indices.last,
            !tiers[tier].hasReferences
        else { return }
        tiers[tier].annotations[last].value += text
    }

    /// Seconds of a whole number of milliseconds; `nil` when it is none, or beyond any recording.
    private static func milliseconds(_ text: String) -> Double? {
        guard let value = Int(text), value.magnitude < 1_000_000_000_000 else { return nil }
        return Double(value) / 1000
    }

    // MARK: What it says

    private func coding(_ names: TierNames) throws(Failure) -> Coding {
        var holds: [Hold] = []
        var targets: Set<Target> = []
        var ignored: [String] = []
        for tier in tiers {
            guard !tier.hasReferences, let target = names.target(of: tier.name) else {
                ignored.append(tier.name)
                continue
            }
            targets.insert(target)
            holds += try self.holds(tier, target)
        }
        return Coding(holds: holds, targets: targets, ignored: ignored)
    }

    private func holds(_ tier: Tier, _ target: Target) throws(Failure) -> [Hold] {
        guard tier.annotations.count <= Coding.maxHoldsPerTarget else {
            throw file.malformed(
                "more than \(Coding.maxHoldsPerTarget) annotations on the tier \(tier.name)",
                remedy: "give the coding of one session")
        }
        var stretches: [(onset: Double, offset: Double, sides: Set<Side>)] = []
        for annotation in tier.annotations {
            guard let start = slots[annotation.start], let end = slots[annotation.end], start <= end
            else {
                throw file.malformed(
                    "an annotation on the tier \(tier.name) has no beginning or no end",
                    remedy: "give it a time in ELAN")
            }
            let shift = origin ?? 0
            stretches.append((start + shift, end + shift, Self.sides(annotation.value)))
        }
        stretches.sort { $0.onset < $1.onset }
        return Self.joined(stretches, target)
    }

    private static func sides(_ value: String) -> Set<Side> {
        switch TableReader.folded(value) {
        case "left", "l": [.left]
        case "right", "r": [.right]
        case "left+right", "right+left", "both": [.left, .right]
        default: []
        }
    }

    /// A side goes on over a cut when the stretch before ends there, has the side too, and differs in
    /// the other one; two equal stretches that touch are two holds.
    private static func joined(
        _ stretches: [(onset: Double, offset: Double, sides: Set<Side>)], _ target: Target
    ) -> [Hold] {
        var holds: [Hold] = []
        var open: [Side: Int] = [:]
        var before: (offset: Double, sides: Set<Side>)?
        for stretch in stretches {
            let goesOn =
                before.map { $0.offset == stretch.onset && $0.sides != stretch.sides } ?? false
            let sides: [Side?] =
                stretch.sides.isEmpty ? [nil] : Side.allCases.filter(stretch.sides.contains)
            var now: [Side: Int] = [:]
            for side in sides {
                if goesOn, let side, let index = open[side] {
                    holds[index].offset = stretch.offset
                    now[side] = index
                } else {
                    if let side { now[side] = holds.count }
                    holds.append(
                        Hold(
                            target: target, side: side, onset: stretch.onset, offset: stretch.offset
                        ))
                }
            }
            open = now
            before = (stretch.offset, stretch.sides)
        }
        return holds
    }
}
