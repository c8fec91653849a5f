package import Base
package import Consents

/// A session that somebody asked the page for.
package struct NewSession: Sendable, Equatable {
    /// The session's code, and the name of its folder.
    package var name: String
    /// One recording of both, or two with one person each.
    package var recordings: [String]
    package var consent: Consent
    /// The folder of the results.
    package var folder: String

    package init(name: String, recordings: [String], consent: Consent, folder: String) {
        self.name = name
        self.recordings = recordings
        self.consent = consent
        self.folder = folder
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

    package var name: String
    package var folder: String
    package var state: State
    /// Measured of the recording, 0…1.
    package var share = 0.0
    /// Seconds that the rest will take; `nil` before that can be told.
    package var left: Double?
    /// What was said on the way, the last last; of a failure with its remedy.
    package var remarks: [String] = []

    package init(name: String, folder: String, state: State) {
        self.name = name
        self.folder = folder
        self.state = state
    }
}

/// Measures sessions one after the other, or several at once, on behalf of the page.
package protocol SessionQueue: Sendable {
    /// Adds a session at the end.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when one of that folder is there already.
    func add(_ session: NewSession) throws(Failure)

    /// Stops it; what was measured is kept. Does nothing when it neither waits nor is measured.
    func pause(_ folder: String)

    /// Goes on with one that was paused or failed.
    ///
    /// - Returns: false when the queue does not know it.
    func resume(_ folder: String) -> Bool

    var sessions: [QueuedSession] { get }
}
