import Foundation
import Testing

/// One thing that a process which was taken over could try, and what must come of it.
struct Attempt: Sendable, CustomTestStringConvertible {
    var what: String
    var probe: String
    var argument: @Sendable (Surroundings) throws -> String = { _ in "" }
    /// While the networks are loaded; `nil` where only decoding is held back.
    var loading: Probe.Outcome?
    /// The version of Landlock that holds it back while the networks are loaded.
    var landlock = 1
    var decoding: Probe.Outcome = .refused("EPERM")

    var testDescription: String { what }

    private static let refused = Probe.Outcome.refused("EPERM")
    private static let denied = Probe.Outcome.refused("EACCES")
    private static let killed = Probe.Outcome.killed(SIGSYS)
    private static let home = ProcessInfo.processInfo.environment["HOME"] ?? "/root"

    static let reaching: [Attempt] = [
        .init(
            what: "connect to a TCP port", probe: "tcp", argument: { "\($0.port)" },
            loading: denied, landlock: 4),
        .init(
            what: "listen on a TCP port", probe: "tcp-listen", argument: { _ in "0" },
            loading: denied, landlock: 4),
        .init(what: "send a UDP packet", probe: "udp", argument: { "\($0.port)" }),
        .init(
            what: "connect to a Unix socket", probe: "unix-socket",
            argument: { $0.folder.appendingPathComponent("socket").path }),
        .init(
            what: "connect to an abstract Unix socket", probe: "abstract-socket",
            argument: { $0.folder.lastPathComponent }, loading: refused, landlock: 6),
        .init(what: "make a pair of sockets", probe: "socket-pair"),
    ]

    static let files: [Attempt] = [
        .init(
            what: "read /etc/passwd", probe: "read", argument: { _ in "/etc/passwd" },
            loading: denied),
        .init(
            what: "list the home folder", probe: "list", argument: { _ in home }, loading: denied),
        .init(
            what: "read another session's record", probe: "read", argument: { try $0.file() },
            loading: denied),
        .init(what: "read the models", probe: "read", argument: { $0.models + "/model" }),
        .init(
            what: "read another process's environment", probe: "read",
            argument: { "/proc/\($0.process.processIdentifier)/environ" }, loading: denied),
        .init(what: "ask whether a file is there", probe: "look-up", argument: { try $0.file() }),
        .init(what: "make a file", probe: "write", argument: { $0.nothing() }, loading: denied),
        .init(
            what: "write to a file that is there", probe: "write", argument: { try $0.file() },
            loading: denied),
        .init(
            what: "write to the cache of compiled networks", probe: "write",
            argument: { $0.nothing(in: "cache") }),
        .init(
            what: "empty a file", probe: "truncate", argument: { try $0.file() }, loading: denied,
            landlock: 3),
        .init(what: "remove a file", probe: "remove", argument: { try $0.file() }, loading: denied),
        .init(what: "rename a file", probe: "rename", argument: { try $0.file() }, loading: denied),
        .init(what: "change a file's mode", probe: "change-mode", argument: { try $0.file() }),
        .init(
            what: "make a symbolic link", probe: "link", argument: { $0.nothing() }, loading: denied
        ),
        .init(
            what: "make a folder", probe: "make-folder", argument: { $0.nothing() }, loading: denied
        ),
        .init(what: "make a file in memory", probe: "memory-file"),
    ]

    static let processes: [Attempt] = [
        .init(
            what: "run another program", probe: "execute", argument: { _ in "/bin/true" },
            loading: denied, decoding: killed),
        .init(what: "start a process", probe: "fork"),
        .init(
            what: "trace another process", probe: "ptrace",
            argument: { "\($0.process.processIdentifier)" }, loading: refused, decoding: killed),
        .init(
            what: "read another process's memory", probe: "read-memory",
            argument: { "\($0.process.processIdentifier)" }, loading: refused, decoding: killed),
        .init(
            what: "signal another process", probe: "signal",
            argument: { "\($0.process.processIdentifier)" }, loading: refused, landlock: 6),
        .init(
            what: "move another process between processors", probe: "affinity",
            argument: { "\($0.process.processIdentifier)" }),
        .init(
            what: "look at another process's limits", probe: "limits",
            argument: { "\($0.process.processIdentifier)" }),
    ]

    static let kernel: [Attempt] = [
        .init(what: "make a user namespace", probe: "namespace", decoding: killed),
        .init(what: "mount a file system", probe: "mount", decoding: killed),
        .init(what: "load a BPF program", probe: "bpf", decoding: killed),
        .init(what: "open performance counters", probe: "perf", decoding: killed),
        .init(what: "handle page faults", probe: "userfaultfd", decoding: killed),
        .init(what: "use the kernel's keys", probe: "keyctl", decoding: killed),
        .init(what: "use io_uring", probe: "io-uring", decoding: killed),
        .init(what: "load a kernel module", probe: "module", decoding: killed),
        .init(
            what: "type into a terminal", probe: "terminal", argument: { _ in "/dev/ptmx" },
            loading: denied),
        .init(
            what: "drive a device", probe: "other-ioctl", argument: { _ in "/dev/null" },
            loading: denied),
    ]

    static let limits: [Attempt] = [
        .init(what: "share memory", probe: "shared-memory", argument: { _ in "1" }),
        .init(what: "let a stack grow", probe: "growing-memory", argument: { _ in "1" }),
        .init(what: "start a thread in a namespace", probe: "thread-namespace"),
        .init(what: "leave a core dump", probe: "core", loading: refused),
        .init(what: "gain privileges", probe: "privileges", loading: refused),
    ]

    static let all = reaching + files + processes + kernel + limits
}
