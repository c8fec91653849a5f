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
                .embedInCode("Resources/report.js"),
            ]),
        // What a human coder found, against what Attune found.
        .target(
            name: "Agreement", dependencies: ["Mimicry", "Posture", "SessionStore", "Timeline"]),
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
                .linkedLibrary("pangocairo-1.0"),
                .linkedLibrary("pango-1.0"),
                .linkedLibrary("gobject-2.0"),
                .linkedLibrary("cairo"),
            ]),
        // Frames, people, landmarks, seats: the Swift face of CVision.
        .target(name: "Vision", dependencies: ["CVision", "Posture", "VisionLink"]),
        // What crosses the pipe between `attune` and the process that touches pixels.
        .target(name: "VisionLink", dependencies: ["Posture"]),
        .executableTarget(name: "attune-vision", dependencies: ["Vision", "VisionLink"]),
        .executableTarget(
            name: "attune",
            dependencies: [
                "Agreement", "Mimicry", "Posture", "SeriesInput", "SessionStore", "Study",
                "Timeline", "VisionLink",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Simulated dyads with known truth, and how fast the scorer is.
        .executableTarget(name: "attune-validate", dependencies: ["Mimicry", "Posture"]),
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
        .testTarget(name: "TimelineTests", dependencies: ["Timeline"]),
        .testTarget(name: "AgreementTests", dependencies: ["Agreement"]),
        .testTarget(name: "StudyTests", dependencies: ["Study"]),
        .testTarget(name: "VisionTests", dependencies: ["Vision", "VisionLink"]),
        .testTarget(name: "VisionLinkTests", dependencies: ["VisionLink"]),
        .testTarget(
            name: "attuneTests",
            dependencies: ["attune", "attune-vision", "Posture", "SessionStore", "VisionLink"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
