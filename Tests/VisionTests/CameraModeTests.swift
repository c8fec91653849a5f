import Testing

@testable import Vision

@Suite struct CameraModeTests {
    /// A mode of one size, at one rate.
    private func mode(
        _ format: String, _ width: Int, _ height: Int, _ rate: Double?, converted: Bool = false
    ) -> CameraMode {
        CameraMode(
            PixelFormat(format), isConverted: converted, widths: width...width,
            heights: height...height, rates: rate.map { $0...$0 })
    }

    private func best(_ modes: [CameraMode], _ wish: CameraPreference = .usual) throws
        -> CameraSetting
    {
        try #require(CameraMode.best(of: modes, for: wish))
    }

    /// What most webcams on USB 2 offer.
    private var webcam: [CameraMode] {
        [
            mode("YUYV", 640, 480, 30), mode("YUYV", 320, 240, 30), mode("YUYV", 1280, 720, 10),
            mode("MJPG", 640, 480, 30), mode("MJPG", 1280, 720, 30), mode("MJPG", 1920, 1080, 30),
            mode("YU12", 640, 480, 30, converted: true),
        ]
    }

    @Test func aWebcamIsUsedAsItIs() throws {
        let setting = try best(webcam)
        #expect(
            setting
                == CameraSetting(format: PixelFormat("YUYV"), width: 640, height: 480, rate: 30))
    }

    @Test func theRateDecidesBeforeTheFormat() throws {
        let setting = try best(webcam, CameraPreference(width: 1280, height: 720, rate: 30))
        #expect(setting.format == PixelFormat("MJPG") && setting.rate == 30)
    }

    @Test func aHairLessThanTheRateIsEnough() throws {
        let modes = [mode("MJPG", 640, 480, 30), mode("YUYV", 640, 480, 29.97)]
        #expect(try best(modes).format == PixelFormat("YUYV"))
    }

    @Test func ofTooFastAndTooSlowTheFastOneIsTaken() throws {
        let modes = [
            mode("YUYV", 640, 480, 15), mode("YUYV", 640, 480, 60), mode("YUYV", 640, 480, 90),
        ]
        #expect(try best(modes).rate == 60)
    }

    @Test func aLargerPictureIsBetterThanOneAsMuchSmaller() throws {
        let modes = [mode("YUYV", 320, 240, 30), mode("YUYV", 1280, 960, 30)]
        #expect(try best(modes).width == 1280)
    }

    @Test func aConvertedFormatIsTheLastResort() throws {
        let own = mode("YUYV", 640, 480, 30)
        let converted = mode("NV12", 640, 480, 30, converted: true)
        #expect(try best([converted, own]).format == PixelFormat("YUYV"))
        #expect(try best([converted]).format == PixelFormat("NV12"))
    }

    @Test func colourIsWorthMoreThanTheRate() throws {
        let modes = [mode("GREY", 640, 480, 30), mode("YUYV", 640, 480, 15)]
        #expect(try best(modes).format == PixelFormat("YUYV"))
    }

    @Test func aRangeOfSizesGivesTheWantedOne() throws {
        let range = CameraMode(
            PixelFormat("NV12"), widths: 16...1920, heights: 16...1200, widthStep: 2, heightStep: 2,
            rates: 1...60)
        let setting = try best([range])
        #expect(setting.width == 640 && setting.height == 480 && setting.rate == 30)
        let odd = try best([range], CameraPreference(width: 641, height: 5000, rate: 100))
        #expect(odd.width == 640 && odd.height == 1200 && odd.rate == 60)
    }

    @Test func whatTheDriverDoesNotSayIsAskedFor() throws {
        let setting = try best([CameraMode(PixelFormat("YUYV"))])
        #expect(setting.width == 640 && setting.height == 480 && setting.rate == 0)
    }

    @Test func formatsThatCannotBeReadAreNotChosen() {
        #expect(CameraMode.best(of: [mode("H264", 640, 480, 30)], for: .usual) == nil)
        #expect(CameraMode.best(of: [], for: .usual) == nil)
    }

    @Test func everyPreferredFormatCanBeRead() {
        for format in PixelFormat.preference { #expect(format.isReadable, "\(format)") }
    }

    @Test func aFormatIsNamedByItsCharacters() {
        #expect(PixelFormat("MJPG").code == 0x4750_4A4D)
        #expect(PixelFormat(code: 0x5659_5559).description == "YUYV")
        #expect(PixelFormat("Y8").description == "Y8")
        #expect(PixelFormat(code: 0x0100_0A41).description == "A???")
        #expect(PixelFormat(code: 0xA036_3159).description == "Y16 -BE")
    }
}
