import Foundation
import TestSupport
import Testing

/// The rules of the floors that a compiler does not keep (docs/architecture.md).
@Suite struct HouseRulesTests {
    private struct Source {
        var path: String
        var lines: [Substring]

        /// The module, such as `Base`.
        var module: Substring { path.split(separator: "/")[1] }
    }

    private static let programs: Set<Substring> = ["attune", "attune-vision"]

    /// The Swift files of all libraries and programs, by their paths in the repository.
    private static func sources() throws -> [Source] {
        let files = try #require(
            FileManager.default.enumerator(atPath: Repository.path("Sources")))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
            file in
            let text = try String(
                contentsOfFile: Repository.path("Sources/\(file)"), encoding: .utf8)
            return Source(
                path: "Sources/\(file)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// Only the program knows how its options and commands are spelt.
    @Test func librariesNameNoOptionAndNoCommand() throws {
        let option = /"[^"]*--[a-z]/
        let command =
            /"[^"]*\battune (demo|analyze|batch|check|live|score|export|report|study|compare|consent|cameras|recover|doctor)/
        for source in try Self.sources() where !Self.programs.contains(source.module) {
            for (number, line) in source.lines.enumerated() {
                let code = line.drop { $0 == " " }
                guard !code.hasPrefix("//") else { continue }
                #expect(
                    code.firstMatch(of: option) == nil && code.firstMatch(of: command) == nil,
                    "\(source.path):\(number + 1)")
            }
        }
    }

    /// What others named or wrote reaches a terminal through `Terminal` alone, which shows what would drive
    /// it. The other program's standard output is a pipe, and its standard error is read by `attune`.
    @Test func everythingIsPrintedThroughOneDoor() throws {
        let doors: Set = [
            "Sources/attune/Output/Terminal.swift", "Sources/attune-vision/main.swift",
            "Sources/attune-vision/VisionJob.swift",
        ]
        let printing =
            /(^|[^.\w])(Swift\.)?(print|debugPrint|dump|puts|fputs|fputc|putchar|fwrite|printf|vprintf|fprintf|NSLog|perror)\(|FileHandle\.standard(Output|Error)|STD(OUT|ERR)_FILENO|\bstd(out|err)\b[,)]/
        #expect("        print(x)".contains(printing) && "Swift.print(x)".contains(printing))
        #expect("fputs(x, stderr)".contains(printing) && "write(STDERR_FILENO".contains(printing))
        #expect(!"blueprint(x)".contains(printing) && !"footprint(of: x)".contains(printing))
        for source in try Self.sources() where !doors.contains(source.path) {
            for (number, line) in source.lines.enumerated() {
                guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
                #expect(!line.contains(printing), "\(source.path):\(number + 1)")
            }
        }
    }

    /// The C edge never writes to a terminal: what it has to say is returned.
    @Test func theEdgeInCPrintsNothing() throws {
        let files = try #require(
            FileManager.default.enumerator(atPath: Repository.path("CShims")))
        let printing =
            /(^|[^.\w:])(std::)?(printf|fprintf|puts|fputs|putchar|perror)\(|std::(cout|cerr|clog)/
        for case let file as String in files
        where [".c", ".cpp", ".h"].contains(where: file.hasSuffix) {
            let text = try String(
                contentsOfFile: Repository.path("CShims/\(file)"), encoding: .utf8)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            { #expect(!line.contains(printing), "CShims/\(file):\(number + 1)") }
        }
    }

    /// There is no library product: what another module uses is `package`.
    @Test func nothingIsPublic() throws {
        let declaration =
            /^\s*(@\w+(\([^)]*\))? )*public (static|struct|enum|class|final|func|var|let|init|protocol|extension|typealias|mutating|actor)\b/
        for source in try Self.sources() {
            for (number, line) in source.lines.enumerated() {
                #expect(
                    line.firstMatch(of: declaration) == nil, "\(source.path):\(number + 1)")
            }
        }
    }

    /// `Optional.none` would be meant where a case of that name is.
    @Test func noCaseIsCalledNone() throws {
        let declaration = /^\s*case (\w+, )*none\b/
        for source in try Self.sources() {
            for (number, line) in source.lines.enumerated() where !line.contains("case none:") {
                #expect(
                    line.firstMatch(of: declaration) == nil, "\(source.path):\(number + 1)")
            }
        }
    }

    @Test func aFolderHoldsWhatOneCanOverlook() throws {
        let folders = Dictionary(grouping: try Self.sources()) {
            $0.path.split(separator: "/").dropLast().joined(separator: "/")
        }
        for (folder, files) in folders { #expect(files.count <= 20, "\(folder): \(files.count)") }
    }
}
