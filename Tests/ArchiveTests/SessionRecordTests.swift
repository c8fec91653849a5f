import SessionModel
import Foundation
import GRDB
import Posture
import Testing

@testable import Archive
@testable import Base

@Suite struct SessionRecordTests {
    private typealias Fixture = RecordFixture

    @Test func isMadeForItsOwnerAloneAndKeepsItsHeader() throws {
        try Fixture.inPlace { path in
            try SessionRecord.create(path, header: Fixture.header).close()
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let record = try SessionRecord.open(path)
            #expect(try record.header() == Fixture.header)
            #expect(try record.state() == .unfinished)
            #expect(try record.ending() == nil)
            #expect(try record.frameCount() == 0)
            #expect(SessionRecord.isBegun(path))
        }
    }

    @Test func framesComeBackAsTheyWere() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            let frames = (0..<50).map(Fixture.frame)
            for frame in frames { try writer.append(frame) }
            try writer.append(.warning("Ümläut; \"q\""))
            try writer.append(.uncertain(TimeSpan(start: 1, end: 2), cause: "overlap"))
            try writer.append(.uncertain(TimeSpan(start: 0.5, end: 1.25), cause: "overlap"))
            let ending = MeasurementOutcome(
                sources: [.init(duration: 2, frames: 51)], people: 2, warnings: ["cut"],
                inference: Quality.Inference(bodies: 0.4, bound: 0.025))
            try writer.finish(.complete, ending)
            try record.close()

            let back = try SessionRecord.open(path)
            #expect(Fixture.same(try Fixture.frames(back), frames))
            #expect(try back.state() == .complete)
            #expect(try back.ending() == ending)
            #expect(try back.warnings() == ["Ümläut; \"q\""])
            #expect(try back.uncertainStretches() == [TimeSpan(start: 0.5, end: 2)])
            #expect(try back.firstTime() == 0)
            #expect(try back.lastTime() == 49.0 / 25)
        }
    }

    /// Exchanges and forgotten seats act on the frames before them, in the order in which they came.
    @Test func remarksPlaceEarlierFrames() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            func add(_ numbers: Range<Int>) throws {
                for number in numbers {
                    try writer.append(
                        DyadFrame(
                            time: Double(number),
                            poses: [Fixture.pose(number), Fixture.pose(100 + number)]))
                }
            }
            try add(0..<2)
            try writer.append(.swap)
            try add(2..<4)
            // After the exchange, the first seat of frames 0 and 1 is what was seen as the second.
            try writer.append(.forget(.first))
            try add(4..<6)
            try writer.append(.swap)
            try add(6..<8)
            try writer.commit()
            let seen = try Fixture.frames(record).map { frame in
                frame.poses.map { pose in pose.map { Int($0.points[0].x) } }
            }
            #expect(
                seen == [
                    [0, nil], [1, nil], [102, nil], [103, nil], [104, 4], [105, 5], [6, 106],
                    [7, 107],
                ])
        }
    }

    /// As the view says it, whatever came when; and soon, however many notes there are.
    @Test(arguments: [1, 2, 3]) func remarksPlaceFramesAsTheViewDoes(seed: UInt64) throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            var random = SplitMix64(seed: seed)
            for number in 0..<60 {
                try writer.append(
                    DyadFrame(
                        time: Double(number),
                        poses: [Fixture.pose(number), Fixture.pose(100 + number)]))
                switch Int.random(in: 0..<6, using: &random) {
                case 0: try writer.append(.swap)
                case 1 where number < 40: try writer.append(.forget(.first))
                case 2 where number < 20: try writer.append(.forget(.second))
                default: break
                }
            }
            try writer.commit()
            let placed = try record.reading {
                try Row.fetchAll($0, sql: "SELECT frame, seat, id % 2 FROM placed_poses").map {
                    [$0[0] as Int, $0[1] as Int, $0[2] as Int]
                }
            }
            var seen: [[Int]] = []
            try record.forEachFrame { frame in
                for (seat, pose) in frame.poses.enumerated() {
                    guard let x = pose?.points[0].x else { continue }
                    seen.append([Int(frame.time), seat, x < 100 ? 0 : 1])
                }
            }
            #expect(Set(seen) == Set(placed) && seen.count == placed.count)
            #expect(placed.count < 120 && placed.count > 40)
        }
    }

    @Test func manyRemarksTakeNoMinutes() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            for number in 0..<1000 { try writer.append(Fixture.frame(number)) }
            for number in 0..<10_000 {
                try writer.append(.swap)
                if number % 2 == 0 { try writer.append(.forget(.second)) }
            }
            try writer.commit()
            let begun = ContinuousClock.now
            #expect(try Fixture.frames(record).count == 1000)
            // By the view it is an hour and more.
            #expect(.now - begun < .seconds(60))
        }
    }

    @Test func aSessionComesBackAsItWas() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let session = Fixture.session()
            let failure = #expect(throws: Failure.self) { try record.session() }
            #expect(
                failure?.exitCode == 65 && failure?.remedy.description.contains("<resume>") == true)
            try record.save(session, summary: "{}")
            try record.close()
            let back = try SessionRecord.open(path).session()
            #expect(back.attune == session.attune)
            #expect(back.source == session.source)
            #expect(back.seats == session.seats)
            #expect(back.consent == session.consent)
            #expect(back.settings.swapAt == session.settings.swapAt)
            #expect(try RecordJSON.text(back.settings) == RecordJSON.text(session.settings))
            #expect(back.postures == session.postures)
            #expect(back.episodes == session.episodes)
            #expect(back.synchrony == session.synchrony)
            #expect(back.timeline == session.timeline)
            #expect(back.quality == session.quality)
            #expect(back.warnings == session.warnings)
        }
    }

    @Test func channelsComeBackToTheirLastDecimal() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let session = Fixture.session()
            try record.save(session, summary: "{}")
            let back = try record.session()
            for seat in 0..<2 {
                #expect(back.features[seat].times == session.features[seat].times)
                #expect(back.features[seat].presence == session.features[seat].presence)
                for channel in Channel.allCases {
                    let pairs = zip(back.features[seat][channel], session.features[seat][channel])
                    for (one, other) in pairs {
                        #expect(
                            DecimalText.text(one, decimals: channel.decimals)
                                == DecimalText.text(other, decimals: channel.decimals))
                    }
                }
            }
            try record.save(back, summary: "{}")
            let again = try record.session()
            #expect("\(again.features)" == "\(back.features)")
        }
    }

    @Test func laterResultsTakeThePlaceOfEarlierOnes() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            var session = Fixture.session()
            try record.save(session, summary: "{}")
            session.seats = ["a", "b"]
            session.episodes = []
            session.settings.swapAt = []
            session.consent = nil
            try record.save(session, summary: "{}")
            let back = try record.session()
            #expect(back.seats == ["a", "b"])
            #expect(back.episodes.isEmpty && back.consent == nil && back.settings.swapAt.isEmpty)
            #expect(back.postures == session.postures)
        }
    }

    /// The names that R and Python users write, and the values that they get.
    @Test func plainSQLFindsWhatTheTablesOfTheFolderHold() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            for number in 0..<8 {
                try writer.append(
                    DyadFrame(
                        time: Double(number) / 10,
                        poses: [Fixture.pose(number), Fixture.pose(100 + number)]))
            }
            try writer.commit()
            try record.save(Fixture.session(), summary: "{\"schema\": 1}")
            try record.queue.read { database in
                let columns = ["time", "seat", "presence"] + Channel.allCases.map(\.rawValue)
                let row = try #require(
                    try Row.fetchOne(
                        database, sql: "SELECT * FROM features WHERE seat = 'client 🙂' AND time > 0"
                    ))
                #expect(Array(row.columnNames) == columns)
                #expect(
                    row["trunk_turn"] as Double? == (Channel.trunkTurn.index == 5 ? nil : 87.25))
                let counts = try [
                    "SELECT count(*) FROM features", "SELECT count(*) FROM postures",
                    "SELECT count(*) FROM unknown_postures", "SELECT count(*) FROM episodes",
                    "SELECT count(*) FROM synchrony", "SELECT count(*) FROM timeline",
                    "SELECT count(*) FROM identity WHERE cause = 'uncertain'",
                    "SELECT count(*) FROM episodes WHERE leader = 'client 🙂' AND offset = 0.5",
                    "SELECT json_extract(json, '$.schema') FROM documents WHERE name = 'summary'",
                ].map { try Int.fetchOne(database, sql: $0) }
                #expect(counts == [30, 2, 1, 1, 2, 2, 1, 1, 1])
                // Corrected by hand from 0.2 to 0.4 s.
                let seats = try Row.fetchAll(
                    database,
                    sql: "SELECT pose FROM landmarks WHERE seat = 'client 🙂' ORDER BY time"
                ).map { row in
                    try #require(PoseBlob.decode(row[0])).points[0].x >= 100 ? 2 : 1
                }
                #expect(seats == [2, 2, 1, 1, 2, 2, 2, 2])
            }
        }
    }
}
