import Base
import Posture
import SessionModel
import VisionProtocol
import Workbench

/// Finds the two people at the beginning of a recording, for somebody who says who is who. Nothing is written, and
/// nothing outlives the call but what a ``FoundPeople`` holds.
struct PeopleWorkflow {
    var footage: [Footage]
    var settings: RunSettings
    /// Whether pictures of that instant come along: only where both people have agreed to that.
    var showsPictures: Bool

    /// Looked at for so long when not both are seen, seconds.
    private static let longest = CameraCheck.standardLength
    /// A second; who sits where takes no more.
    private static let rate = 2.0

    /// - Throws: ``Failure`` when the recording cannot be read.
    func run() throws -> FoundPeople {
        let videos = footage.flatMap(\.files)
        let files = try videos.map { path throws(Failure) in try OpenRecording(path) }
        Interruption.listen()
        // Of two cameras each shows its own beginning, whenever it was.
        var request = TrackingRequest(
            footage: footage, layout: settings.layout, rate: Self.rate, stream: settings.stream,
            singlePrecision: settings.precision == .f32)
        request.mirrored = settings.mirrored
        request.pictures = showsPictures ? true : nil
        var search = PeopleSearch(
            cameras: footage.count, isShared: footage.count == 1 && settings.layout == .auto,
            needsPictures: showsPictures)
        let ending = try VisionProcess(request, files: files).run(
            isOver: {
                search.isEnough || search.length >= Self.longest || Interruption.isRequested
            },
            { search.take($0) }, idle: {})
        try ending.refuse(
            videos.joined(separator: " and "),
            isEnough: search.isEnough || search.length >= Self.longest)
        return search.found
    }
}

/// Keeps, of what the vision process says, the instant at which most is seen of both people.
struct PeopleSearch {
    private let cameras: Int
    /// Whether both may be anywhere in one picture.
    private let isShared: Bool
    private let needsPictures: Bool
    private var sources: [SourceDescription] = []
    private var times: (first: Double, last: Double)?
    private var instantsWithBoth = 0
    /// Pictures since the last frame.
    private var coming: [[UInt8]] = []
    private var best = Best()

    private struct Best {
        var poses: [BodyPose?] = [nil, nil]
        var pictures: [[UInt8]] = []
        var score = -1
    }

    /// Instants with both people that are waited for.
    private static let enough = 6
    /// Visibility from which a point counts as seen, as in ``CameraCheck``.
    private static let seen: Float = 0.5

    init(cameras: Int, isShared: Bool, needsPictures: Bool) {
        self.cameras = cameras
        self.isShared = isShared
        self.needsPictures = needsPictures
    }

    var isEnough: Bool { instantsWithBoth >= Self.enough }
    /// Seconds from the first instant to the last.
    var length: Double { times.map { $0.last - $0.first } ?? 0 }

    mutating func take(_ event: TrackingEvent) {
        switch event {
        case .source(let source): sources.append(source)
        case .picture(let bytes) where coming.count < cameras: coming.append(bytes)
        case .frame(let frame):
            append(frame)
            coming = []
        case .swap: best.poses.swapAt(0, 1)
        case .forget(let seat) where best.poses.indices.contains(seat):
            best.poses[seat] = nil
            best.score = 0
            instantsWithBoth = 0
        default: break
        }
    }

    private mutating func append(_ frame: DyadFrame) {
        times = (times?.first ?? frame.time, frame.time)
        guard !needsPictures || coming.count == cameras else { return }
        let poses = frame.poses.map { $0?.isUnfilmed == true ? nil : $0 }
        if poses.allSatisfy({ $0 != nil }) { instantsWithBoth += 1 }
        // Two who are half seen say more than one who is seen well.
        let score = poses.reduce(0) { sum, pose in
            sum + (pose.map { 1000 + $0.points.count { $0.visibility >= Self.seen } } ?? 0)
        }
        guard score > best.score else { return }
        best = Best(poses: poses, pictures: coming, score: score)
    }

    /// What it comes to.
    var found: FoundPeople {
        let pictures = sources.prefix(cameras).enumerated().map { index, source in
            FoundPeople.Picture(
                width: source.width, height: source.height,
                jpeg: best.pictures.indices.contains(index)
                    ? Self.jpeg(best.pictures[index]) : nil)
        }
        var people = best.poses.enumerated().map { seat, pose -> FoundPeople.Person? in
            let picture = cameras == 1 ? 0 : seat
            guard let pose, pictures.indices.contains(picture) else { return nil }
            return Self.person(pose, picture, pictures[picture])
        }
        // The measurement seats whoever sits left first; so early it may not know yet who that is.
        if isShared, let one = people[0], let other = people[1], other.middle < one.middle {
            people.swapAt(0, 1)
        }
        return FoundPeople(pictures: pictures, people: people)
    }

    /// What the vision process says is a picture is shown by a browser, as nothing else.
    private static func jpeg(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.starts(with: [0xFF, 0xD8, 0xFF]) ? bytes : nil
    }

    /// A person's place as shares of the picture; `nil` when too little is seen for one.
    private static func person(
        _ pose: BodyPose, _ picture: Int, _ size: FoundPeople.Picture
    ) -> FoundPeople.Person? {
        guard pose.points.count == Landmark.allCases.count else { return nil }
        func place(_ x: Float, _ y: Float) -> FoundPeople.Point? {
            let (x, y) = (Double(x) / size.width, Double(y) / size.height)
            guard x.isFinite, y.isFinite else { return nil }
            return .init(x: min(1, max(0, x)), y: min(1, max(0, y)))
        }
        func place(_ landmark: Landmark) -> FoundPeople.Point? {
            let point = pose[landmark]
            return point.visibility >= seen ? place(point.x, point.y) : nil
        }
        let outline =
            pose.face.map { face in FaceMesh.oval.compactMap { place(face[$0].x, face[$0].y) } }
            ?? []
        let points = Landmark.allCases.compactMap(place) + outline
        guard points.count >= 3 else { return nil }
        let bones = Skeleton.bones.compactMap { one, other in
            place(one).flatMap { start in place(other).map { [start, $0] } }
        }
        return FoundPeople.Person(
            picture: picture, points: points,
            lines: bones + (outline.count > 2 ? [outline + outline.prefix(1)] : []))
    }
}
