import Foundation
import TestSupport
import Testing

/// What the linker and the compiler put into the programs; of an optimised build too, where there is one.
@Suite(.tags(.program))
struct HardeningTests {
    private static let optimised = Program.repository.appendingPathComponent(".build/release")

    private func expectHardened(_ folder: URL) throws {
        let run = try Program.run([
            Program.repository.appendingPathComponent("scripts/hardening").path, folder.path,
        ])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("full RELRO") && !run.output.contains("FAIL"))
    }

    @Test func theProgramsUnderTestAre() throws { try expectHardened(Program.products) }

    /// One that was made before the programs under test is of another version.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(
                atPath: optimised.appendingPathComponent("attune-vision").path)))
    func theOptimisedProgramsAre() throws { try expectHardened(Self.optimised) }

    /// It finds a program that is not.
    @Test func aProgramThatIsNotIsFound() throws {
        try Program.inFolder { folder in
            let source = folder.appendingPathComponent("x.c")
            try Data("int main(void) { return 0; }".utf8).write(to: source)
            let program = folder.appendingPathComponent("attune").path
            let made = try Program.run([
                "clang", "-no-pie", "-Wl,-z,norelro,-z,lazy,-z,execstack", "-fno-stack-protector",
                source.path, "-o", program,
            ])
            try #require(made.status == 0, "\(made.errors)")
            try FileManager.default.copyItem(
                atPath: program, toPath: folder.appendingPathComponent("attune-vision").path)
            let run = try Program.run([
                Program.repository.appendingPathComponent("scripts/hardening").path, folder.path,
            ])
            #expect(run.status == 1)
            for what in ["PIE", "full RELRO", "NOW", "no code on the stack", "canaries"] {
                #expect(
                    run.output.split(separator: "\n").contains {
                        $0.hasPrefix("FAIL") && $0.contains(what)
                    }, "\(what): \(run.output)")
            }
        }
    }
}
