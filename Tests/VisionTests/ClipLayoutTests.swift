import VisionProtocol
import Testing

@testable import Vision

@Suite struct ClipLayoutTests {
    @Test(arguments: [
        (1920.0, 1080.0, 1280), (640, 480, 960), (385, 288, 964), (1080, 1920, 640),
        (4096, 512, 1280), (16, 16, 720),
    ])
    func onePictureFillsTheClip(width: Double, height: Double, clip: Int) {
        let layout = ClipLayout([.init(width: width, height: height)])
        #expect(layout.width == clip)
        #expect(layout.width % 2 == 0 && layout.height % 2 == 0)
        let corner = layout.place(width, height, in: 0)
        #expect(corner.x <= Double(layout.width) && corner.y <= layout.band.y)
        #expect(abs(layout.pictures[0].width / layout.pictures[0].height - width / height) < 1e-9)
        #expect(
            layout.top(ofLine: ClipLayout.lines - 1) + ClipLayout.line <= Double(layout.height))
    }

    @Test func twoPicturesLieBesideEachOther() {
        let layout = ClipLayout([
            .init(width: 1280, height: 720), .init(width: 720, height: 1280),
        ])
        #expect(layout.pictures[0].width == 640 && layout.pictures[0].height == 360)
        #expect(layout.pictures[1].x == 640 && layout.pictures[1].height == 720)
        #expect(layout.pictures[0].y == 180)
        #expect(layout.width == 1046)
    }

    @Test func aPictureWithoutSizeBreaksNothing() {
        let layout = ClipLayout([.init(width: 0, height: 0)])
        #expect(layout.width == 640 && layout.height > 0)
    }
}
