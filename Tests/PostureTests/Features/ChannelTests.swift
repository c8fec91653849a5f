import Testing

@testable import Posture

@Suite struct ChannelTests {
    @Test func peopleAreComparedInMovementsAndNotInWhatTellsPostures() {
        #expect(Channel.compared.count == 21)
        #expect(Channel.compared.first == .headTilt && Channel.compared.last == .gazeNod)
        #expect(Channel.compared.map(\.index) == Array(0..<21))
        #expect(Channel.compared.filter(\.isFace) == Channel.compared.suffix(6))
        #expect(Channel.smile.index == Channel.motionEnergy.index + 1)
        #expect(Channel.breath.index == Channel.toPartner.index + 1)
        #expect(Channel.breathRate.index == Channel.breath.index + 1)
        #expect(!Channel.breath.isCompared && !Channel.breathRate.isCompared)
        #expect(Channel.distance.index == Channel.breathRate.index + 1)
        #expect(!Channel.distance.isCompared && Channel.distance.isOfPair)
        #expect(Channel.allCases.suffix(2) == [.breathDepth, .faceActivity])
        #expect(Channel.breathDepth.isBreathing && !Channel.faceActivity.isBreathing)
        #expect(!Channel.leftFingersToFace.isCompared && !Channel.handsPast.isCompared)
    }

    @Test(arguments: Channel.allCases) func aMirrorImageOfAMirrorImageIsTheChannel(channel: Channel)
    {
        guard let (image, sign) = channel.mirror else {
            #expect(!channel.rawValue.contains("left_") && !channel.rawValue.contains("right_"))
            return
        }
        #expect(image.mirror?.channel == channel && image.mirror?.sign == sign)
        #expect(image.unit == channel.unit && image.isCompared == channel.isCompared)
    }
}
