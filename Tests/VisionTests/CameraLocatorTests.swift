import Foundation
import Testing

@testable import Vision

@Suite struct CameraLocatorTests {
    /// A folder like `/dev`, with devices and lasting names for some.
    private func withDevices(
        _ names: [String], lasting: [String: String] = [:], _ body: (URL) throws -> Void
    )
        throws
    {
        try Clips.inFolder { folder in
            let byID = folder.appendingPathComponent("v4l/by-id")
            try FileManager.default.createDirectory(at: byID, withIntermediateDirectories: true)
            for name in names { try plug(name, folder) }
            for (name, device) in lasting {
                try FileManager.default.createSymbolicLink(
                    atPath: byID.appendingPathComponent(name).path,
                    withDestinationPath: "../../\(device)")
            }
            try body(folder)
        }
    }

    private func plug(_ name: String, _ folder: URL) throws {
        try Data().write(to: folder.appendingPathComponent(name))
    }

    private func names(_ paths: [String]) -> [String] {
        paths.map { URL(fileURLWithPath: $0).lastPathComponent }
    }

    @Test func devicesAreInTheOrderOfTheirNumbers() throws {
        try withDevices(["video10", "video2", "video", "videos", "video0", "audio0"]) { folder in
            #expect(
                names(CameraLocator.devices(in: folder.path)) == ["video0", "video2", "video10"])
        }
    }

    @Test func theLastingNameComesFirst() throws {
        try withDevices(["video0", "video2"], lasting: ["usb-cam-index0": "video2"]) { folder in
            let place = CameraLocator(folder.path + "/video2", in: folder.path)
            #expect(names(place.candidates()) == ["usb-cam-index0", "video2", "video0"])
        }
    }

    @Test func aTwinThatStayedIsNotTakenForIt() throws {
        try withDevices(["video0", "video2"]) { folder in
            let place = CameraLocator(folder.path + "/video0", in: folder.path)
            try FileManager.default.removeItem(at: folder.appendingPathComponent("video0"))
            place.noteBystanders()
            #expect(names(place.candidates()) == ["video0"])
            try plug("video4", folder)
            #expect(names(place.candidates()) == ["video0", "video4"])
        }
    }

    @Test func aDeviceOpenedByItsLastingNameIsFoundUnderIt() throws {
        try withDevices(["video0"], lasting: ["usb-cam-index0": "video0"]) { folder in
            let given = folder.path + "/v4l/by-id/usb-cam-index0"
            let place = CameraLocator(given, in: folder.path)
            #expect(place.lasting == given)
            place.noteBystanders()
            #expect(names(place.candidates()) == ["usb-cam-index0", "video0"])
        }
    }

    @Test func aFolderThatIsNotThereHasNoDevices() {
        #expect(CameraLocator.devices(in: "/nowhere").isEmpty)
        #expect(CameraLocator.lastingPath(of: "/dev/null", in: "/nowhere") == nil)
    }
}
