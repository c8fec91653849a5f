import Posture
import Foundation
import Testing

@testable import Base
@testable import Imports

@Suite struct MotionEnergyReaderTests {
    private func read(_ text: String, rate: Double = 10) throws -> SeriesRecording {
        try withFile(text) { path in
            try SeriesReader(format: .mea, rate: rate).read([path])
        }
    }

    /// To a millionth: the values were divided by a unit before.
    private func energy(_ recording: SeriesRecording) -> [[Double]] {
        recording.tracks.map {
            $0[.motionEnergy].map { ($0 * recording.energyUnit * 1e6).rounded() / 1e6 }
        }
    }

    @Test(arguments: [
        "\"pat\" \"th\"\n1 4\n2 5\n3 6\n", "pat,th\n1,4\n2,5\n3,6",
        "pat\tth\r\n1\t4\r\n2\t5\r\n3\t6\r\n",
        "pat;th\n1;4\n2;5\n3;6\n\n\n", "pat, th\n\"1\", \"4\"\n 2, 5\n3,6\n",
        "\u{FEFF}pat th\n1 4\n2 5\n3 6\n",
    ])
    func everySeparatorGivesTheSame(text: String) throws {
        let recording = try read(text)
        #expect(energy(recording) == [[1, 2, 3], [4, 5, 6]])
        #expect(recording.names == ["pat", "th"])
        #expect(recording.tracks[0].times == [0, 0.1, 0.2])
        #expect(recording.frames == 3)
        #expect(abs(recording.duration - 0.3) < 1e-12)
    }

    @Test func withoutAHeaderThereAreNoNames() throws {
        let recording = try read("0.1 0.4\n0.2 0.5\n")
        #expect(recording.names == nil)
        #expect(recording.energyUnit == 1)
        #expect(energy(recording) == [[0.1, 0.2], [0.4, 0.5]])
    }

    @Test func pixelsBecomeSharesOfTheHighestValue() throws {
        let recording = try read("100 400\n200 0\n")
        #expect(recording.energyUnit == 400)
        #expect(recording.tracks[1][.motionEnergy] == [1, 0])
    }

    @Test func missingValuesStayMissing() throws {
        let recording = try read("1,4\nNA,5\n,6\n3,7\n")
        #expect(energy(recording)[0].map(\.isNaN) == [false, true, true, false])
        #expect(recording.tracks[0].presence == [1, 0, 0, 1])
    }

    @Test func twoFilesHoldAPersonEach() throws {
        try withFile("pat\n1\n2\n3\n") { first in
            try withFile("th\n4\n5\n") { second in
                let recording = try SeriesReader(format: .mea, rate: 10).read([first, second])
                #expect(energy(recording) == [[1, 2], [4, 5]])
                #expect(recording.names == ["pat", "th"])
                #expect(recording.sources.count == 2)
                #expect(recording.warnings.contains { $0.contains("3 and 2 samples") })
            }
        }
    }

    @Test func theDigestIsThatOfTheFile() throws {
        try withFile("1 2\n3 4\n") { path in
            let recording = try SeriesReader(format: .mea, rate: 1).read([path])
            #expect(recording.sources[0].sha256 == Digest.sha256(Array("1 2\n3 4\n".utf8)))
        }
    }

    @Test func everyFaultNamesItsLine() {
        let faults: [(String, [String])] = [
            ("1 2\n3\n", ["line 2", "one column"]),
            ("1 2\n3 4 5\n", ["line 2", "3 cells", "2"]),
            ("1\n2\n", ["one column", "two files"]),
            ("1 2\n3 x\n", ["line 2", "column 2", "not a number (x)"]),
            ("a b\nc d\n", ["line 2", "column 1", "not a number (c)"]),
            ("1 a\n2 b\n", ["line 1", "column 2"]),
            ("1,5;2,5\n1.5;2.5\n", ["line 2", "column 1", "decimal point"]),
            ("1.5\t2,5\n", ["line 1", "column 2 is 2,5", "decimal point"]),
            ("1,5,2,5\n2,5,3,5\n", ["4 columns", "<columns>", "decimal comma"]),
            ("1 2\n3 inf\n", ["line 2", "infinite (inf)"]),
            ("1 2\n\n3 4\n", ["line 2", "empty"]),
            ("", ["no numbers"]), ("pat th\n", ["no numbers"]),
            ("NA 1\nNA 2\n", ["column 1", "all are missing"]),
            ("pat th\n1 7\n2 7\n", ["column 2 (th)", "does not vary", "7"]),
        ]
        for (text, words) in faults {
            let error = #expect(throws: Failure.self, "\(text)") { _ = try read(text) }
            #expect(error?.kind == .badInput)
            for word in words {
                #expect(
                    error?.what.contains(word) == true
                        || error?.remedy.description.contains(word) == true,
                    "\(word) is not in \(error?.description ?? "")")
            }
        }
    }

    /// Two people who move, the second half a second after the first; whole numbers.
    private static let movement: [(Int, Int)] = {
        var state: UInt64 = 7
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % 900
        }
        let first = (0..<400).map { _ in next() }
        return (5..<400).map { (first[$0], first[$0 - 5]) }
    }()

    private func plain() -> [[Double]] {
        [Self.movement.map { Double($0.0) }, Self.movement.map { Double($0.1) }]
    }

    private func rows(_ row: (Int, (Int, Int)) -> String) -> String {
        Self.movement.enumerated().map { row($0.offset, $0.element) }.joined(separator: "\n") + "\n"
    }

    @Test func everyDialectGivesTheSame() throws {
        let dialects: [String] = [
            // Titles, with and without a header below them, and an empty line.
            "Motion Energy Analysis 4.10\nROI 1\tROI 2\n" + rows { "\($1.0)\t\($1.1)" },
            "# made on 2026-01-05, by hand\n\n" + rows { "\($1.0),\($1.1)" },
            // Counters of frames, seconds and milliseconds, anywhere.
            "frame s1 s2\n" + rows { "\($0) \($1.0) \($1.1)" },
            rows { "\($0 + 1001);\($1.0);\($1.1)" },
            "s1,s2,sec\n" + rows { "\($1.0),\($1.1),\(Double($0) / 10)" },
            "t\ta\tb\n" + rows { "\($0 * 100)\t\($1.0)\t\($1.1)" },
            // Decimal commas beside other separators.
            "s1;s2\n" + rows { "\($1.0),0;\($1.1),0" },
            rows { "\($1.0),0\t\($1.1),00" }, rows { "\($1.0),0 \($1.1),0" },
            "\u{FEFF}a;b\r\n" + rows { "\($1.0);\($1.1)\r" },
            rows { "\($1.0)\t \t\($1.1)" },
        ]
        for text in dialects {
            let recording = try read(text)
            #expect(energy(recording) == plain(), "\(text.prefix(60))")
        }
        let utf16 = ("\u{FEFF}s1\ts2\n" + rows { "\($1.0)\t\($1.1)" }).utf16
            .flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let recording = try withFile(utf16) { try SeriesReader(format: .mea, rate: 10).read([$0]) }
        #expect(energy(recording) == plain())
    }

    @Test func aCounterTellsWhichRowsAreMissing() throws {
        let recording = try read(
            "frame s1 s2\n"
                + rows { $0 == 9 ? "" : "\($0) \($1.0) \($1.1)" }
                .replacingOccurrences(of: "\n\n", with: "\n"))
        #expect(recording.frames == 395)
        #expect(recording.tracks[0][.motionEnergy][9].isNaN)
        #expect(energy(recording)[1][10] == plain()[1][10])
        #expect(recording.warnings.contains { $0.contains("1 rows are missing") })
        // A time that belongs to another rate is said.
        let other = try read("sec,s1,s2\n" + rows { "\(Double($0) / 25),\($1.0),\($1.1)" })
        #expect(other.warnings.contains { $0.contains("does not fit 10") })
    }

    private func read(_ text: String, columns: String) throws -> SeriesRecording {
        try withFile(text) { path in
            var reader = SeriesReader(format: .mea, rate: 10)
            reader.reading.columns = try PersonColumns(columns)
            return try reader.read([path])
        }
    }

    @Test(arguments: [
        "1+2,3+4", "S1_head+S1_body,S2_head+S2_body", "s1_HEAD + 2, 3+S2_body",
    ])
    func columnsOfAPersonAreAddedUp(columns: String) throws {
        let text =
            "S1_head\tS1_body\tS2_head\tS2_body\n"
            + rows { "\($1.0 / 3)\t\($1.0 - $1.0 / 3)\t\($1.1 / 3)\t\($1.1 - $1.1 / 3)" }
        let recording = try read(text, columns: columns)
        #expect(energy(recording) == plain())
        #expect(recording.columns == columns.replacingOccurrences(of: " ", with: ""))
        expectFailure(65, "S1_head, 2 S1_body", "<columns>") { _ = try read(text) }
        expectFailure(65, "no column 5") { _ = try read(text, columns: "1+5,3") }
        expectFailure(65, "of both people") { _ = try read(text, columns: "1+2,2+3") }
        expectFailure(64, "such as 1+2,3+4") { _ = try PersonColumns("1+2") }
        expectFailure(64, "such as 1+2,3+4") { _ = try PersonColumns("1+,3") }
    }

    @Test(arguments: [1, 2, 3])
    func cutsAreLeftOutAndCounted(length: Int) throws {
        let isCut = { (index: Int) in index % 197 < length }
        let text = rows { isCut($0) ? "\(5000 + $0) \(4000 + $0)" : "\($1.0) \($1.1)" }
        let recording = try read(text)
        let found = energy(recording)
        for (index, values) in plain()[0].enumerated() {
            #expect(found[0][index].isNaN == isCut(index))
            if !isCut(index) { #expect(abs(found[0][index] - values) < 1e-9) }
        }
        let count = Self.movement.indices.count(where: isCut)
        #expect(recording.spikes == count)
        #expect(recording.warnings.contains { $0.contains("in \(count) of 395 samples") })
        // They stay where they are asked to.
        let kept = try withFile(text) { path in
            var reader = SeriesReader(format: .mea, rate: 10)
            reader.reading.spikes = .keep
            return try reader.read([path])
        }
        #expect(kept.tracks[0].presence.allSatisfy { $0 == 1 })
        #expect(kept.spikes == count)
    }

    @Test func nothingButCutsIsLeftOut() throws {
        var numbers = SplitMix64(seed: 5)
        func normal() -> Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) }
        }
        for kind in 0..<5 {
            var first: [Double] = []
            var second: [Double] = []
            var level = 0.0
            for index in 0..<20_000 {
                level = 0.9 * level + normal()
                switch kind {
                // Still but for movements of both at once; noise with and without heavy tails, alike or not.
                case 0:
                    let jump = index % 400 < 12 ? 800.0 * Double(1 + index % 400) : 1
                    first.append(jump + abs(level))
                    second.append(jump + abs(normal()))
                case 1:
                    first.append(abs(normal()))
                    second.append(first[index])
                case 2:
                    first.append(exp(normal()))
                    second.append(first[index])
                case 3:
                    first.append(exp(1.2 * normal()))
                    second.append(exp(1.2 * normal()))
                // Only one of them jumps.
                default:
                    first.append(index % 500 == 0 ? 60_000 : abs(level))
                    second.append(abs(normal()))
                }
            }
            #expect(CutSpikes(first, second).samples.isEmpty, "\(kind)")
        }
    }

    @Test func millionsOfEmptyLinesEndTheReading() throws {
        let empty = String(repeating: "\n", count: 3_000_000)
        expectFailure(65, "empty lines follow") { _ = try read("1 2\n3 4\n" + empty) }
        expectFailure(65, "holds no numbers") { _ = try read(empty) }
    }

    @Test func aRateIsNeededAndOneDyadIsEnough() {
        expectFailure(64, "<rate>") {
            _ = try SeriesReader(format: .mea).read(["a.txt"])
        }
        expectFailure(64, "too many") {
            _ = try SeriesReader(format: .mea, rate: 25).read(["a", "b", "c"])
        }
        expectFailure(64, "per dyad") {
            _ = try SeriesReader(format: .attune).read(["a", "b"])
        }
    }
}
