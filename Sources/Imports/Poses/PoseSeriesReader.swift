import Algorithms
import Base
import Posture

/// Reads keypoints in JSON, of OpenPose, AlphaPose or MMPose, a value per frame.
///
/// None of them follows people reliably from frame to frame: their order means nothing, and `DyadMatcher`
/// finds who is who. Frames spread over the recording show first what the keypoints are and where the two
/// people usually sit; then all of them are read, one in memory at a time.
struct PoseSeriesReader {
    let path: String
    let format: SeriesFormat
    let rate: Double
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()
    var reading = SeriesReading()

    /// So many frames tell what the keypoints are and where people usually sit.
    private static let surveyed = 2000

    /// What the keypoints mean.
    private struct Meaning {
        var landmarks: [Landmark?]
        var transform: PointTransform
        /// `nil` where the file names its keypoints.
        var skeleton: Skeleton?
        /// Keypoints that every person has.
        var count: Int
    }

    func read() throws(Failure) -> SeriesRecording {
        let frames = try PoseFrames(path, format: format)
        let meaning = try meaning(of: frames)
        var homes = HomePlaces()
        try frames.forEach(most: Self.surveyed) { _, people throws(Failure) in
            homes.add(try people.map { raw throws(Failure) in try points(raw, meaning) })
        }
        guard var matcher = DyadMatcher(homes, tool: Self.tool(format)) else {
            throw Failure.badInput(
                "\(path) never shows two people at once", remedy: "give the keypoints of two people"
            )
        }
        var recorder = DyadRecorder(features)
        try frames.forEach { frame, people throws(Failure) in
            let time = Double(frame) / rate
            let found = try people.map { raw throws(Failure) in
                try points(raw, meaning)
            }
            recorder.append(time: time, matcher.assign(found, time: time))
        }
        var recording = try recorder.recording(
            format, source: try frames.source(), path: path, warnings: matcher.warnings)
        recording.skeleton = meaning.skeleton?.rawValue
        recording.frameSize = meaning.transform.frameSize?.description
        if let skeleton = meaning.skeleton, Skeleton.with(count: skeleton.count).first != skeleton {
            recording.warnings.append("keypoints were read in the order of \(skeleton.rawValue)")
        }
        if reading.frameSize != nil, recording.frameSize == nil {
            recording.warnings.append(
                "the coordinates are pixels already, so that the size of the picture changes nothing"
            )
        }
        return recording
    }

    /// Surveys the keypoints.
    private func meaning(of frames: PoseFrames) throws(Failure) -> Meaning {
        var count: Int?
        var survey: KeypointSurvey?
        try frames.forEach(most: Self.surveyed) { frame, people throws(Failure) in
            for person in people {
                let own = person.points.count
                if count == nil {
                    count = own
                    survey = KeypointSurvey(try candidates(own, frames))
                }
                guard own == count else { throw otherCount(own, count ?? 0, frame) }
            }
            // The two of the session are the largest in most frames; a crowd behind them may be anything.
            for person in people.max(count: 2, sortedBy: { $0.extent < $1.extent }) {
                survey?.add(person)
            }
        }
        guard let count, let survey else {
            throw Failure.badInput(
                "\(path) shows nobody", remedy: "give the keypoints of two people")
        }
        let named = reading.skeleton == nil ? frames.landmarks : nil
        let skeleton = named == nil ? try survey.skeleton(in: path) : nil
        return Meaning(
            landmarks: named ?? skeleton?.landmarks ?? [],
            transform: try survey.transform(path, aspect: aspect, frameSize: reading.frameSize),
            skeleton: skeleton, count: count)
    }

    private func candidates(_ count: Int, _ frames: PoseFrames) throws(Failure) -> [Skeleton] {
        if let asked = reading.skeleton {
            guard asked.count == count else {
                throw Failure.badInput(
                    "\(path) has \(count) keypoints a person, and \(asked.rawValue) has \(asked.count)",
                    remedy: "give another \(.skeleton)")
            }
            return [asked]
        }
        let found = Skeleton.with(count: count)
        guard !found.isEmpty || frames.landmarks != nil else {
            let known = Set(Skeleton.allCases.map(\.count)).sorted().map(String.init)
            throw Failure.badInput(
                "\(path) has a person with \(count) keypoints (\(3 * count) numbers)",
                remedy:
                    "use a model with \(known.joined(separator: ", ")) keypoints, such as BODY_25 or "
                    + "COCO")
        }
        return found
    }

    private func otherCount(_ own: Int, _ count: Int, _ frame: Int) -> Failure {
        Failure.badInput(
            "\(path) has a person with \(own) keypoints in frame \(frame) (\(3 * own) numbers), and "
                + "others with \(count)",
            remedy: "give the keypoints of one model")
    }

    private func points(
        _ raw: RawPerson, _ meaning: Meaning
    ) throws(Failure) -> PersonPoints {
        guard raw.points.count == meaning.count else {
            throw Failure.badInput(
                "\(path) has people with \(meaning.count) and with \(raw.points.count) keypoints",
                remedy: "give the keypoints of one model")
        }
        return PersonPoints(raw, meaning.landmarks, meaning.transform)
    }

    private static func tool(_ format: SeriesFormat) -> String {
        switch format {
        case .alphapose: "AlphaPose"
        case .mmpose: "MMPose"
        default: "OpenPose"
        }
    }
}
