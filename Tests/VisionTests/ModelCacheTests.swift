import Foundation
import Testing

@testable import Vision

/// Compiled networks that are kept on disk.
@Suite(.serialized) struct ModelCacheTests {
    private static let recipe = Model.Recipe(
        file: "face_landmark.tflite", outputs: [0, 1], mean: 0, deviation: 1, blackBorder: false)

    private func load(_ cache: String?, slots: Int = 1) throws -> Model {
        var place = ModelPlace()
        place.cache = cache
        return try Model(Self.recipe, place, slots: slots)
    }

    /// What the network says of a painted face.
    private func answer(_ model: Model) throws -> [Float] {
        var painting = Painting(192, 192, .wall)
        Figure.paint(&painting, at: SIMD2(96, 150), width: 120, shirt: .red, hair: .black)
        try model.start(
            slot: 0, frame: Clips.frame(painting),
            region: Region(x: 96, y: 96, width: 192, height: 192))
        try model.wait(slot: 0)
        return Array(model.output(slot: 0, 0))
    }

    /// The library may compile a network in one way or another; points agree within a quarter of a pixel.
    private func isSame(_ one: [Float], _ other: [Float]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 0.25 }
    }

    private func files(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }

    /// Another file under the same name has another number.
    private func number(_ folder: URL) throws -> UInt64 {
        let name = try #require(try files(folder).first)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.appendingPathComponent(name).path)
        return try #require(attributes[.systemFileNumber] as? NSNumber).uint64Value
    }

    @Test func theSecondLoadUsesWhatTheFirstHasKept() throws {
        try Clips.inFolder { folder in
            let first = try answer(load(folder.path))
            #expect(try files(folder).count == 1)
            let kept = try number(folder)
            let second = try answer(load(folder.path, slots: 2))
            #expect(try files(folder).count == 1 && number(folder) == kept, "not made again")
            #expect(first == second && first.count == 468 * 3)
            #expect(try isSame(answer(load(nil)), first))
        }
    }

    /// bfloat16 with AMX, and on AMD's processors with AVX512_BF16; the kernel tells both.
    @Test func theArithmeticFollowsFromTheProcessor() throws {
        let kernel = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        let abilities = Set(
            kernel.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ")
                ?? [])
        let gains =
            abilities.contains("amx_bf16")
            || abilities.contains("avx512_bf16") && kernel.contains("AuthenticAMD")
        #expect(try load(nil).precision == (gains ? "bf16" : "f32"))
        var place = ModelPlace(singlePrecision: true)
        place.cache = nil
        #expect(try Model(Self.recipe, place, slots: 1).precision == "f32")
    }

    /// What can become of a file.
    enum Damage: CaseIterable {
        case empty, garbage, cutShort, oneByteShort, headOverwritten, middleOverwritten, longer

        func apply(_ data: Data) -> Data {
            var data = data
            let junk = Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) })
            switch self {
            case .empty: return Data()
            case .garbage: return junk
            case .cutShort: return data.prefix(data.count / 2)
            case .oneByteShort: return data.dropLast()
            case .headOverwritten: data.replaceSubrange(0..<64, with: junk.prefix(64))
            case .middleOverwritten:
                let middle = data.count / 2
                data.replaceSubrange(middle..<middle + junk.count, with: junk)
            case .longer: data += junk
            }
            return data
        }
    }

    @Test(arguments: Damage.allCases)
    func aDamagedFileIsMadeAgain(damage: Damage) throws {
        try Clips.inFolder { folder in
            let right = try answer(load(folder.path))
            let name = try #require(try files(folder).first)
            let file = folder.appendingPathComponent(name)
            let whole = try Data(contentsOf: file)
            let damaged = damage.apply(whole)
            try damaged.write(to: file)
            #expect(try isSame(answer(load(folder.path)), right))
            #expect(try files(folder) == [name])
            #expect(try Data(contentsOf: file) != damaged, "made again")
            let kept = try number(folder)
            #expect(try isSame(answer(load(folder.path)), right))
            #expect(try number(folder) == kept, "and used the next time")
        }
    }

    @Test func aFolderThatCannotBeWrittenIsNoTrouble() throws {
        try Clips.inFolder { folder in
            let right = try answer(load(nil))
            // Gone since, and a file where the folder should be.
            #expect(try isSame(answer(load(folder.appendingPathComponent("gone").path)), right))
            let file = folder.appendingPathComponent("file")
            try Data("x".utf8).write(to: file)
            #expect(try isSame(answer(load(file.path)), right))
            #expect(ModelPlace(cache: file.appendingPathComponent("in").path).cache == nil)
            #expect(try files(folder) == ["file"])
        }
    }

    @Test func theFolderIsMadeForItsOwnerAlone() throws {
        try Clips.inFolder { folder in
            let made = folder.appendingPathComponent("a/b")
            #expect(ModelPlace(cache: made.path).cache == made.path)
            let attributes = try FileManager.default.attributesOfItem(atPath: made.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
        }
    }

    /// What another user could have put there is not run.
    @Test(arguments: [0o770, 0o777, 0o1777, 0o702])
    func aFolderThatOthersWriteToIsNotUsed(mode: Int) throws {
        try Clips.inFolder { folder in
            #expect(ModelPlace(cache: folder.path).cache == folder.path)
            chmod(folder.path, mode_t(mode))
            #expect(ModelPlace(cache: folder.path).cache == nil)
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func noOtherUsersFolderIsUsed() throws {
        try Clips.inFolder { folder in
            try #require(chown(folder.path, 65534, 65534) == 0)
            #expect(ModelPlace(cache: folder.path).cache == nil)
        }
    }

    /// How a file comes to be another's.
    enum Planting: CaseIterable {
        case writableByOthers, linked, hardLinked, ofAnotherUser

        func apply(_ file: URL, aside: URL) throws {
            switch self {
            case .writableByOthers: chmod(file.path, 0o666)
            case .linked:
                try FileManager.default.moveItem(at: file, to: aside)
                try FileManager.default.createSymbolicLink(at: file, withDestinationURL: aside)
            case .hardLinked: try FileManager.default.linkItem(at: file, to: aside)
            case .ofAnotherUser: chown(file.path, 65534, 65534)
            }
        }
    }

    @Test(arguments: Planting.allCases.filter { $0 != .ofAnotherUser || geteuid() == 0 })
    func aFileThatOthersCouldHaveWrittenIsMadeAgain(planting: Planting) throws {
        try Clips.inFolder { folder in
            try Clips.inFolder { aside in
                let right = try answer(load(folder.path))
                let name = try #require(try files(folder).first)
                let file = folder.appendingPathComponent(name)
                let kept = try number(folder)
                try planting.apply(file, aside: aside.appendingPathComponent("x"))
                #expect(try isSame(answer(load(folder.path)), right))
                #expect(try files(folder) == [name] && number(folder) != kept, "made again")
                let mode = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(mode[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    /// The seal names the network and is no checksum that anybody can make match another: 64 hexadecimal digits of
    /// SHA-256, of what it was made from and what it is.
    @Test func theSealIsADigest() throws {
        try Clips.inFolder { folder in
            _ = try load(folder.path)
            let name = try #require(try files(folder).first)
            #expect(name.count == 64 + ".model".count)
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            let seal = String(decoding: data.prefix(71), as: UTF8.self)
            #expect(seal.hasPrefix("attune ") && seal.dropFirst(7).allSatisfy(\.isHexDigit))
        }
    }

    @Test func theFolderIsThatOfTheUsersCache() {
        #expect(
            ModelPlace.cacheFolder(["ATTUNE_CACHE": "/a", "XDG_CACHE_HOME": "/x", "HOME": "/h"])
                == "/a")
        #expect(ModelPlace.cacheFolder(["XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/x/attune")
        #expect(ModelPlace.cacheFolder(["HOME": "/h"]) == "/h/.cache/attune")
        // A path that is not absolute is to be ignored.
        #expect(
            ModelPlace.cacheFolder(["XDG_CACHE_HOME": "x", "HOME": "/h"]) == "/h/.cache/attune")
        #expect(ModelPlace.cacheFolder([:]) == nil)
    }

    @Test func aModelSaysWhatWasLoaded() throws {
        let model = try load(nil)
        #expect(model.file == "face_landmark.tflite")
        #expect(model.digest == ModelPlace().digests[model.file] && model.digest.count == 64)
    }

    @Test func aMissingModelIsToldByItsName() {
        var place = ModelPlace()
        place.folder = "/nowhere"
        #expect { try Model(Self.recipe, place, slots: 1) } throws: {
            ($0 as? VisionError)?.description.contains("face_landmark.tflite") == true
        }
    }
}
