import Archive
import Base
import Consents
import Posture
import SessionModel

/// From a record to a session: channels, postures, episodes, synchrony, timeline.
///
/// It starts from the record even right after a measurement, so that results are the same whether they
/// are made at once, after an interruption, or a year later.
struct Analysis {
    let record: SessionRecord
    /// The name of the video in messages.
    let video: String
    /// Names of the first and the second seat.
    let names: [String]
    let consent: ConsentSummary
    let settings: Settings

    /// - Throws: ``Failure/Kind/badInput`` when nobody was ever seen.
    func session() async throws(Failure) -> Session {
        let (tracks, people, roll) = try tracks()
        let ending = try record.ending()
        let scoring = Scoring(names: names, consent: consent, settings: settings)
        var session = try await scoring.session(
            tracks, sources: try sources(tracks[0]), uncertain: try record.uncertainStretches(),
            gaps: ending?.live?.gaps ?? [], roll: roll, places: people.places,
            walkers: people.walkers, warnings: try warnings(tracks),
            nobodyFound: Failure.badInput(
                "no people were found in \(video)",
                remedy: "give a video that shows two people from the front"))
        session.quality.inference = ending?.inference
        return session
    }

    /// What scoring needs of both people beside their channels.
    private struct People {
        /// Where mid-shoulder is in the picture that both share; none where each has a picture of their own.
        var places: [[SIMD2<Float>]]
        /// Who walks; none where both sit.
        var walkers: [GaitRecorder]
    }

    /// The channels of both people, each at the seat where `swapAt` leaves them, and by how much the picture
    /// that they share is askew; `nil` when each has a picture of their own.
    private func tracks() throws(Failure) -> (
        tracks: [FeatureTrack], people: People, roll: CameraRoll?
    ) {
        let cameras = try record.header().cameras
        let isShared = settings.sharesPicture && cameras == 1
        let level = try tracks(isShared, levelledBy: 0)
        guard isShared else {
            return (level.tracks, People(places: [], walkers: level.people.walkers), nil)
        }
        let roll = level.roll
        guard roll.correction != 0 else { return (level.tracks, level.people, roll) }
        let levelled = try tracks(isShared, levelledBy: roll.correction)
        return (levelled.tracks, levelled.people, roll)
    }

    /// - Parameter isShared: whether one picture shows both.
    private func tracks(
        _ isShared: Bool, levelledBy degrees: Double
    ) throws(Failure) -> (tracks: [FeatureTrack], people: People, roll: CameraRoll) {
        let cameras = try record.header().cameras
        let breathing = consent.coversBreathing(
            seats: names, isUndivided: settings.isUndivided && cameras == 1)
        var recorders = Seat.allCases.map { _ in FeatureRecorder(settings: settings.features) }
        var walkers = Seat.allCases.filter { _ in settings.scene == .walking }.map { _ in
            GaitRecorder(settings: settings.features)
        }
        var estimator = CameraRollEstimator(settings: settings.features)
        try record.forEachSeatedFrame(swapAt: settings.swapAt) { frame throws(Failure) in
            if Task.isCancelled { throw Scoring.interrupted }
            let poses = Seat.allCases.map { seat in
                var pose = frame.poses[seat.rawValue]
                // Of a record that was made with another consent.
                if !breathing[seat.rawValue] { pose?.chest = nil }
                return frame.mirrored[seat.rawValue] ? pose?.unmirrored : pose
            }
            if degrees == 0 { estimator.append(time: frame.time, poses) }
            let levelled = poses.map { $0?.levelled(by: degrees) }
            for (index, pose) in levelled.enumerated() {
                recorders[index].append(
                    time: frame.time, pose: pose, partner: isShared ? levelled[1 - index] : nil)
                if !walkers.isEmpty { walkers[index].append(time: frame.time, pose: pose) }
            }
        }
        let width = recorders[0].reference.shoulderWidth
        return (
            recorders.map { $0.track(distanceIn: width) },
            People(places: recorders.map(\.places), walkers: walkers), estimator.roll
        )
    }

    private func sources(_ track: FeatureTrack) throws(Failure) -> [SourceInfo] {
        let ending = try record.ending()
        return zip(try record.header().sources, ending?.sources ?? []).map { source, read in
            let chapter = source.camera.map {
                SourceInfo.Chapter(camera: $0, start: read.start)
            }
            let measured =
                chapter?.start.map { start in
                    track.times.count { start <= $0 && $0 < start + read.duration }
                } ?? (chapter == nil ? track.count : 0)
            return SourceInfo(
                file: source.file, sha256: source.sha256, duration: read.duration,
                frames: read.frames,
                rate: read.duration > 0 ? Double(measured) / read.duration : 0, chapter: chapter)
        }
    }

    /// A larger share of instants at which the camera moved is worth a warning, 0…1: a knock every half minute.
    private static let mostUnsteady = 0.01

    /// That motion energy is missing where a person was seen: the picture around them moved, or was another
    /// scene. Of a second camera's frames some are seen twice and have none either.
    private func unsteady(_ tracks: [FeatureTrack]) -> [String] {
        let shares = tracks.map { track in
            let seen = track.presence.indices.filter {
                track.presence[$0] >= PostureDetector.minimumPresence
            }
            let lost = seen.count { track[.motionEnergy][$0].isNaN }
            // Where there is none at all, nothing was lost to the camera.
            return lost == seen.count ? 0 : Double(lost) / Double(seen.count)
        }
        guard let most = shares.first,
            let share = settings.offsetBasis == nil ? shares.max() : most,
            share > Self.mostUnsteady
        else { return [] }
        let percent = DecimalText.text(100 * share, decimals: 1)
        return [
            "the camera moved, or the light changed, at \(percent) % of the instants: motion energy, which "
                + "cannot tell that from people, is not given there"
        ]
    }

    /// So much of a recording goes unmeasured without a word, seconds.
    private static let shortRest = 1.0

    /// That of two cameras one recorded for longer: only what both show is measured.
    private func unshared(_ track: FeatureTrack) throws(Failure) -> [String] {
        let header = try record.header()
        guard header.cameras == 2, header.sources.allSatisfy({ $0.camera == nil }),
            let start = track.times.first, let end = track.times.last
        else { return [] }
        return zip(header.sources, try record.ending()?.sources ?? []).compactMap { source, read in
            let rest = read.duration - (end - start)
            guard rest > Self.shortRest else { return nil }
            let file = source.file.split(separator: "/").last.map(String.init) ?? source.file
            return "the other camera's video does not show "
                + "\(DecimalText.text(rest, decimals: 1)) s of \(file), which are not measured"
        }
    }

    private func warnings(_ tracks: [FeatureTrack]) throws(Failure) -> [String] {
        let ending = try record.ending()
        var sentences = try record.warnings() + (ending?.warnings ?? [])
        if let people = ending?.people, people > 2 {
            sentences.append(
                "\(people) people were in view; the two largest were followed, "
                    + "choose others with the setting \"layout\": regions=x,y,w,h;x,y,w,h")
        }
        for (name, track) in zip(names, tracks) {
            let share = Double(track.presence.count(where: \.isNaN)) / Double(max(1, track.count))
            guard share > 0, let first = track.times.first, let last = track.times.last else {
                continue
            }
            let seconds = DecimalText.text(share * (last - first), decimals: 0)
            sentences.append(
                "\(name) was out of the picture for \(seconds) s in all without having left it, as when "
                    + "a camera is off: nothing is known of that time, and nothing is scored there")
        }
        sentences += unsteady(tracks) + (try unshared(tracks[0]))
        for swap in settings.swapAt where swap > tracks[0].times.last ?? 0 {
            let time = DecimalText.text(swap, decimals: 3, atLeast: 0)
            sentences.append("\"swap_at\" \(time) is after the end and exchanges nothing")
        }
        return sentences
    }
}
