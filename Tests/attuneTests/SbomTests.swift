import Base
import Foundation
import TestSupport
import Testing

/// The list of what Attune is made of names every package, with the licence that the package itself states.
@Suite(.tags(.program), .untilStuck)
struct SbomTests {
    private struct Document: Decodable {
        struct Component: Decodable {
            struct Hash: Decodable { var content: String }
            struct License: Decodable {
                struct Name: Decodable { var id: String }
                var license: Name
            }
            var purl: String
            var hashes: [Hash]?
            var licenses: [License]?
        }
        var components: [Component]
    }

    private struct Pins: Decodable {
        struct Pin: Decodable {
            struct State: Decodable { var revision: String }
            var identity: String
            var location: String
            var state: State
        }
        var pins: [Pin]
    }

    @Test func everySwiftPackageIsListedWithItsOwnLicence() throws {
        let root = Program.repository
        let run = try Program.run([root.appendingPathComponent("scripts/sbom").path])
        #expect(run.status == 0, "\(run.errors)")
        let listed = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8)).components
        let pins = try JSONDecoder().decode(
            Pins.self, from: Data(contentsOf: root.appendingPathComponent("Package.resolved"))
        ).pins
        #expect(!pins.isEmpty)
        for pin in pins {
            let found = listed.first { $0.hashes?.first?.content == pin.state.revision }
            let licence = try #require(found?.licenses?.first?.license.id, "\(pin.identity)")
            let name = URL(fileURLWithPath: pin.location).lastPathComponent
            let checkout = root.appendingPathComponent(
                ".build/checkouts/\(name.hasSuffix(".git") ? String(name.dropLast(4)) : name)")
            let text = ["LICENSE.txt", "LICENSE"].lazy
                .compactMap {
                    try? String(contentsOf: checkout.appendingPathComponent($0), encoding: .utf8)
                }
                .first
            // Only what the build needs is checked out.
            guard let text else { continue }
            #expect(text.contains("Apache License") == (licence == "Apache-2.0"), "\(pin.identity)")
        }
    }

    @Test func networksAndWheelsAreListedByTheirDigests() throws {
        let root = Program.repository
        let run = try Program.run([root.appendingPathComponent("scripts/sbom").path])
        for file in ["models/models.json", "scripts/wheels.sha256"] {
            let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
            let digests = text.matches(of: /[0-9a-f]{64}/).map { String($0.0) }
            #expect(!digests.isEmpty)
            for digest in digests { #expect(run.output.contains(digest), "\(digest)") }
        }
    }
}
