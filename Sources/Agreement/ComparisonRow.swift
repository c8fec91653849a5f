import Base
import Exports

extension Comparison {
    /// Agreement on one posture of one person, or of both together.
    package struct Row: Sendable, Equatable {
        /// `nil`: both together.
        package let seat: String?
        package let posture: String
        let evidence: Evidence
        let coders: Coders
        /// 95 % intervals.
        package let intervals: BlockBootstrap
        /// What two people agree on of the same; `nil` with one coding.
        package var ceiling: Ceiling?

        init(
            seat: String?, posture: String, _ evidence: Evidence,
            coders: Coders = .attuneAndCoder
        ) {
            self.seat = seat
            self.posture = posture
            self.evidence = evidence
            self.coders = coders
            intervals = BlockBootstrap(evidence.course, block: evidence.block)
        }

        /// The row of both people together.
        func with(_ other: Row) -> Row {
            Row(seat: nil, posture: posture, evidence + other.evidence, coders: coders)
        }

        package var seconds: SecondsAgreement { evidence.seconds }
        /// Of the seconds at which Attune knew whether the posture was held.
        package var known: SecondsAgreement { evidence.known }
        /// Seconds at which it did not.
        package var unknownSeconds: Int { seconds.seconds - known.seconds }
        package var tolerant: ToleranceKappa { evidence.tolerant }
        package var unitizing: UnitizingAlpha { evidence.unitizing }
        package var events: EventAgreement { evidence.events }
        package var chance: EventChance { evidence.chance }

        /// What the figures do not show, in words; empty when nothing needs saying.
        package var note: String {
            [seconds.caveat(coders), events.caveat(coders)].compactMap { $0 }.joined(
                separator: "; ")
        }
    }

    /// What two people agree on: the most that agreement with them can be expected to reach.
    package struct Ceiling: Sendable, Equatable {
        package var kappa: Double?
        package var unitizingAlpha: Double?
        package var f1: Double?
    }
}

extension Comparison.Row {
    /// What is computed from the holds of one posture of one person.
    struct Evidence: Sendable, Equatable {
        var seconds = SecondsAgreement()
        var known = SecondsAgreement()
        var tolerant = ToleranceKappa()
        var unitizing = UnitizingAlpha()
        var events = EventAgreement()
        var chance = EventChance()
        /// Second by second.
        var course: [SecondCounts] = []
        /// Of the block bootstrap, seconds.
        var block = 0

        init() {}

        /// - Parameters:
        ///   - unknown: when Attune could not tell; empty for a human coder.
        ///   - tolerance: seconds.
        init(
            found: [Hold], coded: [Hold], unknown: [TimeSpan], tolerance: Double, span: TimeSpan
        ) {
            let order = { (one: Hold, other: Hold) in one.onset < other.onset }
            let (found, coded) = (found.sorted(by: order), coded.sorted(by: order))
            let spans = [found, coded].map { $0.map { TimeSpan(start: $0.onset, end: $0.offset) } }
            let held = spans.map { WholeSeconds.held($0, in: span) }
            // What Attune has held it knows.
            let hidden = zip(WholeSeconds.held(unknown, in: span), held[0]).map { $0 && !$1 }
            events = EventAgreement(
                attune: found, coder: coded, tolerance: tolerance, over: span)
            course = Self.course(held, hidden, events.onsets, span)
            let total = course.reduce(SecondCounts(), +)
            seconds = total.all
            known = total.known
            tolerant = ToleranceKappa(
                attune: held[0], coder: held[1], tolerance: Int(bounded: tolerance.rounded()))
            unitizing = UnitizingAlpha(spans, over: span)
            chance = EventChance(
                attune: found.map(\.onset), coder: coded.map(\.onset), tolerance: tolerance,
                over: span)
            block = BlockBootstrap.block(of: spans.flatMap { $0 }, within: course.count)
        }

        private static func course(
            _ held: [[Bool]], _ hidden: [Bool], _ onsets: EventAgreement.Onsets, _ span: TimeSpan
        ) -> [SecondCounts] {
            var course = hidden.indices.map { second in
                var counts = SecondCounts()
                counts.all.add(attune: held[0][second], coder: held[1][second])
                if !hidden[second] { counts.known = counts.all }
                return counts
            }
            guard !course.isEmpty else { return [] }
            func second(_ time: Double) -> Int { WholeSeconds.index(of: time, in: span) }
            for time in onsets.matched {
                course[second(time)].matched += 1
                course[second(time)].attune += 1
                course[second(time)].coder += 1
            }
            for time in onsets.onlyAttune { course[second(time)].attune += 1 }
            for time in onsets.onlyCoder { course[second(time)].coder += 1 }
            return course
        }

        static func + (one: Self, other: Self) -> Self {
            var sum = Self()
            sum.seconds = one.seconds + other.seconds
            sum.known = one.known + other.known
            sum.tolerant = one.tolerant + other.tolerant
            sum.unitizing = one.unitizing + other.unitizing
            sum.events = one.events + other.events
            sum.chance = one.chance + other.chance
            sum.course = zip(one.course, other.course).map(+)
            sum.block = max(one.block, other.block)
            return sum
        }
    }
}
