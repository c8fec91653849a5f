import Base
import Foundation
import Posture
package import VisionProtocol

/// Runs a whole request: reads the video, tracks both people, hands every event to `emit`.
package enum Tracking {
    /// - Parameters:
    ///   - files: those that the request names.
    ///   - confinement: restricts this process while it runs; `nil` leaves it unrestricted, as in a test.
    ///   - decoder: what the frames of a file are read with.
    package static func run(
        _ request: TrackingRequest, files: RequestedFiles = RequestedFiles(),
        confinement: Confinement? = nil,
        decoder: (FileSource) -> any FrameSource = { $0 },
        emit: (TrackingEvent) throws -> Void
    ) throws {
        var reading = ""
        do {
            var requested = files
            let files = try request.footage.map { footage in
                try footage.files.map { path in
                    reading = path
                    return try requested.next(path)
                }
            }
            let networks = try load(request, confinement, emit)
            try withoutActuallyEscaping(emit) { say in
                // Who decodes and who tracks are two threads.
                let turn = NSLock()
                let emit = { (event: TrackingEvent) throws in
                    turn.lock()
                    defer { turn.unlock() }
                    try say(event)
                }
                let heartbeat = Heartbeat { try emit(.alive) }
                let sources = try files.enumerated().map { camera, files in
                    let chapters = try files.map { file in
                        reading = file.path
                        let source = try FileSource(file, stream: request.stream)
                        source.watch(heartbeat)
                        return ChapteredSource.Chapter(
                            path: file.path, source: decoder(source), stamps: source.stamps)
                    }
                    return try source(of: chapters, camera, emit)
                }
                try track(sources, networks, request, emit: emit)
            }
        } catch let failure as Failure {
            try emit(.failure(failure))
        } catch let error as VisionError {
            try emit(.failure(failure(for: error, reading)))
        }
    }

    /// One file as it is; several as one source.
    private static func source(
        of chapters: [ChapteredSource.Chapter], _ camera: Int,
        _ emit: @escaping (TrackingEvent) throws -> Void
    ) throws -> any FrameSource {
        guard chapters.count != 1 else { return chapters[0].source }
        return try ChapteredSource(chapters) { file, start in
            try emit(.chapter(ChapterStart(camera: camera, file: file, start: start)))
        }
    }

    /// Loads the networks, then drops the rights that only loading needed.
    static func load(
        _ request: TrackingRequest, _ confinement: Confinement?,
        _ emit: (TrackingEvent) throws -> Void
    ) throws -> Networks {
        let models = ModelPlace(singlePrecision: request.singlePrecision)
        let foresees = request.live == nil && request.scene != .walking
        guard var confinement else { return try Networks(models, foresees: foresees) }
        confinement.beforeLoading(models)
        let networks = try Networks(models, foresees: foresees)
        try emit(.confinement(confinement.beforeDecoding()))
        return networks
    }

    private static func track(
        _ sources: [any FrameSource], _ networks: Networks, _ request: TrackingRequest,
        emit: (TrackingEvent) throws -> Void
    ) throws {
        let tracker = try PoseTracker(
            networks: networks, staging: staging(request, sources[0].description),
            mirrored: Mirroring.seats(request.mirrored),
            breathing: request.breathing ?? [false, false], scene: request.scene ?? .seated)
        for source in sources {
            var description = source.description
            description.precision = tracker.precision
            description.models = networks.digests
            try emit(.source(description))
        }
        let names = names(request)
        if request.checkpoint == nil {
            for (source, name) in zip(sources, names) {
                for remark in source.remarks { try emit(.warning(name + remark)) }
            }
        }
        var reader = try reader(sources, request)
        var pace = FramePace(rate: request.rate)
        var (measured, last) = try goOn(tracker, &reader, request.checkpoint)
        let decoding = InstantDecoding(reader)
        decoding.start()
        defer { decoding.stop() }
        var instants = Instants(ahead: reach(sources, request))
        try instants.fill(from: decoding)
        if let first = instants.inHand { try tracker.begin(first, ahead: instants.ahead) }
        var saved = ContinuousClock.now
        var stills = try request.pictures == true ? Stills() : nil
        while let instant = instants.inHand {
            tracker.clock.restart()
            try instants.fill(from: decoding)
            tracker.clock.lap(.decode)
            let step = try tracker.finish(instant, ahead: instants.ahead)
            for each in instant.breaks where each.number <= VideoBreak.told {
                try emit(.warning(names[each.video] + each.sentence))
            }
            for event in step.events { try emit(event) }
            guard pace.take(instant.time) else { throw tooFast(request) }
            for still in try stills?.take(instant) ?? [] { try emit(.picture(still)) }
            try emit(.frame(step.frame))
            if tracker.isResumable, ContinuousClock.now - saved > Self.saving {
                saved = .now
                let state = try tracker.state.encoded()
                try emit(.checkpoint(TrackingCheckpoint(time: instant.time, state: state)))
            }
            tracker.clock.lap(.emit)
            measured += 1
            last = instant.time
            instants.advance()
        }
        for event in tracker.end(at: last) { try emit(event) }
        try conclude(decoding.stop(), tracker, measured, request.footage, names, emit)
    }

    private static func tooFast(_ request: TrackingRequest) -> Failure {
        .badInput(
            "\(request.files.first ?? "") has more than \(Int(FramePace.fastest)) pictures a second",
            remedy: "choose a \(.rate)")
    }

    /// What a sentence about each camera's video begins with: nothing when there is one, or when it is of
    /// several files, which are named one by one.
    private static func names(_ request: TrackingRequest) -> [String] {
        request.footage.map {
            request.footage.count == 1 || $0.files.count > 1 ? "" : "\($0.files.first ?? ""): "
        }
    }

    /// How often the state is handed over, in time of work.
    private static let saving = Duration.milliseconds(500)

    /// Takes the tracker back to where a run that was interrupted had come; how many instants were
    /// measured then, and the last one's time.
    private static func goOn(
        _ tracker: PoseTracker, _ reader: inout any InstantReader, _ checkpoint: TrackingCheckpoint?
    ) throws -> (measured: Int, last: Double) {
        guard let checkpoint else { return (0, 0) }
        guard let state = try? TrackerState(encoded: checkpoint.state) else {
            throw Failure.software(
                "the interrupted measurement was made by another build",
                remedy: "measure again with \(.force) and without \(.resume)")
        }
        tracker.resume(from: state)
        var measured = 0
        while let instant = try reader.next() {
            measured += 1
            if instant.time >= checkpoint.time - PoseTracker.recollection {
                try tracker.rehearse(instant)
            }
            if instant.time >= checkpoint.time { break }
        }
        return (measured, checkpoint.time)
    }

    private static func reader(_ sources: [any FrameSource], _ request: TrackingRequest) throws
        -> any InstantReader
    {
        // One more is being decoded.
        let kept = reach(sources, request).instants + InstantDecoding.room + 1
        return sources.count == 1
            ? try SharedReader(sources[0], rate: request.rate, ahead: kept)
            : try PairReader(
                sources[0], sources[1], rate: request.rate, offset: request.offset,
                drift: request.drift, ahead: kept)
    }

    /// How much is decoded ahead of the instant in hand.
    private static func reach(
        _ sources: [any FrameSource], _ request: TrackingRequest
    ) -> BodyForesight.Reach {
        let pixels = sources.map { $0.description.width * $0.description.height }.reduce(0, +)
        return BodyForesight.reach(pixels: pixels, rate: request.rate)
    }

    private static func conclude(
        _ reader: any InstantReader, _ tracker: PoseTracker, _ measured: Int, _ footage: [Footage],
        _ names: [String], _ emit: (TrackingEvent) throws -> Void
    ) throws {
        let videos = reader.readers
        for (video, footage) in zip(videos, footage) {
            let path = footage.files.first ?? ""
            guard video.frames > 0 else {
                throw Failure.badInput(
                    "\(path) has no readable frame",
                    remedy: "give a video that a player can show")
            }
        }
        for (video, name) in zip(videos, names) {
            for finding in video.findings { try emit(.warning(name + finding)) }
        }
        try emit(
            .end(
                TrackingEnd(
                    videos: videos.map(length),
                    measured: measured, damaged: videos.reduce(0) { $0 + $1.source.damaged },
                    people: tracker.people,
                    kept: tracker.sparedShare, bound: tracker.sparingBound,
                    stages: tracker.clock.seconds)))
    }

    private static func length(_ video: VideoReader) -> TrackingEnd.Length {
        let chapters = (video.source as? ChapteredSource)?.lengths ?? []
        return .init(frames: video.frames, duration: video.duration, chapters: chapters)
    }

    static func staging(_ request: TrackingRequest, _ picture: SourceDescription)
        -> Staging
    {
        guard request.footage.count == 1 else { return .apart }
        let areas = areas(request.layout, picture)
        return areas.isEmpty ? .shared : .parts(areas)
    }

    private static func areas(_ layout: Layout, _ picture: SourceDescription) -> [Region] {
        func region(_ r: PictureRegion) -> Region {
            let shares = max(r.x, r.y, r.width, r.height) <= 1
            let sx = shares ? picture.width : 1
            let sy = shares ? picture.height : 1
            return Region(
                x: Float((r.x + r.width / 2) * sx), y: Float((r.y + r.height / 2) * sy),
                width: Float(r.width * sx), height: Float(r.height * sy))
        }
        switch layout {
        case .auto: return []
        case .sideBySide:
            return [
                region(PictureRegion(x: 0, y: 0, width: 0.5, height: 1)),
                region(PictureRegion(x: 0.5, y: 0, width: 0.5, height: 1)),
            ]
        case .regions(let a, let b): return [region(a), region(b)]
        }
    }

    static func failure(for error: VisionError, _ path: String) -> Failure {
        switch error.kind {
        case .unreadable:
            Failure.noInput(
                "\(path) cannot be read (\(error))",
                remedy: "check the path and its permissions")
        case .badInput:
            Failure.badInput(
                "\(path) is not a video that can be analysed: \(error)",
                remedy: "give a video file that a player can show")
        case .notRead:
            Failure.badInput(
                "\(path) is not read: \(error)",
                remedy:
                    "if you trust it, convert it, for example with `ffmpeg -i IN -c:v libx264 -crf 16 -c:a aac OUT.mp4`"
            )
        case .noStream:
            Failure.badInput(
                "\(path) has no video stream of that number (it has \(error))",
                remedy: "give the number of one of these as \(.stream)")
        case .camera(let trouble): trouble.failure(path, error.description)
        case .failed, .unwritable:
            Failure.software(
                "the measurement failed: \(error)",
                remedy: Installation.current.repair)
        }
    }
}
