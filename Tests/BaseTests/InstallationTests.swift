import Base
import Foundation
import TestSupport
import Testing

/// What comes with a program is found in a checkout and where a package has put it.
@Suite struct InstallationTests {
    /// An absolute path without links, as `/proc/self/exe` has it.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("attune-installation-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try body(folder)
    }

    private func make(_ files: String..., in folder: String) throws {
        for file in files {
            let path = folder + "/" + file
            try FileManager.default.createDirectory(
                atPath: path.parentFolder, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o755)
        }
    }

    @Test func theProgramsOfAPackageFindTheirPrefix() throws {
        try inFolder { folder in
            try make(
                "usr/bin/attune", "usr/lib/attune/attune-vision", "usr/share/attune/d3.min.js",
                in: folder)
            for program in ["usr/bin/attune", "usr/lib/attune/attune-vision"] {
                let found = Installation(program: "\(folder)/\(program)")
                let shared = folder + "/usr/share/attune"
                #expect(found.models == shared + "/models")
                #expect(found.plottingLibrary == shared + "/d3.min.js")
                #expect(found.exampleVideo == shared + "/examples/helle.mp4")
                #expect(found.exampleConsent == shared + "/examples/helle.consent.json")
                #expect(found.visionProgram == folder + "/usr/lib/attune/attune-vision")
                #expect(found.repair == "install the package attune again")
            }
        }
    }

    @Test func theProgramsOfACheckoutFindIt() throws {
        try inFolder { folder in
            let built = ".build/x86_64-unknown-linux-gnu/debug"
            try make(
                "Package.swift", "\(built)/attune", "\(built)/attune-vision", in: folder)
            let found = Installation(program: "\(folder)/\(built)/attune")
            #expect(found.models == folder + "/.deps/models")
            #expect(found.plottingLibrary == folder + "/.deps/js/d3.min.js")
            #expect(found.exampleVideo == folder + "/Examples/helle.mp4")
            #expect(found.visionProgram == "\(folder)/\(built)/attune-vision")
            #expect(found.repair.description.contains("make setup"))
        }
    }

    /// What lies in folders above an installed program is not taken for a part of it.
    @Test func onlyACheckoutIsSearched() throws {
        try inFolder { folder in
            try make("usr/bin/attune", ".deps/js/d3.min.js", in: folder)
            let found = Installation(program: "\(folder)/usr/bin/attune")
            #expect(found.plottingLibrary == folder + "/usr/share/attune/d3.min.js")
            #expect(found.visionProgram == nil)
        }
    }

    @Test func theNetworksOfTheTestsAreKnownByTheirDigests() {
        let digests = Installation.current.publishedDigests()
        #expect(digests?["pose_detection.tflite"]?.count == 64)
    }
}
