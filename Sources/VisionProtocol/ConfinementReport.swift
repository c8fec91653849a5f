package import Base

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

    /// The argument beside the task: it is done even where the kernel lacks one of the means.
    package static let waiver = "unconfined"

    private var missing: [String] {
        (landlockAbi == 0 ? ["Landlock"] : []) + (seccomp ? [] : ["seccomp"])
    }

    /// A sentence when the kernel lacks one of the means; `nil` when both hold.
    package var weakness: String? {
        guard !missing.isEmpty else { return nil }
        return "this system offers no \(missing.joined(separator: " and no ")), so that a hostile "
            + "video is \(missing.count == 2 ? "not" : "only partly") confined; see "
            + "docs/confinement.md before you open videos of strangers"
    }

    /// Why nothing is looked at when the kernel lacks one of the means; `nil` when both hold.
    package var refusal: Failure? {
        guard !missing.isEmpty else { return nil }
        return .software(
            "this system offers no \(missing.joined(separator: " and no ")), without which what "
                + "looks at videos cannot be confined",
            remedy:
                "use a kernel that has it (docs/confinement.md), or give \(.unconfined) for recordings that you trust"
        )
    }
}
