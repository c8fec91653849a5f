/// When the annotations of an ELAN document begin and end, also those that have no times of their own.
///
/// - A slot without a time, inside of a *Time_Subdivision* (or of the gaps of *Included_In*), lies
///   between its neighbours on the tier with a time, all such slots at equal distances; this is where
///   ELAN draws it.
/// - An annotation that refers to another has its span: all of it under *Symbolic_Association*; under
///   *Symbolic_Subdivision* the parent's annotations share it equally, in their order.
struct ElanTimes {
    struct Annotation {
        var id: String
        var value = ""
        /// The id of the vocabulary's entry.
        var entry: String?
        /// Time slots of the beginning and the end; `nil` when it refers to another annotation.
        var slots: (start: String, end: String)?
        var parent: String?
        /// The one before it under the same parent.
        var previous: String?

        init(_ attributes: [String: String]) {
            id = attributes["ANNOTATION_ID"] ?? ""
            entry = attributes["CVE_REF"]
            parent = attributes["ANNOTATION_REF"]
            previous = attributes["PREVIOUS_ANNOTATION"]
            if let start = attributes["TIME_SLOT_REF1"], let end = attributes["TIME_SLOT_REF2"] {
                slots = (start, end)
            }
        }
    }

    struct Tier {
        var name: String
        /// Of its linguistic type.
        var type: String?
        var constraint: String?
        var parent: String?
        var participant: String
        var annotations: [Annotation] = []

        init(name: String, type: String?, parent: String?, participant: String) {
            self.name = name
            self.type = type
            self.parent = parent
            self.participant = participant
        }

        /// Whether its annotations cut those of another tier without gaps.
        var isSubdivision: Bool {
            constraint == "Time_Subdivision" || constraint == "Symbolic_Subdivision"
        }
    }

    private struct Reference {
        var parent: String
        /// Which part of how many.
        var part: Int
        var count: Int
    }

    /// Seconds.
    private var slots: [String: Double] = [:]
    private var owners: [String: (start: String, end: String)] = [:]
    private var references: [String: Reference] = [:]

    mutating func addSlot(_ id: String, at time: Double?) {
        if let time { slots[id] = time }
    }

    /// Finds the times of slots without one and the parts that references stand for.
    mutating func resolve(_ tiers: [Tier]) {
        for tier in Self.parentsFirst(tiers) {
            placeSlots(of: tier)
            for annotation in tier.annotations {
                if let slots = annotation.slots { owners[annotation.id] = slots }
            }
            share(tier)
        }
    }

    /// The span of an annotation, seconds; `nil` when its times are not in the document.
    func span(of annotation: Annotation) -> (start: Double, end: Double)? {
        if let slots = annotation.slots { return span(slots) }
        return span(of: annotation.id, depth: 0)
    }

    /// Deeper than tiers are nested, references go in a circle.
    private static let maxDepth = 32

    private func span(of id: String, depth: Int) -> (start: Double, end: Double)? {
        if let slots = owners[id] { return span(slots) }
        guard depth < Self.maxDepth, let reference = references[id],
            let parent = span(of: reference.parent, depth: depth + 1)
        else { return nil }
        let width = (parent.end - parent.start) / Double(reference.count)
        let isLast = reference.part + 1 == reference.count
        return (
            parent.start + width * Double(reference.part),
            isLast ? parent.end : parent.start + width * Double(reference.part + 1)
        )
    }

    private func span(_ slots: (start: String, end: String)) -> (start: Double, end: Double)? {
        guard let start = self.slots[slots.start], let end = self.slots[slots.end] else {
            return nil
        }
        return (start, end)
    }

    private static func parentsFirst(_ tiers: [Tier]) -> [Tier] {
        let parents = Dictionary(
            tiers.map { ($0.name, $0.parent) }, uniquingKeysWith: { first, _ in first })
        func depth(_ tier: Tier) -> Int {
            var depth = 0
            var parent = tier.parent
            while let name = parent, depth < maxDepth {
                depth += 1
                parent = parents[name] ?? nil
            }
            return depth
        }
        return tiers.enumerated().map { (depth($0.element), $0.offset, $0.element) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// Puts the slots without a time at equal distances between their neighbours on the tier.
    private mutating func placeSlots(of tier: Tier) {
        var waiting: [String] = []
        var before: Double?
        var last: String?
        for slot in tier.annotations.compactMap(\.slots).flatMap({ [$0.start, $0.end] })
        where slot != last {
            last = slot
            guard let time = slots[slot] else {
                waiting.append(slot)
                continue
            }
            if let before {
                let step = (time - before) / Double(waiting.count + 1)
                for (index, id) in waiting.enumerated() {
                    slots[id] = before + step * Double(index + 1)
                }
            }
            waiting = []
            before = time
        }
    }

    /// Gives every reference of the tier its part of the parent.
    private mutating func share(_ tier: Tier) {
        var children: [String: [Annotation]] = [:]
        for annotation in tier.annotations where annotation.slots == nil {
            guard let parent = annotation.parent else { continue }
            children[parent, default: []].append(annotation)
        }
        for (parent, list) in children {
            let isShared = tier.constraint == "Symbolic_Subdivision"
            for (index, child) in (isShared ? Self.chained(list) : list).enumerated() {
                references[child.id] = Reference(
                    parent: parent, part: isShared ? index : 0, count: isShared ? list.count : 1)
            }
        }
    }

    /// In the order of the chain; those that are in none come last, as they stand.
    private static func chained(_ list: [Annotation]) -> [Annotation] {
        let next = Dictionary(
            list.compactMap { child in child.previous.map { ($0, child) } },
            uniquingKeysWith: { first, _ in first })
        var result: [Annotation] = []
        var seen: Set<String> = []
        for first in list where first.previous == nil {
            var child: Annotation? = first
            while let one = child, seen.insert(one.id).inserted {
                result.append(one)
                child = next[one.id]
            }
        }
        return result + list.filter { seen.insert($0.id).inserted }
    }
}
