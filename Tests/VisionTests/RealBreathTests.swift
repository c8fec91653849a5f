import Foundation
import Testing
import VisionProtocol

@testable import CVision
@testable import Posture
@testable import Vision

/// Breathing of real people, on clips that are not ours to give away: `ATTUNE_REAL=FOLDER` names where they are.
@Suite(.enabled(if: realClips != nil)) struct RealBreathTests {
    private func path(_ name: String) -> String { (realClips ?? "") + "/" + name }

    /// Breath peaks as somebody saw them, in `evm_baby.breaths.csv`.
    private func coded() throws -> [Double] {
        try String(contentsOfFile: path("evm_baby.breaths.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().compactMap { Double($0) }
    }

    /// A sleeping child who lies on her side: the box is set by hand, on her trunk.
    @Test(arguments: [1, 2, 3]) func aSleepingChildBreathes(every: Int) throws {
        let source = try FileSource(path: path("evm_baby.mp4"))
        let box = cv_rect(x: 420, y: 190, width: 220, height: 210)
        let chest = try #require(cv_chest_new())
        defer { cv_chest_free(chest) }
        let frame = try Frame()
        var (times, rises) = ([Double](), [SIMD2<Float>]())
        var number = 0
        while let time = try source.read(into: frame) {
            number += 1
            guard number % every == 0 else { continue }
            var (left, right) = (Float.nan, Float.nan)
            try edge { cv_chest_rise(chest, frame.handle, &left, &right, $0) }
            try edge { cv_chest_remember(chest, frame.handle, box, $0) }
            times.append(time)
            rises.append(SIMD2(left, right))
        }
        let found = BreathEstimator.course(times: times, rises: rises, width: 220)
        let rate = try #require(found.rate.first { $0.isFinite })
        print("child: every \(every), rate \(rate)")
        #expect(abs(rate - 32) <= 1)
        let tops = times.indices.filter { index in
            found.breath[index] > 0
                && times.indices.allSatisfy {
                    abs(times[$0] - times[index]) > 0.6 || !(found.breath[$0] > found.breath[index])
                }
        }.map { times[$0] }
        for peak in try coded() {
            let nearest = try #require(tops.min { abs($0 - peak) < abs($1 - peak) })
            print("child: \(peak) found at \(nearest)")
            #expect(abs(nearest - peak) <= 0.3)
        }
        #expect(tops.count <= 6, "\(tops)")
    }

    /// Talkers, signers and gesturers, a child whose chest hangs elsewhere, faces without a chest.
    @Test(arguments: [
        "clm_cap12.mp4", "evm_baby.mp4", "fdm_dyad20.m4v", "franck.mp4", "gaze_video01.mp4",
        "gaze_video04.mp4", "hgd_female_labeled.mp4", "mother_daughter_cif.mp4", "news_cif.mp4",
        "pyfeat_WolfgangLanger_Pexels.mp4", "silent_cif.mp4", "vb_doctor.mp4", "vb_thoughtful.mp4",
    ])
    func whoMovesIsNotMeasured(name: String) throws {
        var request = TrackingRequest(videos: [path(name)], rate: 12.5)
        request.breathing = [true, true]
        var recorders = Seat.allCases.map { _ in FeatureRecorder() }
        var seen = 0
        try Tracking.run(request) { event in
            guard case .frame(let frame) = event else { return }
            seen += frame.poses.count { $0?.chest != nil }
            for seat in Seat.allCases.indices {
                recorders[seat].append(time: frame.time, pose: frame.poses[seat])
            }
        }
        let measured = recorders.map { $0.track()[.breath].count(where: \.isFinite) }
        print("\(name): chest seen at \(seen) instants, breathing measured at \(measured)")
        #expect(measured == [0, 0])
    }
}

private let realClips = ProcessInfo.processInfo.environment["ATTUNE_REAL"]
