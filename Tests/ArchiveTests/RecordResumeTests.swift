import Posture
import Foundation
import Testing

@testable import Archive
@testable import Base

/// A measurement that is taken up again ends in the same record as one that was never interrupted.
@Suite struct RecordResumeTests {
    private typealias Fixture = RecordFixture

    private enum Step {
        case frame(Int)
        case note(RecordWriter.Note)
        case checkpoint(Int)
    }

    /// What a tracker says in order, with a checkpoint after every fifth frame.
    private static let script: [Step] = (0..<40).flatMap { number -> [Step] in
        var steps: [Step] = []
        if number == 11 || number == 26 { steps.append(.note(.swap)) }
        if number == 17 { steps.append(.note(.forget(.second))) }
        if number == 20 {
            steps.append(.note(.uncertain(TimeSpan(start: 0.2, end: 0.6), cause: "overlap")))
            steps.append(.note(.warning("said once")))
        }
        steps.append(.frame(number))
        if number % 5 == 4 { steps.append(.checkpoint(number)) }
        return steps
    }

    private func play(_ steps: ArraySlice<Step>, into writer: RecordWriter) throws {
        for step in steps {
            switch step {
            case .frame(let number): try writer.append(Fixture.frame(number))
            case .note(let note): try writer.append(note)
            case .checkpoint(let number):
                try writer.append(
                    checkpoint: Data([UInt8(number)]), time: Fixture.frame(number).time)
            }
        }
    }

    private func content(_ record: SessionRecord) throws -> String {
        "\(try Fixture.frames(record)) \(try record.uncertainStretches()) \(try record.warnings())"
    }

    @Test func interruptedAnywhereItEndsTheSame() throws {
        try Fixture.inPlace { path in
            let whole = try SessionRecord.create(path + ".whole", header: Fixture.header)
            let writer = try RecordWriter(whole)
            try play(Self.script[...], into: writer)
            try writer.commit()
            let wanted = try content(whole)

            for cut in stride(from: 0, through: Self.script.count, by: 3) {
                SessionRecord.remove(path)
                let record = try SessionRecord.create(path, header: Fixture.header)
                let first = try RecordWriter(record)
                try play(Self.script[..<cut], into: first)
                try first.commit()
                if cut % 2 == 0 {
                    // Interrupted rather than killed: the part was analysed too.
                    try first.finish(.stopped, MeasurementOutcome(sources: [], warnings: ["early"]))
                }
                try record.close()

                let again = try SessionRecord.open(path, for: .writing)
                guard let checkpoint = try again.rewind() else {
                    #expect(cut < 5 + 1)
                    continue
                }
                #expect(try again.state() == .unfinished)
                #expect(try again.ending() == nil)
                let number = Int(checkpoint.state[0])
                #expect(checkpoint.time == Fixture.frame(number).time)
                let place = try #require(
                    Self.script.firstIndex {
                        if case .checkpoint(number) = $0 { true } else { false }
                    })
                let second = try RecordWriter(again)
                try play(Self.script[(place + 1)...], into: second)
                try second.finish(.complete, MeasurementOutcome(sources: []))
                #expect(try content(again) == wanted, "cut at \(cut)")
                #expect(try again.checkpoint() == nil)
                try again.close()
            }
        }
    }

    @Test func withoutACheckpointNothingIsTakenBack() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            try writer.append(Fixture.frame(0))
            try writer.commit()
            #expect(try record.rewind() == nil)
            #expect(try record.frameCount() == 1)
        }
    }

    @Test func aRecordServesOnlyWhatItIsOf() throws {
        let header = Fixture.header
        try header.require(sources: header.sources, request: header.request, at: "r")
        var renamed = header.sources
        renamed[0].file = "moved.mp4"
        try header.require(sources: renamed, request: header.request, at: "r")

        var other = header.sources
        other[0] = .init(file: "other.mp4", sha256: "00")
        let source = #expect(throws: Failure.self) {
            try header.require(sources: other, request: header.request, at: "r")
        }
        #expect(source?.exitCode == 73)
        #expect(source?.what.contains("not of other.mp4") == true)

        for (request, words) in [
            (RecordHeader.Request(rate: "10", layout: "auto", precision: "fastest"), "rate 10"),
            (.init(rate: "native", layout: "side-by-side", precision: "fastest"), "layout side"),
            (.init(rate: "native", layout: "auto", precision: "f32"), "precision f32"),
            (.init(rate: "native", layout: "auto", precision: "fastest", offset: 1), "offset 1"),
            (
                .init(rate: "native", layout: "auto", precision: "fastest", mirrored: .both),
                "mirrored both"
            ),
            (
                .init(rate: "native", layout: "auto", precision: "fastest", scene: .walking),
                "scene walking"
            ),
        ] {
            let failure = #expect(throws: Failure.self) {
                try header.require(sources: header.sources, request: request, at: "r")
            }
            #expect(failure?.exitCode == 64)
            #expect(failure?.what.contains(words) == true, "\(failure?.what ?? "")")
            #expect(!header.serves(sources: header.sources, request: request))
        }
    }
}
