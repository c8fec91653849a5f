import Base
import Foundation
import Mimicry
import Posture
@testable import SessionModel
import TestSupport
import Testing

/// The declared columns of a session's tables.
struct TableRowsTests {
    private static let hold = PostureInterval(
        seat: .second, posture: "slumped", side: .left, onset: 1.5, offset: 2, onsetIsKnown: false)
    private static let unknown = UnknownPosture.blank
    private static let episode = Episode(
        posture: "head_on_hand", leader: .second, leaderSide: .right, followerSide: nil,
        congruence: .mirror, leaderOnset: 1, followerOnset: 1.25, offset: 2, sharedDuration: 0.5,
        pValue: 0.0123456)
    private static let window = SynchronyWindow(
        channel: .headNod, mapping: .unsided, start: 0, end: 30, peakLag: -1, validFraction: 0.5)
    private static let point = TimelinePoint(
        time: 1, mimicryPercentile: 51.5, sharedPostures: 2, quality: 0.25)

    private func roundTrip<Row: TableRow & Equatable>(_ row: Row) throws {
        #expect(try Row(cells: row.cells) == row)
    }

    @Test func everyRowComesBackFromItsCells() throws {
        try roundTrip(Self.hold)
        try roundTrip(Self.unknown)
        try roundTrip(Self.episode)
        var told = Self.episode
        (told.qValue, told.isAfterEvent, told.isListener) = (0.25, true, false)
        try roundTrip(told)
        try roundTrip(Self.window)
        try roundTrip(Self.point)
        try roundTrip(Marker(time: 3, text: "note"))
        let sample = FeatureSample(
            time: 1, presence: 0.5, row: Channel.allCases.indices.map(Double.init))
        #expect(
            try FeatureRow(cells: FeatureRow(seat: .second, sample: sample).cells).sample == sample)
    }

    @Test func aCellOfAnotherTypeIsRefused() {
        var cells = Self.episode.cells
        cells[5] = .text("sideways")
        #expect(throws: ImpossibleCell(table: "episodes", column: "congruence")) {
            try Episode(cells: cells)
        }
        cells[5] = .missing
        #expect(throws: ImpossibleCell.self) { try Episode(cells: cells) }
    }

    @Test func onlyInstantsMove() {
        var episode = Self.episode
        episode.move(by: 10)
        #expect(episode.leaderOnset == 11 && episode.followerOnset == 11.25 && episode.offset == 12)
        #expect(episode.lag == 0.25 && episode.sharedDuration == 0.5)
    }

    @Test func rowsOfJSONHaveTheNamesOfTheSeats() {
        #expect(
            Self.hold.json(seats: ["a", "b"]).text(.compact)
                == #"{"seat":"b","posture":"slumped","side":"left","onset":1.5,"#
                + #""offset":2,"onset_known":false}"#)
    }

    @Test func theFormatsDescribeEveryColumn() throws {
        let text = try String(contentsOfFile: Repository.path("docs/formats.md"), encoding: .utf8)
        let names =
            names(of: PostureInterval.self) + names(of: UnknownPosture.self)
            + names(of: Episode.self) + names(of: SynchronyWindow.self)
            + names(of: TimelinePoint.self) + names(of: Marker.self) + names(of: FeatureRow.self)
        for name in Set(names) {
            #expect(text.contains(try Regex("\\b\(name)\\b")), "docs/formats.md lacks \(name)")
        }
    }

    private func names<Row: TableRow>(of row: Row.Type) -> [String] {
        Row.columns.flatMap { [$0.name, $0.jsonName] }
    }
}
