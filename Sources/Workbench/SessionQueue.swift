package import Base

/// A session that somebody asked the page for. Its files are looked up when it begins, so that what was renamed, taken
/// back or put in their place meanwhile counts.
package struct NewSession: Sendable, Equatable {
    /// The session's code, and the name of its folder.
    package var name: String
    /// The folder of the results, from the library's folder.
    package var folder: String
    /// One recording of both, or two with one person each: paths from the library's folder.
    package var recordings: [String]
    package var filming: Filming
    /// The preset that it is measured with; `nil`: the standard settings.
    package var preset: String?

    package init(
        name: String, folder: String, recordings: [String], filming: Filming = Filming(),
        preset: String? = nil
    ) {
        self.preset = preset
        self.name = name
        self.folder = folder
        self.recordings = recordings
        self.filming = filming
    }
}

/// A session that waits, is measured, or was measured since the page was opened.
package struct QueuedSession: Sendable, Equatable {
    package enum State: String, Sendable {
        case waiting, measuring
        /// By the user; it can go on.
        case paused
        case failed, done
    }

    package var session: NewSession
    package var state: State
    /// Measured of the recording, 0…1.
    package var share = 0.0
    /// Seconds that the rest will take; `nil` before that can be told.
    package var left: Double?
    /// What was said on the way, the last last; of a failure with its remedy.
    package var remarks: [String] = []

    package init(_ session: NewSession, state: State) {
        self.session = session
        self.state = state
    }
}

/// What the beginning of a recording says of all of it.
package struct CheckedRecording: Sendable, Equatable {
    /// Whether both people were found.
    package var isUsable: Bool
    /// Per person, how they are seen, and what can and cannot be told of them.
    package var people: [[String]]
    /// What to change about the camera, the gravest first.
    package var advice: [String]
    /// What the sound of two recordings says of when the second started, and how surely; `nil` when it was not asked.
    package var sound: String?

    package init(isUsable: Bool, people: [[String]], advice: [String], sound: String? = nil) {
        self.isUsable = isUsable
        self.people = people
        self.advice = advice
        self.sound = sound
    }
}

/// Measures sessions one after the other, or several at once, on behalf of the page.
package protocol SessionQueue: SessionExchange {
    /// Adds a session at the end.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when one of that folder is there already, and waits or is measured.
    func add(_ session: NewSession) throws(Failure)

    /// Forgets one that neither waits nor is measured; what is on the disk stays.
    func remove(_ folder: String)

    /// Stops it; what was measured is kept. Does nothing when it neither waits nor is measured.
    func pause(_ folder: String)

    /// Goes on with one that was paused or failed.
    ///
    /// - Returns: false when the queue does not know it.
    func resume(_ folder: String) -> Bool

    var sessions: [QueuedSession] { get }

    /// What was said of the folder and is no session's own, each once.
    var remarks: [String] { get }

    /// Looks at the first minute of a session's recordings, and keeps nothing of it.
    ///
    /// - Parameter recordings: paths.
    /// - Throws: ``Failure/Kind/unavailable`` while others are looked at, ``Failure/Kind/badInput`` of what cannot be read.
    func check(_ recordings: [String], _ filming: Filming) async throws(Failure) -> CheckedRecording

    /// Finds the two people at the beginning of a session's recordings, and keeps nothing of it.
    ///
    /// - Parameters:
    ///   - recordings: paths.
    ///   - showsPictures: whether pictures come along; both people must have agreed to that.
    /// - Throws: as ``check(_:_:)``.
    func people(
        _ recordings: [String], _ filming: Filming, showsPictures: Bool
    ) async throws(Failure) -> FoundPeople
}
