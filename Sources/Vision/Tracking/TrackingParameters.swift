/// Every threshold by which two people are found, followed and told apart, with its unit.
///
/// Unless a source is named they were set by hand; the tests on rendered sessions and
/// docs/validation.md say what they achieve. The constants of the networks' own
/// graphs (MediaPipe 0.10.21) stay with the networks. “Widths” are the person's shoulder widths in the
/// picture; “re-identification distance” is how unlike somebody looks, in ``AppearanceModel``'s terms.
struct TrackingParameters: Sendable {
    static let standard = TrackingParameters()

    var search = Search()
    var walking = Walking()
    var rest = Rest()
    var sparse = Sparse()
    var hands = Hands()
    var relight = Relight()
    var stillLife = StillLife()
    var cut = Cut()
    var border = Border()
    var motion = Motion()
    var appearance = Appearance()
    var seats = Seats()
    var swaps = Swaps()

    /// When and how people are looked for.
    struct Search: Sendable {
        /// From one search of the whole picture to the next while nobody is followed or a seat was
        /// never taken, seconds.
        var everywhere = 0.2
        /// From one search of a part of it to the next while one of the two is away, seconds.
        var glance = 0.04
        /// From one search of a part of it for others to the next while both are followed, seconds.
        var survey = 0.7
        /// Detections whose mid-shoulders and noses are closer than this are one person, widths.
        var samePerson: Float = 0.5
        /// …and the noses closer than this, face boxes.
        var sameHead: Float = 0.75
        /// Somebody who was lost is looked for where their face was for so long, seconds: beside somebody close
        /// a body may be mistaken, and a face in profile escape the detector.
        var recent = 1.0
        /// From one look for the faces of those who are followed without one to the next, seconds.
        var faces = 0.5
        /// A candidate who was not seen for so long is gone, seconds.
        var memory = 3.0
        /// Nobody was followed anew, and nothing moved where nobody is followed, for so long: from there on one
        /// search in `idle` will do; seconds. Conventions.
        var settling = 5.0
        var idle = 1.0
        /// Something moves there when this share of the pixels changes from one instant to the next, 0…1: less than
        /// what somebody who comes in covers with head and shoulders, more than an elbow of who sits there.
        var stir: Float = 0.003
    }

    /// People who walk.
    struct Walking: Sendable {
        /// Shoulder width in lengths of the trunk: of the network's points in adults seen from the front it is
        /// 0.7.
        var width: Float = 0.7
    }

    /// When landmarks are kept because nothing moved.
    struct Rest: Sendable {
        /// Landmarks are kept at most this long, seconds.
        var longest = 0.5
        /// A body or a face, whose angles are finer, rests while no part of its region has changed by
        /// more than this above the noise, grey values of 255.
        var body: Float = 2.5
        var face: Float = 1.5
        /// What counts as noise of the sensor at most, grey values of 255.
        var noise: Float = 4
    }

    /// Where bodies are told from the inferences before and after (``BodyStretch``). The limits were chosen on half A
    /// of the real clips and two rendered ones (docs/decisions/0053-bodies-inferred-sparsely.md).
    struct Sparse: Sendable {
        /// A stretch is at most this long, seconds: a line is drawn through half of it at most, and no gesture of
        /// the hand takes less than that.
        var longest = 0.7
        /// …and has at most so many instants, a power of two; fewer than four spare nothing.
        var most = 16
        var fewest = 4
        /// An inference halfway between two lies on the line between them when its landmarks are no farther from
        /// it than this, root of the mean square, shoulder widths.
        var bound: Float = 0.025
        /// From one instant to the next an inference lies this far from the line between its neighbours at most, in
        /// the median, for lines to be drawn at all: below the lower end; at the beginning it is taken to be the
        /// upper one. It goes up and down by `step` with each look. Shoulder widths.
        var scatter: ClosedRange<Float> = 0.015...0.02
        var step: Float = 5e-4
        /// Instants farther apart say nothing of it, seconds.
        var apart = 0.25
        /// Landmarks that one of the inferences is less sure of are not compared, 0…1.
        var visible: Float = 0.5
        /// A block of the picture strays when it is unlike both ends by more than this, grey values of 255, and so
        /// many of the region's blocks may: half of a hand.
        var stray: Float = 8
        var strays: Float = 0.005
        /// A body is followed so far ahead while it lies within this of where it was looked for, sizes of the region…
        var away: Float = 0.2
        /// …and is larger or smaller by no more than this factor.
        var growth: Float = 1.25
    }

    /// When the hand networks are asked; lengths in face boxes (``HandNeed``).
    struct Hands: Sendable {
        /// From one look at a hand to the next, seconds; in between it goes along with the pose's wrist.
        /// Postures are held for half a second at least.
        /// (These times are no multiples of usual frame times, so that rounding decides nothing.)
        var interval = 0.19
        /// The same after a look that found no hand, and from one closer look at the arms to the next.
        var patience = 0.38
        /// After so many looks on end that found none there, no hand is at the face.
        var misses = 2
        /// Where a hand is looked for without an arm: so many times the face's box.
        var around: Float = 1.5
        /// The same where a hand that the pose misses was looked for at the face in vain.
        var faceInterval = 0.49
        /// What was seen of arms and hands is kept at most this long while nothing moves, seconds.
        var longest = 0.95
        /// Weight of a new look at the arms in how visible they are.
        var weight: Float = 0.5
        /// An arm in doubt is looked at sooner when its wrist has moved by this since, face boxes.
        var moved: Float = 0.25
        /// Size of the region of that look, in regions of the body.
        var closer: Float = 0.85
        /// From the middle of the palm to that of the face.
        var face: Float = 1
        /// From palm to palm, and from the palm to the other forearm.
        var otherHand: Float = 0.8
        var otherArm: Float = 0.5
        /// Visibilities, 0…1, by which the pose is in doubt. Below them is a hand that is hidden; MediaPipe
        /// asks its hand network above the same (`hand_visibility_from_hand_landmarks_from_pose`).
        var doubt: ClosedRange<Float> = 0.1...0.85
        /// Two meshes are of one hand when their points are nearer to each other on average, lengths of the
        /// hand.
        var sameHand: Float = 0.25
        /// Looks that what a hand looks like is averaged over.
        var memory = 8
        /// What a hand looks like says which of the two it is when that is this far from even, 0…0.5.
        var handedness: Float = 0.3
        /// A hand is at a wrist when its own is nearer to it, lengths of the hand; and the visibility of a
        /// hand whose wrist that says of, 0…1.
        var sameWrist: Float = 0.4
        var seen: Float = 0.65
        /// Smaller regions show no hand, pixels.
        var smallest: Float = 12
    }

    /// When a face that was refused is looked at once more with its contrast raised.
    struct Relight: Sendable {
        /// From a look that did not help to the next, seconds.
        var interval = 0.5
        /// The pose is this sure of the nose and the eyes, 0…1…
        var visibility: Float = 0.8
        /// …and the nose lies between the ears by this share of their distance: the face is turned to the
        /// camera, within some 50°.
        var inside: Float = 0.1
    }

    /// When a detection may be a picture on the wall.
    struct StillLife: Sendable {
        /// It was never seen to move by this, widths…
        var reach: Float = 0.1
        /// …in this time or more, seconds…
        var duration = 5.0
        /// …and gives way to somebody this many times larger who has been there for `patience` seconds.
        var larger: Float = 1.3
        var patience = 1.0
    }

    /// When a picture is another scene than the one before.
    struct Cut: Sendable {
        /// Share of the pixels that changed, 0…1, and how many times more than usual.
        var share: Float = 0.2
        var suddenness: Float = 5
        /// Share of the pixels that changed around somebody who is followed, 0…1, or everywhere where
        /// nobody is: twelve times a second, people who move change a third of what is around them at
        /// most (`docs/validation.md`, either half), cuts in the same room two thirds at least.
        var around: Float = 0.5
        /// A picture that correlates with the one before by this much or more is the same in another
        /// light: where a webcam sets its exposure it does by 0.98, after a cut in the same room by 0.67.
        var likeness: Float = 0.9
        /// Share of the pixels around a person that changed when the person was suddenly not to be seen:
        /// that part of the picture shows something else.
        var part: Float = 0.6
        /// Weight of a new picture in the running mean of what is usual.
        var weight: Float = 0.1
    }

    /// The line between the two people.
    struct Border: Sendable {
        /// Time constant with which it follows their arms, seconds.
        var memory = 1.0
        /// A body whose head is this far from the face that is followed is not that person's, face boxes;
        /// where it should be, the two are a tenth of a box apart (median of six people: up to .15).
        var astray: Float = 0.35
    }

    /// Motion energy.
    struct Motion: Sendable {
        /// A pixel has changed beyond this, grey values of 255: the picture is averaged down first, so
        /// that the sensor's noise stays below. The method is that of Ramseyer & Tschacher 2011.
        var threshold: Float = 8
        /// Where a larger share of what is around the people moved, the camera did, 0…1: most of it. Nobody
        /// who walks past moves the edges of half a room at once.
        var shake: Float = 0.5
    }

    /// What people look like.
    struct Appearance: Sendable {
        /// From one look to the next, seconds.
        var interval = 0.1
        /// The running mean follows clothes and light over this many samples.
        var memory = 100
        /// Fewer samples say nothing.
        var enough = 8
        /// How unlike the two must be to be told apart, in how unlike each is to their own mean.
        var distinction: Float = 1.5
    }

    /// Who takes which seat.
    struct Seats: Sendable {
        /// Beyond this re-identification distance it is hardly the same person.
        var strange: Float = 4
        /// Somebody strange who stays in the place of a seat this long is taken for the one who sits
        /// there: a coat was put on, or the light has changed. Seconds.
        var acceptance = 8.0
        /// The place of a seat around where its person was last seen, widths.
        var reach: Float = 1.5
        /// Somebody smaller than this share of the one who sits there, or larger by as much, is another
        /// or not there yet.
        var size: Float = 0.55
        /// Time constant with which a size is forgotten, seconds.
        var sizeMemory = 30.0
        /// A track that looks so strange and is this far from its usual place follows somebody else, widths.
        var away: Float = 0.75
        /// Time with both in view that decides who sits left, seconds.
        var deciding = 10.0
    }

    /// When a swap cannot be ruled out, and what settles it.
    struct Swaps: Sendable {
        /// Bodies overlap when their mid-shoulders are nearer than this, widths.
        var overlap: Float = 0.75
        /// A body does not move farther between two instants, widths per second…
        var fastest: Float = 8
        /// …and this much more, for the network's own scatter, widths.
        var scatter: Float = 0.5
        /// Clear view that settles who is who, seconds.
        var settling = 0.4
        /// Back in place counts within this, widths, after at most `brief` seconds.
        var home: Float = 0.75
        var brief = 3.0
        /// A stretch without any instant that is long enough to change places, seconds.
        var hole = 2.0
        /// After what looked like a cut, both within this of where they were the instant before: the
        /// light has changed, not the picture. Widths.
        var unmoved: Float = 0.2
        /// Evidence beyond this is clear; see ``DyadAppearance/evidence(_:)``.
        var clear: Float = 0.5
        /// Whoever is seen after a cut is the one person of before when they look less unlike them than
        /// this; see ``AppearanceModel/strangeness(of:)``.
        var like: Float = 2
        /// Looks that speak against the seats for about this long are believed, seconds.
        var doubt = 0.5
    }
}
