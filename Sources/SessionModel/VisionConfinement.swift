/// What held the process back that looked at the video; docs/confinement.md says what that means.
package struct VisionConfinement: Sendable, Codable, Equatable {
    /// Version of the kernel's Landlock that held files, sockets and signals, 0 without it.
    package var landlockAbi: Int
    /// Whether its system calls were filtered.
    package var seccomp: Bool

    package init(landlockAbi: Int, seccomp: Bool) {
        self.landlockAbi = landlockAbi
        self.seccomp = seccomp
    }
}
