import Base
import Foundation
import Posture
import Testing

@testable import VisionProtocol

private func pose() -> BodyPose {
    BodyPose(
        score: 0.9,
        points: (0..<33).map {
            LandmarkPoint(x: Float($0), y: 1, z: 0, visibility: 1)
        }, world: (0..<33).map { _ in .zero })
}

private func frame(_ time: Double, _ poses: [BodyPose?] = [nil, nil]) -> TrackingEvent {
    .frame(DyadFrame(time: time, poses: poses))
}

private func live(_ captured: Double, missed: Int = 0) -> TrackingEvent {
    .liveFrame(
        DyadFrame(time: 9, poses: [nil, nil]), LiveTiming(captured: captured, missed: missed))
}

private func source(
    width: Double = 640, height: Double = 360, rate: Double = 25, duration: Double = 10,
    stored: Double = 640, aspect: Double = 1, rotation: Int = 0, models: [String: String] = [:]
) -> TrackingEvent {
    .source(
        SourceDescription(
            width: width, height: height, rate: rate, duration: duration, models: models,
            storedWidth: stored,
            storedHeight: stored, pixelAspect: aspect, rotation: rotation))
}

private func end(
    frames: Int = 1, duration: Double = 1, videos: Int = 1, people: Int = 2, kept: Double = 0,
    seconds: Double = 1
) -> TrackingEvent {
    .end(
        TrackingEnd(
            videos: (0..<videos).map { _ in .init(frames: frames, duration: duration) },
            measured: 1, damaged: 0, people: people, kept: kept, stages: ["decode": seconds]))
}

private func risk(_ start: Double, _ end: Double) -> TrackingEvent {
    .uncertain(UncertainSpan(start: start, end: end, cause: .overlap))
}

private func checkpoint(_ time: Double) -> TrackingEvent {
    .checkpoint(TrackingCheckpoint(time: time, state: Data([1])))
}

/// The other end has read a stranger's file and may say anything.
@Suite struct EventLimitsTests {
    private func read(_ events: [TrackingEvent], after time: Double? = nil) throws
        -> (events: [TrackingEvent], isBroken: Bool)
    {
        var reader = EventReader(after: time)
        let read = try reader.append(events.flatMap { try WireFormat.encode($0) })
        return (read, reader.isBroken)
    }

    @Test(
        arguments: [
            frame(.nan), frame(.infinity), frame(-1e9), frame(1e9), frame(48 * 3600 + 1),
            frame(7.99), frame(8), frame(8.0001), frame(9, []), frame(9, [pose()]),
            frame(9, [nil, nil, nil]),
            live(.nan), live(-1), live(1e300), live(1, missed: 2_000_000_000),
            source(width: 0), source(width: 1e308), source(height: -5), source(height: 0.5),
            source(rate: -1), source(rate: 1e308), source(duration: 1e308), source(duration: -1),
            source(stored: -1), source(aspect: 0), source(aspect: 1e7), source(rotation: 45),
            source(rotation: .max), source(models: ["m.tflite": "0"]),
            source(models: ["m.tflite": String(repeating: "F", count: 64)]),
            source(models: ["m\u{1B}": String(repeating: "f", count: 64)]),
            source(
                models: .init(
                    uniqueKeysWithValues: (0..<21).map {
                        ("\($0)", String(repeating: "0", count: 64))
                    })),
            end(frames: -1), end(frames: .max), end(duration: -1e308),
            end(duration: 1e308), end(videos: 3), end(people: .max), end(people: -5),
            end(kept: 2), end(seconds: 1e308), risk(5, -1e308), risk(-1e308, 1e308), risk(5, 4),
            risk(0, 1e6), checkpoint(7), checkpoint(-1), checkpoint(.nan), .forget(2),
            .chapter(ChapterStart(camera: 2, file: 0, start: 0)),
            .chapter(ChapterStart(camera: 0, file: 100, start: 0)),
            .chapter(ChapterStart(camera: 0, file: 1, start: -1)),
            .camera(CameraNotice(.lost, seconds: -1)),
            .camera(CameraNotice(.stalled, seconds: 1e300)),
            .confinement(ConfinementReport(landlockAbi: .max, seccomp: true)),
        ])
    func whatIsBeyondALimitIsNoEvent(_ event: TrackingEvent) throws {
        let (events, isBroken) = try read([frame(8), event])
        #expect(events == [frame(8)], "what came before is kept")
        #expect(isBroken)
        #expect(throws: (any Error).self) { try read([event], after: 8) }
    }

    @Test func whatIsAtALimitIsAnEvent() throws {
        let at: [TrackingEvent] = [
            source(width: 1, height: 1e6, rate: 0, duration: 0, stored: 0, rotation: 270),
            frame(0), risk(0, 48 * 3600), frame(EventLimits.shortestStep),
            frame(48 * 3600, [pose(), pose()]), checkpoint(48 * 3600), end(frames: 0, duration: 0),
        ]
        let (events, isBroken) = try read(at)
        #expect(events.map(rounded) == at.map(rounded) && !isBroken)
    }

    /// A pose may have numbers in it that are none; they count as not seen.
    @Test func aPoseMayHaveWhatIsNoNumber() throws {
        var odd = pose()
        odd.points[3].x = .infinity
        odd.points[4].visibility = -.greatestFiniteMagnitude
        guard case .frame(let frame) = try read([frame(1, [odd, nil])]).events.first,
            let pose = frame.poses[0]
        else {
            Issue.record("no frame")
            return
        }
        #expect(pose.points[3].x.isNaN && pose.points[4].visibility == 0)
        #expect(pose.points[5].x == 5)
    }

    @Test func aRunThatGoesOnGoesOn() throws {
        #expect(throws: WireError.notARecord) { try read([frame(8)], after: 8) }
        #expect(try read([frame(8.04)], after: 8).events == [frame(8.04)])
    }

    @Test func aCheckpointIsOfTheFrameBeforeItAndThereIsOne() throws {
        let good = [frame(1), checkpoint(1)]
        #expect(try read(good + [frame(2), checkpoint(2)]).events.count == 4)
        #expect(try read(good + [checkpoint(1)]).isBroken)
        #expect(try read([frame(1), .alive, checkpoint(1)]).isBroken)
    }

    @Test(
        arguments: [
            (.warning("w"), EventLimits.warnings), (risk(1, 2), EventLimits.remarks),
            (.swap, EventLimits.remarks), (.forget(0), EventLimits.remarks),
            (source(), EventLimits.sources),
            (.confinement(ConfinementReport(landlockAbi: 1, seccomp: true)), 1),
            (.camera(CameraNotice(.back)), EventLimits.cameraNotices),
        ] as [(TrackingEvent, Int)])
    func aStreamWithoutEndEnds(_ event: TrackingEvent, limit: Int) throws {
        var reader = EventReader()
        let record = try WireFormat.encode(event)
        for _ in 0..<limit { _ = try reader.append(record) }
        #expect(throws: WireError.notARecord) { try reader.append(record) }
    }

    /// Escape sequences, bells, turned writing, tags that nobody sees, line breaks of every kind.
    @Test func noTextCanDriveATerminal() throws {
        let bad = "\u{1B}]0;x\u{7}\n\u{9B}2J\u{202E}\u{E0041}\u{2028}end"
        let good = #"\u{1b}]0;x\u{7}\u{a}\u{9b}2J\u{202e}\u{e0041}\u{2028}end"#
        func texts(_ text: String) -> [TrackingEvent] {
            [
                .source(
                    SourceDescription(
                        width: 1, height: 1, rate: 1, duration: 1, precision: text)),
                .camera(CameraNotice(.lost, reason: text)), .warning(text),
                .failure(Failure.badInput(text, remedy: Remedy(text))),
                .end(
                    TrackingEnd(
                        videos: [], measured: 0, damaged: 0, people: 0, stages: [text: 1])),
            ]
        }
        #expect(try read(texts(bad)).events == texts(good))
        #expect(try read(texts("Ümläut; \"日本\" 🙂")).events == texts("Ümläut; \"日本\" 🙂"))
    }

    @Test func aTextIsCutInItsMiddle() throws {
        let text = "begin" + String(repeating: "w", count: 900_000) + "end"
        guard case .warning(let cut)? = try read([.warning(text)]).events.first else {
            return #expect(Bool(false), "no warning")
        }
        #expect(cut.unicodeScalars.count == EventLimits.longestText)
        #expect(cut.hasPrefix("beginw") && cut.contains("w…w") && cut.hasSuffix("wend"))
    }

    @Test func whatIsSaidOfCamerasIsHeldToTheSame() throws {
        let setting = CameraReport.Setting(format: "\u{1B}M", width: 1, height: 2, rate: 3)
        let report = CameraReport(
            device: "/dev/video0", id: "\u{202E}a", name: "\u{1B}[2Jcam", chosen: setting,
            problem: Failure.unavailable("a\nb", remedy: "\u{7}c"))
        guard case .cameras(let cameras) = try CameraAnswer.cameras([report]).admitted() else {
            return #expect(Bool(false), "no cameras")
        }
        #expect(cameras[0].name == #"\u{1b}[2Jcam"# && cameras[0].id == #"\u{202e}a"#)
        #expect(cameras[0].chosen?.format == #"\u{1b}M"#)
        #expect(cameras[0].problem?.what == #"a\u{a}b"#)
        #expect(cameras[0].problem?.remedy == #"\u{7}c"#)
        #expect(try CameraAnswer.event("\u{1B}c").admitted() == .event(#"\u{1b}c"#))
        #expect(try CameraAnswer.watching("\u{1B}c").admitted() == .watching(#"\u{1b}c"#))
        let frame = WatchedFrame(
            time: 0, captured: 0, delay: 0, sequence: 0, skipped: .max, dropped: 0, damaged: 0)
        #expect(throws: WireError.notARecord) { try CameraAnswer.frame(frame).admitted() }
    }

    @Test func aComplaintIsOneLine() {
        #expect(
            SafeText.firstLine(of: Array("\n  \nno \u{1B}libx\nmore".utf8)) == #"no \u{1b}libx"#)
        #expect(SafeText.firstLine(of: Array("\n\u{1B}\n".utf8)) == nil)
        let long = SafeText.firstLine(of: [UInt8](repeating: 0x77, count: 4096))
        #expect(long?.unicodeScalars.count == 200)
    }
}
