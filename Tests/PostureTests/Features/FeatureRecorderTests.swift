import Testing

@testable import Posture

@Suite struct FeatureRecorderTests {
    @Test func samplesComeInOrderAfterTheDelayAndNoneIsLost() {
        var live = LiveFeatures()
        var times: [Double] = []
        for index in 0..<100 {
            let time = Double(index) / 25
            for sample in live.append(time: time, pose: Figure().pose) {
                #expect(time - sample.time > live.delay)
                #expect(time - sample.time <= live.delay + 0.04 + 1e-9)
                times.append(sample.time)
            }
        }
        times += live.finish().map(\.time)
        #expect(times == (0..<100).map { Double($0) / 25 })
    }

    @Test func itAgreesWithTheWholeTrackOnceThePersonIsKnown() throws {
        var live = LiveFeatures()
        var track = PoseTrack()
        var samples: [FeatureSample] = []
        for index in 0..<200 {
            var figure = Figure()
            figure.head = HeadAngles(yaw: 0, pitch: 0, roll: Double(index % 40))
            let time = Double(index) / 25
            track.append(time: time, pose: figure.pose)
            samples += live.append(time: time, pose: figure.pose)
        }
        samples += live.finish()
        let whole = FeatureExtractor().features(of: track)
        let last = try #require(samples.last)
        for channel in Channel.allCases {
            #expect(isClose(last[channel], whole[channel][199], 0.01), "\(channel)")
        }
    }
}
