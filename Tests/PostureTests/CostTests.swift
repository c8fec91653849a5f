import Foundation
import TestSupport
import Testing

@testable import Posture

/// What breathing and gait cost, of an hour of one person: `ATTUNE_COST=1 swift test -c release -Xswiftc
/// -enable-testing --filter CostTests` prints it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ATTUNE_COST"] != nil), .serialized)
struct CostTests {
    private static let instants = 45_000
    private static let rate = 12.5

    /// Prints what something takes: of the processor an instant, and of memory while its result is held.
    private func measure<Value>(_ name: String, _ work: () -> Value) -> Value {
        let (before, memory) = (clock(), Self.resident)
        let value = work()
        let seconds = Double(clock() - before) / Double(CLOCKS_PER_SEC)
        let text = String(
            format: "%@: %.4f ms an instant, %.1f MiB", name,
            1000 * seconds / Double(Self.instants),
            Self.resident - memory)
        print(text)
        return value
    }

    /// Memory of this process, MiB.
    private static var resident: Double {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return (pages ?? 0) * Double(getpagesize()) / 1_048_576
    }

    private func breathes(_ index: Int) -> ChestRise {
        let place = { (index: Int) in Float(0.6 * sin(2 * .pi * 0.25 * Double(index) / Self.rate)) }
        let rise = place(index) - place(index - 1)
        return ChestRise(left: rise, right: rise)
    }

    @Test(arguments: [false, true]) func channels(withBreath: Bool) {
        let track = measure("channels \(withBreath ? "with" : "without") breath") {
            var recorder = FeatureRecorder()
            var pose = Figure().pose
            for index in 0..<Self.instants {
                pose.chest = withBreath ? breathes(index) : nil
                recorder.append(time: Double(index) / Self.rate, pose: pose)
            }
            return recorder.track()
        }
        #expect(track[.breath].contains(where: \.isFinite) == withBreath)
    }

    @Test func breathLive() {
        let told = measure("breath live, once a second") {
            var trailing = TrailingBreath()
            var told = 0
            for index in 0..<Self.instants {
                trailing.append(time: Double(index) / Self.rate, chest: breathes(index))
                if index % 13 == 0, trailing.told(width: 140).rate != nil { told += 1 }
            }
            return told
        }
        #expect(told > 3000)
    }

    @Test func gait() {
        let walk = SimulatedWalker(steps: 1200).poses(rate: Self.rate)
        let gait = measure("gait") {
            var recorder = GaitRecorder()
            for index in 0..<Self.instants {
                recorder.append(
                    time: Double(index) / Self.rate, pose: walk.poses[index % walk.poses.count])
            }
            return recorder.gait(of: .first)
        }
        #expect(gait.steps.count > 3000)
    }
}
