import Foundation
import TestSupport
import Testing
import VisionProtocol

@testable import Vision

@Suite struct SoundAlignmentTests {
    /// A room with a voice: syllables of random strength and length at 200 levels a second.
    private static func voice(_ seconds: Double, _ seed: UInt64) -> [Float] {
        var noise = TestSupport.Noise(seed)
        var levels: [Float] = []
        while Double(levels.count) < seconds * SoundLevels.rate {
            let length = Int(20 + 30 * (noise.next() + 1))
            let strength = Float(pow(10, 2 * noise.next()))
            for step in 0..<length {
                levels.append(strength * Float(sin(.pi * Double(step) / Double(length))))
            }
            levels += [Float](repeating: 0, count: Int(10 * (noise.next() + 1)))
        }
        return levels
    }

    /// What a camera hears of it that starts at `start` and whose clock runs `drift` slower.
    private static func heard(
        _ voice: [Float], from start: Double, seconds: Double, drift: Double = 0, noise seed: UInt64
    ) -> SoundLevels {
        var noise = TestSupport.Noise(seed)
        let count = Int(seconds * SoundLevels.rate)
        return SoundLevels(
            energy: (0..<count).map { index in
                let place = start * SoundLevels.rate + Double(index) * (1 + drift)
                let low = Int(place)
                let share = Float(place - Double(low))
                let level = voice[low] * (1 - share) + voice[low + 1] * share
                return (level + 0.05 * Float(noise.next() + 1)) * Float(seed)
            })
    }

    private static let voice = voice(330, 1)

    @Test(arguments: [0.0, 3.217, 31.3, -20.004])
    func findsTheOffset(offset: Double) throws {
        let first = Self.heard(Self.voice, from: 100, seconds: 60, noise: 2)
        let second = Self.heard(Self.voice, from: 100 + offset, seconds: 60, noise: 3)
        let found = try SoundAlignment(first, second).align()
        #expect(abs(found.offset - offset) < 0.005, "\(found)")
        #expect(abs(found.offset - offset) <= 2 * found.offsetError)
        #expect(found.offsetError < 0.01)
    }

    @Test(arguments: [0.0005, -0.001, 0.00005])
    func findsTheDrift(drift: Double) throws {
        let first = Self.heard(Self.voice, from: 10, seconds: 300, noise: 2)
        let second = Self.heard(Self.voice, from: 12.5, seconds: 290, drift: drift, noise: 3)
        let found = try SoundAlignment(first, second).align()
        #expect(abs(found.drift - drift) < 0.000_02, "\(found)")
        #expect(abs(found.drift - drift) <= 2 * found.driftError)
        #expect(abs(found.offset - 2.5) < 0.005)
    }

    @Test func tellsNoDriftFromNone() throws {
        let first = Self.heard(Self.voice, from: 10, seconds: 60, noise: 2)
        let second = Self.heard(Self.voice, from: 11, seconds: 60, noise: 3)
        let found = try SoundAlignment(first, second).align()
        #expect(abs(found.drift) < 0.000_1)
        #expect(abs(found.offset - 1) < 0.005)
    }

    @Test func refusesTwoRooms() throws {
        let first = Self.heard(Self.voice, from: 10, seconds: 60, noise: 2)
        let second = Self.heard(Self.voice(80, 9), from: 11, seconds: 60, noise: 3)
        #expect(throws: SoundAlignment.Obstacle.unlike) {
            try SoundAlignment(first, second).align()
        }
    }

    @Test func refusesABeepThatRepeats() throws {
        let beeps = (0..<20_000).map { Float($0 % 200 < 20 ? 1 : 0.01) }
        let first = Self.heard(beeps, from: 10, seconds: 60, noise: 2)
        let second = Self.heard(beeps, from: 13.3, seconds: 60, noise: 3)
        do {
            let found = try SoundAlignment(first, second).align()
            Issue.record("found \(found)")
        } catch SoundAlignment.Obstacle.repeating(let apart) {
            #expect(abs(apart.remainder(dividingBy: 1)) < 0.03, "\(apart)")
        }
    }

    @Test func refusesSilence() throws {
        let first = Self.heard(Self.voice, from: 10, seconds: 60, noise: 2)
        let silent = SoundLevels(energy: [Float](repeating: 0, count: 12_000))
        let hum = SoundLevels(energy: [Float](repeating: 0.2, count: 12_000))
        #expect(throws: SoundAlignment.Obstacle.silent(1)) { try SoundAlignment(first, silent) }
        #expect(throws: SoundAlignment.Obstacle.silent(0)) { try SoundAlignment(hum, first) }
    }

    @Test func aPauseInOneOfThemDoesNotMislead() throws {
        let first = Self.heard(Self.voice, from: 10, seconds: 60, noise: 2)
        var energy = Self.heard(Self.voice, from: 15, seconds: 55, noise: 3).energy
        for index in 4000..<8_000 { energy[index] = 0 }
        let found = try SoundAlignment(first, SoundLevels(energy: energy)).align()
        #expect(abs(found.offset - 5) < 0.005)
    }
}
