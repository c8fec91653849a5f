import Base
import Testing

@testable import Study

/// Who is seated with whom although they never met.
@Suite struct RecombinationPlanTests {
    private func sessions(_ count: Int, therapists: Int? = nil) throws -> [StudySession] {
        try (0..<count).map {
            try StudyFixture.session(
                "S\($0)", people: ["T\($0 % (therapists ?? count))", "C\($0)"])
        }
    }

    private func plan(_ sessions: [StudySession], most: Int = 60, seed: UInt64 = 1)
        -> RecombinationPlan
    {
        RecombinationPlan(sessions, seats: ["therapist", "client"], most: most, seed: seed)
    }

    @Test func fewSessionsAreOneGroup() throws {
        let plan = plan(try sessions(8))
        #expect(plan.groups == [Array(0..<8)] && plan.pairs == 56 && plan.possible == 56)
        #expect(!plan.isSample && plan.partners(of: 2, in: plan.groups[0]).count == 7)
        #expect(plan.code(0, of: 3) == "T3" && plan.code(1, of: 3) == "C3")
    }

    @Test func manySessionsAreDrawnIntoGroups() throws {
        let sessions = try sessions(20)
        let plan = plan(sessions)
        #expect(plan.isSample && plan.pairs <= 60 && plan.possible == 380)
        #expect(plan.groups.allSatisfy { (3...5).contains($0.count) })
        #expect(plan.groups.flatMap(\.self).sorted() == Array(0..<20))
        #expect(plan == self.plan(sessions))
        #expect(plan.groups != self.plan(sessions, seed: 2).groups)
    }

    @Test func whoHasMetIsNoPairAndWhoSitsElsewhereTakesNoPart() throws {
        var all = try sessions(4, therapists: 2)
        all.append(
            try StudyFixture.session("S9", people: ["C0", "T1"], seats: ["client", "therapist"]))
        all.append(try StudyFixture.session("S10", seats: ["left", "right"]))
        let plan = plan(all)
        #expect(plan.sessions == 5 && plan.left == 1)
        // T0 met C0 and C2, T1 met C1, C3 and, in the fifth session, C0.
        #expect(plan.partners(of: 0, in: plan.groups[0]) == [1, 3])
        #expect(plan.partners(of: 1, in: plan.groups[0]) == [2])
        #expect(plan.code(0, of: 4) == "T1")
    }

    /// Exchanging partners within groups finds 5 % where nothing is.
    @Test func groupsAreATestOfTheirOwn() throws {
        var generator = SplitMix64(seed: 8)
        var found = 0
        for study in 0..<300 {
            let groups = (0..<5).map { _ in
                let people = (0..<4).map { _ in (normal(&generator), normal(&generator)) }
                return people.map { one in people.map { one.0 + $0.1 + normal(&generator) } }
            }
            let test = try #require(RecombinedTest(groups: groups, seed: UInt64(study)))
            #expect(test.sessions == 20 && test.pairs == 60)
            if test.pValue <= 0.05 { found += 1 }
        }
        #expect((5...27).contains(found), "\(found) of 300")
    }
}
