// swift-tools-version: 6.1
import PackageDescription

// `make setup` unpacks OpenVINO and the models here; see scripts/setup.
let deps = Context.packageDirectory + "/.deps"

// Pango's headers and those it includes; GLib has a part for each machine, and a folder that is not
// there is passed over.
let pango = [
    "pango-1.0", "cairo", "glib-2.0", "harfbuzz",
    "../lib/x86_64-linux-gnu/glib-2.0/include", "../lib/aarch64-linux-gnu/glib-2.0/include",
].flatMap { ["-isystem", "/usr/include/\($0)"] }

let package = Package(
    name: "attune",
    products: [
        .executable(name: "attune", targets: ["attune"]),
        .executable(name: "attune-vision", targets: ["attune-vision"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    ],
    targets: [
        // Pure: landmarks -> channels -> held postures.
        .target(
            name: "Posture",
            resources: [.embedInCode("Resources/postures.json")]),
        // Pure: channels and postures -> episodes, synchrony, chance.
        .target(name: "Mimicry", dependencies: ["Posture"]),
        // The session value, the consent file and the durable record.
        .target(
            name: "SessionStore",
            dependencies: [
                "Mimicry", "Posture", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        // Series that other tools measured -> channels.
        .target(name: "SeriesInput", dependencies: ["Posture", "SessionStore"]),
        // One writer per file format, and the report.
        .target(
            name: "Timeline",
            dependencies: ["Mimicry", "Posture", "SessionStore"],
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
            ]),
        // What a human coder found, against what Attune found.
        .target(
            name: "Agreement", dependencies: ["Mimicry", "Posture", "SessionStore", "Timeline"]),
        // The live page and its events, on the loopback interface alone.
        .target(
            name: "LiveMonitor",
            dependencies: [
                "Mimicry", "Posture", "SessionStore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [
                .embedInCode("Resources/live.html"), .embedInCode("Resources/live.css"),
                .embedInCode("Resources/live.js"), .embedInCode("Resources/live-words.js"),
                .embedInCode("Resources/live-figures.js"),
                .embedInCode("Resources/live-timeline.js"),
            ]),
        // A session while it happens: from frames to events, and into the record.
        .target(
            name: "LiveSession",
            dependencies: ["LiveMonitor", "Mimicry", "Posture", "SessionStore"]
        ),
        // Many sessions as one study.
        .target(
            name: "Study", dependencies: ["Mimicry", "Posture", "SessionStore", "Timeline"],
            resources: [
                .embedInCode("Resources/study.html"), .embedInCode("Resources/study.css"),
                .embedInCode("Resources/study.js"),
            ]),
        // The C edge over OpenCV and OpenVINO.
        .target(
            name: "CVision",
            path: "CShims/CVision",
            cSettings: [
                .define("CV_DEFAULT_MODELS", to: "\"\(deps)/models\"")
            ],
            cxxSettings: [
                .unsafeFlags(
                    [
                        "-isystem", "\(deps)/openvino/include", "-isystem", "/usr/include/opencv4",
                    ] + pango),
                .define("CV_DEFAULT_MODELS", to: "\"\(deps)/models\""),
            ],
            linkerSettings: [
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
                .linkedLibrary("v4l2"),
                .linkedLibrary("pangocairo-1.0"),
                .linkedLibrary("pango-1.0"),
                .linkedLibrary("gobject-2.0"),
                .linkedLibrary("cairo"),
            ]),
        // Takes from a process what it does not need.
        .target(
            name: "CConfine",
            path: "CShims/CConfine",
            cSettings: [.define("_GNU_SOURCE")],
            linkerSettings: [.linkedLibrary("seccomp")]),
        // Frames, people, landmarks, seats: the Swift face of CVision.
        .target(name: "Vision", dependencies: ["CConfine", "CVision", "Posture", "VisionLink"]),
        // What crosses the pipe between `attune` and the process that touches pixels.
        .target(name: "VisionLink", dependencies: ["Posture"]),
        .executableTarget(name: "attune-vision", dependencies: ["Vision", "VisionLink"]),
        .executableTarget(
            name: "attune",
            dependencies: [
                "Agreement", "CConfine", "LiveMonitor", "LiveSession", "Mimicry", "Posture",
                "SeriesInput", "SessionStore", "Study", "Timeline", "VisionLink",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // Simulated dyads with known truth, and how fast the scorer is.
        .executableTarget(name: "attune-validate", dependencies: ["Mimicry", "Posture"]),
        // What a confined process can still do, tried: run by the tests.
        .executableTarget(
            name: "confinement-probe", dependencies: ["CConfine"], path: "Tests/confinement-probe",
            cSettings: [.define("_GNU_SOURCE")]),
        // An attune-vision whose decoder crashes or hangs where it is told to: run by the tests.
        .executableTarget(
            name: "faulty-vision", dependencies: ["Vision", "VisionLink"],
            path: "Tests/faulty-vision"),
        .testTarget(name: "PostureTests", dependencies: ["Posture"]),
        .testTarget(name: "MimicryTests", dependencies: ["Mimicry", "Posture"]),
        .testTarget(
            name: "AttuneValidateTests", dependencies: ["attune-validate", "Mimicry", "Posture"]),
        .testTarget(
            name: "SessionStoreTests",
            dependencies: [
                "Mimicry", "Posture", "SessionStore", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "SeriesInputTests", dependencies: ["Posture", "SeriesInput", "SessionStore"]),
        .testTarget(
            name: "TimelineTests", dependencies: ["Mimicry", "Posture", "SessionStore", "Timeline"]),
        .testTarget(
            name: "AgreementTests",
            dependencies: ["Agreement", "Mimicry", "Posture", "SessionStore", "Timeline"]),
        // A live session without camera and people, to look at the page and to test it.
        .executableTarget(
            name: "live-rehearsal",
            dependencies: [
                "LiveMonitor", "Mimicry", "Posture",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], path: "Tests/LiveRehearsal"),
        .testTarget(
            name: "ConfinementTests", dependencies: ["BuiltPrograms", "confinement-probe"]),
        .testTarget(
            name: "LiveSessionTests",
            dependencies: ["LiveMonitor", "LiveSession", "Mimicry", "Posture", "SessionStore"]),
        .testTarget(
            name: "LiveMonitorTests",
            dependencies: [
                "BuiltPrograms", "LiveMonitor", "live-rehearsal", "Mimicry", "Posture",
                "SessionStore",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "StudyTests", dependencies: ["Mimicry", "Posture", "SessionStore", "Study"]),
        // Where the tests find the programs that were built with them.
        .target(name: "BuiltPrograms", path: "Tests/BuiltPrograms"),
        // What reads input of strangers, and what it promises: run by the tests on inputs that are
        // kept, and by `make fuzz`.
        .target(name: "FuzzKit", path: "Tests/Fuzz/FuzzKit"),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Agreement", "FuzzKit", "Mimicry", "Posture", "SeriesInput", "SessionStore",
                "Timeline", "VisionLink", .product(name: "GRDB", package: "GRDB.swift"),
            ], path: "Tests/Fuzz/FuzzTargets"),
        .target(
            name: "FuzzVideo", dependencies: ["CVision", "FuzzKit"], path: "Tests/Fuzz/FuzzVideo"),
        .executableTarget(
            name: "fuzz-replay", dependencies: ["FuzzKit", "FuzzTargets", "FuzzVideo"],
            path: "Tests/Fuzz/fuzz-replay"),
        .testTarget(name: "FuzzTests", dependencies: ["BuiltPrograms", "fuzz-replay"]),
        .testTarget(
            name: "VisionTests", dependencies: ["CVision", "Posture", "Vision", "VisionLink"]),
        .testTarget(name: "VisionLinkTests", dependencies: ["Posture", "VisionLink"]),
        .testTarget(
            name: "attuneTests",
            dependencies: [
                "BuiltPrograms", "attune", "attune-vision", "confinement-probe", "faulty-vision",
                "Posture",
                "SessionStore", "VisionLink",
            ]),
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
