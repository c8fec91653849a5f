import Base
import Posture

/// A stretch of time that a coder marked on a tier.
struct CodedStretch {
    /// Seconds of the session; both are equal for a point in time.
    var onset: Double
    var offset: Double
    /// What the coder wrote, then other words that the file has for it (a vocabulary's description).
    var values: [String]
    /// What else may name the side: what depends on it.
    var details: [String] = []
    /// Of the file, where it has lines.
    var line: Int?
}

/// A tier of a coder's file, whatever its format.
struct CodedTier {
    var name: String
    var participant = ""
    /// Whether the stretches cut one span without gaps, so that equal neighbours are one hold.
    var isSubdivision = false
    var stretches: [CodedStretch] = []
}

/// Makes a ``Coding`` of what a reader finds: says what each tier and code is about, checks the times,
/// joins pieces of one hold, and keeps what could not be understood.
struct CodingBuilder {
    private struct Piece {
        var onset: Double
        var offset: Double
        var sides: Set<Side>
    }

    /// Pieces of one target on one tier, which may be pieces of one hold.
    private struct Lane: Hashable {
        var target: Target
        var tier: String
    }

    private let file: InputFile
    private let names: TierNames
    /// The program that a remedy names.
    private let program: String
    private var lanes: [Lane: [Piece]] = [:]
    private var order: [Lane] = []
    private var subdivisions: Set<String> = []
    private var targets: Set<Target> = []
    private var counts: [Target: Int] = [:]
    private var ignored: [String] = []
    private var isIgnored: Set<String> = []
    private var notes: [String] = []
    private var unread: [(tier: String, values: [String])] = []
    private var negations: [String: Int] = [:]
    /// Names of tiers, or of subjects and their codes.
    private var found: [String] = []
    private var isFound: Set<String> = []
    /// Rows repeat few codes many times.
    private var known: [Row: (target: Target, sides: Set<Side>)?] = [:]

    init(_ file: InputFile, names: TierNames, program: String) {
        self.file = file
        self.names = names
        self.program = program
    }

    // MARK: What a reader finds

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    mutating func ignore(_ name: String) {
        if isIgnored.insert(name).inserted { ignored.append(name) }
    }

    private mutating func find(_ name: String) {
        if isFound.insert(CodeWords(name).joined).inserted { found.append(name) }
    }

    /// A whole tier. One without stretches was looked for in vain.
    mutating func add(_ tier: CodedTier) throws(Failure) {
        find(tier.name)
        if tier.isSubdivision { subdivisions.insert(tier.name) }
        switch names.meaning(of: tier.name, participant: tier.participant) {
        case .posture(let target, let sides)?: try add(tier, target, sides)
        case .seat(let seat)?: try add(tier, of: seat)
        case nil: try addByValues(tier)
        }
    }

    /// A row of a table: a seat's or subject's code, with further words (modifiers, a side).
    mutating func add(
        seat: String, code: String, details: [String], _ stretch: CodedStretch
    ) throws(Failure) {
        guard let (target, sides) = meaning(seat: seat, code: code, details: details) else {
            return pass(seat: seat, code: code)
        }
        find(seat)
        find("\(seat) \(code)")
        try add(stretch, target, sides, on: "\(seat) \(code)")
    }

    /// Passes over a row that is about nothing of the session.
    mutating func pass(seat: String, code: String) {
        find("\(seat) \(code)")
        ignore(seat.isEmpty ? code : "\(seat) \(code)")
    }

    private struct Row: Hashable {
        var seat, code: String
        var details: [String]
    }

    /// What such a row is about; `nil` when it is nothing of the session.
    mutating func meaning(
        seat: String, code: String, details: [String]
    ) -> (target: Target, sides: Set<Side>)? {
        let row = Row(seat: seat, code: code, details: details)
        if let known = known[row] { return known }
        let meaning = meaning(of: row)
        if known.count < 10_000 { known[row] = .some(meaning) }
        return meaning
    }

    private func meaning(of row: Row) -> (target: Target, sides: Set<Side>)? {
        let (seat, code, details) = (row.seat, row.code, row.details)
        let sides = details.reduce(into: Set<Side>()) { $0.formUnion(CodeWords($1).sides) }
        if let found = names.target(seat: seat, code: code) {
            return (found.target, found.sides.union(sides))
        }
        // A behavior “posture” with the posture as its modifier.
        let all = ([code] + details).joined(separator: " ")
        guard CodeWords(code).withoutFillers.isEmpty, let seat = names.seat(named: seat) else {
            return names.target(seat: seat, code: all)
        }
        let posture = details.lazy.compactMap { names.posture(in: $0) }.first
        return posture.map {
            (Target(seat: seat, posture: $0.posture), sides.union($0.sides))
        }
    }

    /// The holds in order, with what was looked for, passed over and worth a remark.
    func coding() -> Coding {
        let holds = order.flatMap { lane in
            Self.joined(
                lanes[lane, default: []].sorted { $0.onset < $1.onset }, lane.target,
                isSubdivision: subdivisions.contains(lane.tier))
        }
        return Coding(
            holds: holds, targets: targets, ignored: ignored, notes: notes + remarks, names: found)
    }

    // MARK: Tiers

    private mutating func add(
        _ tier: CodedTier, _ target: Target, _ sides: Set<Side>
    ) throws(Failure) {
        targets.insert(target)
        for stretch in tier.stretches {
            guard stretch.values.first.map({ CodeWords($0).isNo }) != true else {
                negations[tier.name, default: 0] += 1
                continue
            }
            let own = CodeWords.sides(of: stretch.values + stretch.details)
            try add(stretch, target, own.isEmpty ? sides : own, on: tier.name)
        }
    }

    /// A seat's tier, with postures as values: what it holds was looked for, and nothing else is known
    /// to have been.
    ///
    /// What the people say stands on tiers of such names too. So, unless the mapping gives the tier or its
    /// name has a word such as *posture*, at least half of its annotations must name postures.
    private mutating func add(_ tier: CodedTier, of seat: String) throws(Failure) {
        let names = names
        let codes = tier.stretches.map { stretch in
            stretch.values.lazy.compactMap { names.posture(in: $0) }.first
        }
        let words = CodeWords(tier.name)
        let count = codes.count { $0 != nil }
        let isList = count > 0 && (count * 2 >= codes.count || words != words.withoutFillers)
        guard isList || names.isMapped(tier.name) else {
            if !tier.stretches.isEmpty { ignore(tier.name) }
            return
        }
        var others: [String] = []
        var known: Set<String> = []
        for (stretch, code) in zip(tier.stretches, codes) {
            guard let code else {
                let value = String((stretch.values.first ?? "").prefix(40))
                if !value.isEmpty, !CodeWords(value).isNo, known.insert(value).inserted {
                    others.append(value)
                }
                continue
            }
            try add(
                stretch, Target(seat: seat, posture: code.posture),
                code.sides.isEmpty
                    ? CodeWords.sides(of: stretch.values + stretch.details) : code.sides,
                on: tier.name)
        }
        if !others.isEmpty {
            unread.append((tier.name, others))
            for value in others { ignore("\(tier.name): \(value)") }
        }
    }

    /// A tier whose name says nothing: name and value together may have been given a meaning, or it is a
    /// tier of the participant's postures.
    private mutating func addByValues(_ tier: CodedTier) throws(Failure) {
        var isRead = false
        for stretch in tier.stretches {
            guard let value = stretch.values.first, !value.isEmpty,
                case .posture(let target, let sides)? =
                    names.meaning(of: "\(tier.name) \(value)", participant: tier.participant)
            else { continue }
            isRead = true
            try add(stretch, target, sides, on: tier.name)
        }
        if isRead { return }
        if let seat = names.seat(named: tier.participant), !tier.stretches.isEmpty {
            try add(tier, of: seat)
        } else {
            ignore(tier.name)
        }
    }

    private mutating func add(
        _ stretch: CodedStretch, _ target: Target, _ sides: Set<Side>, on tier: String
    ) throws(Failure) {
        try check(stretch, on: tier)
        counts[target, default: 0] += 1
        guard counts[target, default: 0] <= Coding.maxHoldsPerTarget else {
            throw file.malformed(
                "more than \(Coding.maxHoldsPerTarget) annotations of \(target.seat) "
                    + "\(target.posture)",
                remedy: "give the coding of one session")
        }
        targets.insert(target)
        let lane = Lane(target: target, tier: tier)
        if lanes[lane] == nil { order.append(lane) }
        lanes[lane, default: []].append(
            Piece(onset: stretch.onset, offset: stretch.offset, sides: sides))
    }

    // MARK: Times

    /// No session is longer, seconds: two days.
    static let longest = 172_800.0

    private func check(_ stretch: CodedStretch, on tier: String) throws(Failure) {
        let place = stretch.line.map { ", line \($0)" } ?? ""
        func fault(_ what: String) -> Failure {
            Failure.badInput(
                "\(file.path)\(place): \(what)", remedy: "correct it in \(program)")
        }
        guard stretch.onset.isFinite, stretch.offset.isFinite else {
            throw fault("an event on \(tier) has no beginning or no end")
        }
        guard stretch.onset <= stretch.offset else {
            throw fault("an event on \(tier) stops before it starts")
        }
        guard max(stretch.onset.magnitude, stretch.offset.magnitude) <= Self.longest else {
            throw fault("an event on \(tier) is more than 48 hours from the recording's start")
        }
    }

    // MARK: Pieces of holds

    /// A side goes on over a cut when the piece before ends there, has the side too, and differs in the
    /// other one; two equal pieces that touch are two holds, unless the tier subdivides another, where
    /// nothing can end but by the next beginning.
    private static func joined(
        _ pieces: [Piece], _ target: Target, isSubdivision: Bool
    ) -> [Hold] {
        var holds: [Hold] = []
        var open: [Side?: Int] = [:]
        var before: Piece?
        for piece in pieces {
            let goesOn =
                before.map { before in
                    before.offset == piece.onset && (isSubdivision || before.sides != piece.sides)
                } ?? false
            let sides: [Side?] =
                piece.sides.isEmpty ? [nil] : Side.allCases.filter(piece.sides.contains)
            var now: [Side?: Int] = [:]
            for side in sides {
                if goesOn, side != nil || isSubdivision, let index = open[side] {
                    holds[index].offset = piece.offset
                    now[side] = index
                } else {
                    now[side] = holds.count
                    holds.append(
                        Hold(
                            target: target, side: side, onset: piece.onset, offset: piece.offset))
                }
            }
            open = now
            before = piece
        }
        return holds
    }

    // MARK: Remarks

    private var remarks: [String] {
        var remarks: [String] = []
        if !unread.isEmpty {
            let tiers = unread.prefix(5).map { tier, values in
                "\(Self.list(values)) on “\(tier)”"
            }
            remarks.append(
                "not compared, since they name no posture of the session: "
                    + tiers.joined(separator: "; ") + " (postures are "
                    + names.postures.joined(separator: ", ") + ")")
        }
        if !negations.isEmpty {
            let count = negations.values.reduce(0, +)
            remarks.append(
                "\(count) \(count == 1 ? "annotation" : "annotations") on "
                    + Self.list(negations.keys.sorted())
                    + " that say “no” are taken as not held")
        }
        return remarks
    }

    /// `“a”, “b” and 3 more`.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
