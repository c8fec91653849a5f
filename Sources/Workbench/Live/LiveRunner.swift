package import Base

/// A camera that is plugged in.
package struct KnownCamera: Sendable, Equatable {
    /// Such as `/dev/video0`.
    package var device: String
    package var name: String
    /// Why it cannot be used, and what to do; `nil` when it can.
    package var problem: Failure?

    package init(device: String, name: String, problem: Failure?) {
        self.device = device
        self.name = name
        self.problem = problem
    }
}

/// A live session as it was asked for. Paths are of this computer, looked up by the server and never sent by a page.
package struct NewLive: Sendable, Equatable {
    /// The session's code.
    package var name: String
    /// A camera's device, or a recording that is played.
    package var source: String
    /// The folder of the results.
    package var folder: String
    /// The consent file.
    package var consent: String
    /// The live page shows the picture, to which both must have agreed.
    package var showsVideo = false
    /// Settings by their name; `nil`: the standard ones.
    package var preset: String?

    package init(name: String, source: String, folder: String, consent: String) {
        self.name = name
        self.source = source
        self.folder = folder
        self.consent = consent
    }
}

/// The live session of a page, while it runs and after.
package struct LiveState: Sendable, Equatable {
    package enum Phase: String, Sendable {
        /// The camera is opened, and the networks are loaded.
        case beginning
        case running
        /// The results are made.
        case ending
        case done, failed
    }

    package var name: String
    package var phase = Phase.beginning
    /// Of the live page, with its own token; `nil` while there is none.
    package var address: String?
    /// What was said on the way, the last last; of a failure with its remedy.
    package var remarks: [String] = []

    package init(name: String) { self.name = name }
}

/// Measures a session while it happens, on behalf of the page: one at a time.
package protocol LiveRunner: Sendable {
    /// The cameras that are there now.
    ///
    /// - Throws: ``Failure``.
    func cameras() async throws(Failure) -> [KnownCamera]

    /// Checks that a session could begin with these settings, before anything is written for it.
    ///
    /// - Parameter preset: `nil`: the standard settings.
    /// - Throws: what ``start(_:of:)`` throws of that.
    func requireReady(for preset: String?, of library: Library) throws(Failure)

    /// Begins a session.
    ///
    /// - Throws: ``Failure/Kind/unavailable`` while another one runs; what is refused at the command line, too.
    func start(_ session: NewLive, of library: Library) throws(Failure)

    /// Ends it, with its results; does nothing when none runs.
    func stop() async

    /// The same, and waits until the results are on the disk.
    func close() async

    /// The session that runs, or that ran last.
    var state: LiveState? { get }
}
