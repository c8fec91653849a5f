import Foundation
import Testing

/// What the process that looks at videos cannot do. Every attempt is made twice: free, where it must
/// come out differently, or nothing would be shown, and confined.
@Suite(.serialized) struct ConfinementTests {
    private func outcomes(
        _ attempt: Attempt, _ stages: [Probe.Stage]
    ) throws -> [Probe.Outcome] {
        let surroundings = try Surroundings()
        defer { surroundings.clear() }
        return try stages.map { stage in
            try Probe.run(
                stage, [attempt.probe, attempt.argument(surroundings)],
                readable: surroundings.models, writable: surroundings.cache)
        }
    }

    @Test(arguments: Attempt.all) func isNotPossibleWhileDecoding(_ attempt: Attempt) throws {
        let found = try outcomes(attempt, [.none, .decoding])
        #expect(found[0] != found[1], "it fails without the confinement too")
        #expect(found[1] == attempt.decoding)
    }

    @Test(arguments: Attempt.all.filter { $0.loading != nil && $0.landlock <= Probe.landlock })
    func isNotPossibleWhileLoadingEither(_ attempt: Attempt) throws {
        let found = try outcomes(attempt, [.none, .loading])
        #expect(found[0] != found[1], "it fails without the confinement too")
        #expect(found[1] == attempt.loading)
    }

    /// The networks are read and compiled, and kept for the next time.
    @Test func modelsAndCacheAreThereWhileLoading() throws {
        let surroundings = try Surroundings()
        defer { surroundings.clear() }
        for arguments in [
            ["read", surroundings.models + "/model"], ["list", surroundings.models],
            ["write", surroundings.nothing(in: "cache")], ["list", surroundings.cache],
            ["list", "/usr/lib"], ["read", "/proc/self/maps"], ["thread"], ["code"],
        ] {
            let found = try Probe.run(
                .loading, arguments, readable: surroundings.models, writable: surroundings.cache)
            #expect(found == .done, "\(arguments)")
        }
    }

    @Test(arguments: ["thread", "code", "time"])
    func whatInferenceNeedsIsThereWhileDecoding(probe: String) throws {
        #expect(try Probe.run(.decoding, [probe]) == .done)
    }

    /// Descriptors of whoever started it, such as a database or a socket.
    @Test func noDescriptorIsInherited() throws {
        for (stage, expected) in [
            (Probe.Stage.none, Probe.Outcome.done), (.decoding, .refused("EBADF")),
        ] {
            let found = try Probe.run(
                stage, ["descriptor", "9"], throughShell: "exec 9</etc/passwd")
            #expect(found == expected)
        }
    }

    /// The probe's own bound is 1 GiB. The sanitizers' shadow is larger than any bound.
    @Test(.disabled(if: isSanitized)) func memoryIsBounded() throws {
        #expect(try Probe.run(.none, ["memory", "2"]) == .done)
        #expect(try Probe.run(.loading, ["memory", "2"]) == .refused("ENOMEM"))
    }

    /// What is shared, grows or is only read is not counted as private memory, and bounded all the same.
    @Test(
        .disabled(if: isSanitized), arguments: ["shared-memory", "growing-memory", "reserve"])
    func otherMemoryIsBoundedToo(probe: String) throws {
        #expect(try Probe.run(.none, [probe, "900"]) == .done)
        #expect(try Probe.run(.loading, [probe, "900"]) == .refused("ENOMEM"))
    }

    /// With a camera, files may be shared with it, and a device that gives zeroes is one.
    @Test(.disabled(if: isSanitized)) func memoryIsBoundedWithACameraToo() throws {
        #expect(try Probe.run(.none, ["zeroes", "900"]) == .done)
        #expect(try Probe.run(.camera, ["zeroes", "900"]) == .refused("ENOMEM"))
        #expect(try Probe.run(.camera, ["shared-memory", "1"]) == .refused("EPERM"))
    }

    /// Where the tests are root's: what root may do is gone before anything is loaded.
    @Test(.enabled(if: geteuid() == 0)) func rootHasNoRightsMore() throws {
        #expect(try Probe.run(.none, ["privilege"]) == .done)
        #expect(try Probe.run(.loading, ["privilege"]) == .refused("EPERM"))
    }

    /// A camera may be unplugged and come back: devices can be opened, and only cameras driven.
    @Test func aCameraCanBeOpenedAndNothingElse() throws {
        #expect(try Probe.run(.camera, ["video-ioctl", "/dev/null"]) == .done)
        #expect(try Probe.run(.camera, ["read", "/dev/zero"]) == .done)
        #expect(try Probe.run(.camera, ["other-ioctl", "/dev/null"]) == .refused("EPERM"))
        for attempt in Attempt.reaching + Attempt.processes {
            let found = try outcomes(attempt, [.camera])
            #expect(found[0] == attempt.decoding, "\(attempt.what)")
        }
        for attempt in Attempt.files where attempt.probe != "look-up" {
            let found = try outcomes(attempt, [.none, .camera])
            #expect(found[0] != found[1] || attempt.what == "read the models", "\(attempt.what)")
        }
    }

    /// Fonts are looked for as texts need them, and one file is written.
    @Test func drawingReachesFontsAndOneFile() throws {
        let surroundings = try Surroundings()
        defer { surroundings.clear() }
        let clip = try surroundings.file()
        func outcome(_ probe: String, _ path: String) throws -> Probe.Outcome {
            try Probe.run(
                .drawing, [probe, path], readable: surroundings.models, writable: clip)
        }
        #expect(try outcome("read", surroundings.models + "/model") == .done)
        #expect(try outcome("list", surroundings.models) == .done)
        #expect(try outcome("write", clip) == .done)
        #expect(try outcome("write", surroundings.nothing()) == .refused("EACCES"))
        #expect(try outcome("write", surroundings.models + "/model") == .refused("EACCES"))
        #expect(try outcome("read", "/etc/passwd") == .refused("EACCES"))
        #expect(try outcome("other-ioctl", "/dev/null") != .done)
        for attempt in Attempt.reaching + Attempt.processes + Attempt.kernel
        where attempt.probe != "terminal" && attempt.probe != "other-ioctl" {
            let found = try outcomes(attempt, [.drawing])
            #expect(found[0] == attempt.decoding, "\(attempt.what)")
        }
    }

    /// The kernel restricts one thread at a time, and inference has started threads when the last step
    /// is taken; with a camera, they may open files.
    /// (The thread sanitizer keeps signals back until a thread calls something that it knows.)
    @Test(
        .enabled(if: Probe.landlock > 0 && !isSanitized),
        arguments: Attempt.files.filter { $0.probe != "look-up" })
    func threadsThatAreOlderAreHeldToo(_ attempt: Attempt) throws {
        let surroundings = try Surroundings()
        defer { surroundings.clear() }
        func outcome(_ stage: Probe.Stage) throws -> Probe.Outcome {
            try Probe.run(
                stage, [attempt.probe, attempt.argument(surroundings)],
                readable: surroundings.models, writable: surroundings.cache, byElder: true)
        }
        let free = try outcome(.none)
        let found = try outcome(.camera)
        #expect(free == .done && found != .done, "\(free), \(found)")
    }

    /// The table of docs/validation.md: `ATTUNE_TABLE=1 swift test --filter ConfinementTests`.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ATTUNE_TABLE"] != nil))
    func table() throws {
        print("| attempt | free | while loading | while decoding |\n|---|---|---|---|")
        for attempt in Attempt.all {
            let found = try outcomes(attempt, [.none, .loading, .decoding])
            print("| \(attempt.what) | \(found.map(\.description).joined(separator: " | ")) |")
        }
    }
}

/// Whether the tests were built for the address or thread sanitizer.
private let isSanitized: Bool = {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    return maps.contains("libclang_rt.") || dlsym(nil, "__asan_init") != nil
        || dlsym(nil, "__tsan_init") != nil
}()
