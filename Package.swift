// swift-tools-version: 6.1
import PackageDescription

// `make setup` unpacks OpenVINO and the models here; see scripts/setup.
let deps = Context.packageDirectory + "/.deps"

// Pango's headers and those it includes; GLib has a part for each machine, and the compiler skips a
// folder that is not there.
//
// The C edge finds its libraries by path, not through `systemLibrary(pkgConfig:)`: OpenVINO comes from
// `make setup`, and the packages of OpenCV's core and imgproc, which are all that is needed, bring no
// .pc file (`opencv4.pc` comes with, and links, every module). A target that needs unsafe flags for
// these two gains nothing from system library targets for the others.
let pango = [
    "pango-1.0", "cairo", "glib-2.0", "harfbuzz",
    "../lib/x86_64-linux-gnu/glib-2.0/include", "../lib/aarch64-linux-gnu/glib-2.0/include",
].flatMap { ["-isystem", "/usr/include/\($0)"] }

/// What every target is compiled with, beyond the Swift 6 language mode.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Our libraries are optimised in debug builds, too, where tests run them: a simulation takes a tenth of the time.
/// Checks of bounds, overflow and exclusivity stay; what looks at variables in a debugger takes this out.
let optimised = SwiftSetting.unsafeFlags(["-O"], .when(configuration: .debug))
let optimisedC = CSetting.unsafeFlags(["-O2"], .when(configuration: .debug))
let optimisedCXX = CXXSetting.unsafeFlags(["-O2"], .when(configuration: .debug))

/// What makes a fault of memory in C and C++ harder to use: canaries before return addresses, and landing pads for
/// indirect jumps where the processor asks for them. `scripts/hardening` looks at what was built.
#if arch(x86_64)
    let hardened = ["-fstack-protector-strong", "-fcf-protection=full"]
#else
    let hardened = ["-fstack-protector-strong", "-mbranch-protection=standard"]
#endif
/// What the linker makes read-only before the program begins: all addresses of functions in libraries.
let readOnly = LinkerSetting.unsafeFlags([
    "-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now",
])
/// The C library's checked functions; they need an optimised build.
let fortifiedC = CSetting.define("_FORTIFY_SOURCE", to: "3", .when(configuration: .release))
let fortifiedCXX = CXXSetting.define("_FORTIFY_SOURCE", to: "3", .when(configuration: .release))

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

/// A library of this package.
func swift(
    _ name: String, _ dependencies: Target.Dependency..., resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: strict + [optimised])
}

/// The tests of a library or program, in `Tests/NAMETests`.
func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: dependencies + [.byName(name: name), "TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "attune",
    products: [
        .executable(name: "attune", targets: ["attune"]),
        .executable(name: "attune-vision", targets: ["attune-vision"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        // Without what reads settings from the environment, which nothing here uses.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0",
            traits: ["FullFoundation"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    ],
    targets: [
        // Floor 0. Errors, JSON, text, files, bytes, tables, time and numbers; nothing of ours below it.
        swift("Base", "CNettle"),
        // Floor 1. Landmarks -> channels -> held postures; who agreed to what; other packages' statistics.
        swift(
            "Posture", "Base", resources: [.embedInCode("Resources/postures.json")]),
        swift("Consents", "Base"),
        swift("ReferenceStatistics", "Base"),
        // Pages for this computer's own user: who may connect, ask, and for how long.
        swift(
            "Loopback", "Base", "CPeer",
            product("HTTPTypes", "swift-http-types"),
            product("Hummingbird", "hummingbird"),
            product("HummingbirdCore", "hummingbird"),
            product("Logging", "swift-log"),
            product("NIOCore", "swift-nio"),
            product("NIOHTTPTypes", "swift-nio-extras"),
            product("NIOPosix", "swift-nio"),
            product("OrderedCollections", "swift-collections"),
            product("ServiceLifecycle", "swift-service-lifecycle")),
        // Floor 2. Channels and postures -> episodes, synchrony, chance; what crosses the pipe to the
        // process that touches pixels; series that other tools measured.
        swift(
            "Mimicry", "Base", "Posture", product("Algorithms", "swift-algorithms"),
            product("DequeModule", "swift-collections")),
        swift("VisionProtocol", "Base", "Posture"),
        swift(
            "Imports", "Base", "Mimicry", "Posture", product("Algorithms", "swift-algorithms"),
            product("DequeModule", "swift-collections")),
        // Floor 3. The session value with its settings; frames, people, landmarks, seats; the live page.
        swift("SessionModel", "Base", "Consents", "Mimicry", "Posture"),
        swift("Vision", "Base", "CConfine", "CVision", "Posture", "VisionProtocol"),
        swift(
            "LivePage", "Base", "Loopback", "Mimicry", "Posture",
            product("HTTPTypes", "swift-http-types"),
            product("Hummingbird", "hummingbird"),
            product("NIOCore", "swift-nio"),
            product("ServiceLifecycle", "swift-service-lifecycle"),
            resources: [
                .embedInCode("Resources/live.html"), .embedInCode("Resources/live.css"),
                .embedInCode("Resources/live-words.js"),
                .embedInCode("Resources/live-figures.js"),
                .embedInCode("Resources/live-timeline.js"),
                .embedInCode("Resources/live-breath.js"),
                .embedInCode("Resources/live-state.js"),
                .embedInCode("Resources/live-stream.js"),
                .embedInCode("Resources/live-status.js"),
                .embedInCode("Resources/live-drawing.js"),
                .embedInCode("Resources/live-notice.js"),
                .embedInCode("Resources/live-buttons.js"),
                .embedInCode("Resources/live-main.js"),
            ]),
        // Floor 4. The durable record, the session folder, withdrawal.
        swift(
            "Archive", "Base", "Consents", "CRecord", "Mimicry", "Posture", "SessionModel",
            product("GRDB", "GRDB.swift")),
        // Floor 5. One writer per file format, and the report.
        swift(
            "Exports", "Archive", "Base", "Consents", "Mimicry", "Posture", "ReferenceStatistics",
            "SessionModel",
            resources: [
                .embedInCode("Resources/report.html"), .embedInCode("Resources/report.css"),
                .embedInCode("Resources/report-data.js"), .embedInCode("Resources/report-plot.js"),
                .embedInCode("Resources/report-strip.js"),
                .embedInCode("Resources/report-lanes.js"),
                .embedInCode("Resources/report-channels.js"),
                .embedInCode("Resources/report-synchrony.js"),
                .embedInCode("Resources/report-video.js"),
                .embedInCode("Resources/report-input.js"),
                .embedInCode("Resources/report-main.js"),
                .embedInCode("Resources/strings-en.json"),
                .embedInCode("Resources/strings-de.json"),
            ]),
        // Floor 6. Many sessions as one study; a human coder against Attune.
        swift(
            "Study", "Archive", "Base", "Consents", "Exports", "Mimicry", "Posture", "SessionModel",
            resources: [
                .embedInCode("Resources/study.html"), .embedInCode("Resources/study.css"),
                .embedInCode("Resources/study.js"),
            ]),
        swift(
            "Agreement", "Base", "Exports", "Mimicry", "Posture", "SessionModel"),
        // Sessions and studies in a browser.
        swift(
            "Workbench", "Archive", "Base", "Consents", "Exports", "Loopback", "Mimicry", "Posture",
            "SessionModel", "VisionProtocol",
            product("HTTPTypes", "swift-http-types"),
            product("Hummingbird", "hummingbird"),
            product("NIOCore", "swift-nio"),
            product("ServiceLifecycle", "swift-service-lifecycle"),
            resources: [
                .embedInCode("Resources/library.html"), .embedInCode("Resources/library.css"),
                .embedInCode("Resources/library-words.js"), .embedInCode("Resources/library.js"),
                .embedInCode("Resources/library-work.js"), .embedInCode("Resources/common.js"),
                .embedInCode("Resources/Add/add.html"),
                .embedInCode("Resources/Add/add-words.js"),
                .embedInCode("Resources/Add/add-check.js"),
                .embedInCode("Resources/Add/add-keep.js"),
                .embedInCode("Resources/Add/add-filmed.js"),
                .embedInCode("Resources/Add/add-people.js"),
                .embedInCode("Resources/Add/add.js"),
                .embedInCode("Resources/Jobs/library-jobs.js"),
                .embedInCode("Resources/Studies/study-form.html"),
                .embedInCode("Resources/Studies/study-form-words.js"),
                .embedInCode("Resources/Studies/study-form.js"),
                .embedInCode("Resources/Session/session.html"),
                .embedInCode("Resources/Session/session-words.js"),
                .embedInCode("Resources/Session/session.js"),
                .embedInCode("Resources/Live/live-form.html"),
                .embedInCode("Resources/Live/live-form-words.js"),
                .embedInCode("Resources/Live/live-form.js"),
                .embedInCode("Resources/Settings/settings.html"),
                .embedInCode("Resources/Settings/settings-words.js"),
                .embedInCode("Resources/Settings/settings-preview.js"),
                .embedInCode("Resources/Settings/settings.js"),
                .embedInCode("Resources/Review/review.html"),
                .embedInCode("Resources/Review/review.css"),
                .embedInCode("Resources/Review/review-words.js"),
                .embedInCode("Resources/Review/review-store.js"),
                .embedInCode("Resources/Review/review-player.js"),
                .embedInCode("Resources/Review/review-list.js"),
                .embedInCode("Resources/Review/review-form.js"),
                .embedInCode("Resources/Review/review-figures.js"),
                .embedInCode("Resources/Review/review-adjust.js"),
                .embedInCode("Resources/Review/review-exchange.js"),
                .embedInCode("Resources/Review/review-main.js"),
            ]),
        // Floor 7. Measure, score, resume, export, live: what the commands do.
        swift(
            "Workflows", "Archive", "Base", "Consents", "Exports", "Imports", "LivePage",
            "Loopback",
            "Mimicry", "Posture", "ReferenceStatistics", "SessionModel", "Study", "VisionProtocol",
            "Workbench",
            product("Logging", "swift-log"),
            product("ServiceLifecycle", "swift-service-lifecycle")),
        // The C edge over OpenCV and OpenVINO.
        .target(
            name: "CVision",
            path: "CShims/CVision",
            cSettings: [.unsafeFlags(hardened), fortifiedC, optimisedC],
            cxxSettings: [
                .unsafeFlags(
                    [
                        "-isystem", "\(deps)/openvino/include", "-isystem", "/usr/include/opencv4",
                    ] + pango + hardened),
                fortifiedCXX, optimisedCXX,
            ],
            linkerSettings: [
                readOnly,
                .unsafeFlags([
                    "-L\(deps)/openvino/libs", "-Xlinker", "-rpath", "-Xlinker",
                    "\(deps)/openvino/libs",
                ]),
                .linkedLibrary("openvino"),
                .linkedLibrary("opencv_core"),
                .linkedLibrary("opencv_imgproc"),
                .linkedLibrary("avformat"),
                .linkedLibrary("avcodec"),
                .linkedLibrary("avutil"),
                .linkedLibrary("swscale"),
                .linkedLibrary("swresample"),
                .linkedLibrary("v4l2"),
                .linkedLibrary("pangocairo-1.0"),
                .linkedLibrary("pango-1.0"),
                .linkedLibrary("gobject-2.0"),
                .linkedLibrary("cairo"),
            ]),
        // The system's SHA-256.
        .systemLibrary(
            name: "CNettle", path: "CShims/CNettle", providers: [.apt(["nettle-dev"])]),
        // Takes from a process what it does not need.
        .target(
            name: "CConfine",
            path: "CShims/CConfine",
            cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(hardened), fortifiedC],
            linkerSettings: [.linkedLibrary("seccomp"), readOnly]),
        // Whose process is at the other end of a connection.
        .target(
            name: "CPeer", path: "CShims/CPeer", cSettings: [.unsafeFlags(hardened), fortifiedC]),
        // What SQLite's pragmas do not reach.
        .target(
            name: "CRecord", path: "CShims/CRecord",
            cSettings: [.unsafeFlags(hardened), fortifiedC],
            linkerSettings: [.linkedLibrary("sqlite3")]),
        // Floor 8. The programs: commands, options, words for people; and the process that touches pixels.
        .executableTarget(
            name: "attune-vision", dependencies: ["Base", "Vision", "VisionProtocol"],
            swiftSettings: strict),
        .executableTarget(
            name: "attune",
            dependencies: [
                "Agreement", "Archive", "Base", "CConfine", "Consents", "Exports", "Imports",
                "Posture", "ReferenceStatistics", "SessionModel", "Study", "VisionProtocol",
                "Workflows",
                product("ArgumentParser", "swift-argument-parser"),
            ], swiftSettings: strict),

        // For developers. Simulated dyads with known truth, and how fast the scorer is.
        .executableTarget(
            name: "attune-validate",
            dependencies: ["Base", "Imports", "Mimicry", "Posture", "ReferenceStatistics"],
            path: "Benchmarks/validate", swiftSettings: strict),
        // What a confined process can still do, tried: run by the tests.
        .executableTarget(
            name: "confinement-probe", dependencies: ["CConfine"], path: "Tests/confinement-probe",
            cSettings: [.define("_GNU_SOURCE")]),
        // An attune-vision whose decoder crashes or hangs where it is told to: run by the tests.
        .executableTarget(
            name: "faulty-vision", dependencies: ["Vision", "VisionProtocol"],
            path: "Tests/faulty-vision", swiftSettings: strict),
        // A live session without camera and people, to look at the page and to test it.
        .executableTarget(
            name: "live-rehearsal",
            dependencies: [
                "Base", "LivePage", "Loopback", "Mimicry", "Posture",
                product("Logging", "swift-log"),
                product("ServiceLifecycle", "swift-service-lifecycle"),
            ], path: "Tests/LiveRehearsal", swiftSettings: strict),
        // What several suites use, such as where the built programs are.
        .target(
            name: "TestSupport",
            dependencies: ["Archive", "Base", "Consents", "Mimicry", "Posture", "SessionModel"],
            path: "Tests/Support", swiftSettings: strict),
        // What reads input of strangers, and what it promises: run by the tests on inputs that are
        // kept, and by `make fuzz`.
        .target(
            name: "FuzzKit", dependencies: ["Base"], path: "Tests/Fuzz/FuzzKit",
            swiftSettings: strict),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Agreement", "Archive", "Base", "Consents", "Exports", "FuzzKit", "Imports",
                "Mimicry", "Posture", "SessionModel", "VisionProtocol",
                product("GRDB", "GRDB.swift"),
            ], path: "Tests/Fuzz/FuzzTargets", swiftSettings: strict),
        .target(
            name: "FuzzVideo", dependencies: ["CVision", "FuzzKit"], path: "Tests/Fuzz/FuzzVideo",
            swiftSettings: strict),
        .executableTarget(
            name: "fuzz-replay", dependencies: ["Base", "FuzzKit", "FuzzTargets", "FuzzVideo"],
            path: "Tests/Fuzz/fuzz-replay", swiftSettings: strict),

        tests("Base"),
        tests("Posture", "Base"),
        tests("Consents", "Base"),
        tests("ReferenceStatistics", "Base"),
        tests("Mimicry", "Base", "Posture"),
        tests("VisionProtocol", "Base", "Posture"),
        tests("Imports", "Base", "Mimicry", "Posture"),
        tests("SessionModel", "Base", "Consents", "Mimicry", "Posture"),
        tests("Vision", "Base", "CVision", "Posture", "VisionProtocol"),
        tests("Loopback", "Base"),
        tests(
            "LivePage", "Base", "live-rehearsal", "Loopback", "Mimicry", "Posture",
            product("Logging", "swift-log"),
            product("ServiceLifecycle", "swift-service-lifecycle")),
        tests(
            "Archive", "Base", "Consents", "Mimicry", "Posture", "SessionModel",
            product("GRDB", "GRDB.swift")),
        tests(
            "Exports", "Archive", "Base", "Consents", "Mimicry", "Posture", "ReferenceStatistics",
            "SessionModel"),
        tests(
            "Study", "Archive", "Base", "Consents", "Exports", "Mimicry", "Posture", "SessionModel"),
        tests(
            "Agreement", "Archive", "Base", "Consents", "Exports", "Mimicry", "Posture",
            "SessionModel"),
        tests(
            "Workbench", "Archive", "Base", "Consents", "Exports", "Loopback", "Mimicry",
            "Posture", "SessionModel",
            product("HTTPTypes", "swift-http-types"),
            product("Hummingbird", "hummingbird"),
            product("NIOCore", "swift-nio")),
        tests(
            "Workflows", "Archive", "Base", "Consents", "Exports", "Imports", "LivePage", "Mimicry",
            "Posture", "ReferenceStatistics", "SessionModel", "Study", "VisionProtocol",
            "Workbench"),
        tests(
            "attune", "Archive", "attune-vision", "Base", "confinement-probe", "Consents",
            "faulty-vision", "Mimicry", "Posture", "SessionModel", "VisionProtocol"),
        .testTarget(
            name: "AttuneValidateTests",
            dependencies: ["attune-validate", "Base", "Mimicry", "Posture", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ConfinementTests", dependencies: ["confinement-probe", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FuzzTests", dependencies: ["fuzz-replay", "TestSupport"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// Programs that are compiled with libFuzzer; only `make fuzz` asks for them.
if Context.environment["ATTUNE_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "attune-fuzz", dependencies: ["FuzzKit", "FuzzTargets"],
            path: "Tests/Fuzz/attune-fuzz"),
        .executableTarget(
            name: "attune-fuzz-video", dependencies: ["FuzzKit", "FuzzVideo"],
            path: "Tests/Fuzz/attune-fuzz-video"),
    ]
}
