import Foundation
import GRDB
import Posture
import SessionModel
import Testing

@testable import Archive
@testable import Base

/// Steps and what they come to, in a record.
@Suite struct GaitRecordTests {
    private typealias Fixture = RecordFixture

    private func walkers() -> [Gait] {
        Seat.allCases.map { seat in
            var figures = GaitFigures(seat: seat, steps: 2, seconds: 0.51, view: .oblique)
            figures.cadence = 117.5
            figures.asymmetry = -0.125
            let first = GaitStep(seat: seat, foot: .right, time: 1.25)
            let second = GaitStep(
                seat: seat, time: 1.76, stepTime: 0.51, stepLength: 0.625, swing: 31.5)
            return Gait(steps: [first, second], figures: figures)
        }
    }

    @Test func comesBackAsItWas() throws {
        try Fixture.inPlace { path in
            var session = Fixture.session()
            session.gait = walkers()
            session.gait[1] = Gait(figures: GaitFigures(seat: .second))
            session.settings.scene = .walking
            let record = try SessionRecord.create(path, header: Fixture.header)
            try record.save(session, summary: "{}")
            try record.close()
            let back = try SessionRecord.open(path).session(for: nil)
            #expect(back.gait == session.gait)
            #expect(back.settings.scene == .walking)
        }
    }

    @Test func isTheEleventhStepAndCanBeReadWithSQL() throws {
        #expect(RecordSchema.steps.count >= 11 && RecordSchema.steps[10] == "gait")
        try Fixture.inPlace { path in
            var session = Fixture.session()
            session.gait = walkers()
            let record = try SessionRecord.create(path, header: Fixture.header)
            try record.save(session, summary: "{}")
            let seats = try record.reading {
                try String.fetchAll($0, sql: "SELECT seat FROM gait_steps WHERE foot = 'right'")
            }
            #expect(seats == session.seats)
            // Saved again, the old ones are gone.
            session.gait = []
            try record.save(session, summary: "{}")
            #expect(try record.session(for: nil).gait.isEmpty)
        }
    }
}
