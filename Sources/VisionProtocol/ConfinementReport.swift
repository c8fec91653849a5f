/// What confines the vision process while it decodes a video; see docs/confinement.md.
package struct ConfinementReport: Sendable, Codable, Equatable {
    /// Version of the kernel's Landlock, which restricts files, sockets and signals; 0 without it.
    package var landlockAbi: Int
    /// Whether its system calls are filtered.
    package var seccomp: Bool

    package init(landlockAbi: Int, seccomp: Bool) {
        self.landlockAbi = landlockAbi
        self.seccomp = seccomp
    }

    /// A sentence when the kernel lacks one of the means; `nil` when both hold.
    package var weakness: String? {
        var missing: [String] = []
        if landlockAbi == 0 { missing.append("Landlock") }
        if !seccomp { missing.append("seccomp") }
        guard !missing.isEmpty else { return nil }
        return "this system offers no \(missing.joined(separator: " and no ")), so that a hostile "
            + "video is \(missing.count == 2 ? "not" : "only partly") confined; see "
            + "docs/confinement.md before you open videos of strangers"
    }
}
