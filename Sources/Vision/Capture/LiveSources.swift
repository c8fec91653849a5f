/// Opens what `--camera` names.
package enum LiveSources {
    /// A camera when the path stands for a device, and otherwise a video file that is played in real
    /// time.
    ///
    /// - Parameter confine: called before the camera or the first byte of the file is looked at.
    /// - Throws: ``VisionError`` when it cannot be used.
    package static func open(
        _ path: String, wish: CameraPreference = .usual,
        confine: (Confinement.Input) -> Void = { _ in }
    ) throws -> any LiveFrameSource {
        let isMissingDevice = path.hasPrefix("/dev/") && !CameraLocator.exists(path)
        if CameraLocator.isDevice(path) || isMissingDevice {
            confine(.camera)
            return try CameraSource(path: path, wish: wish)
        }
        let file = try VideoFile(path: path)
        confine(.files)
        return try PlayedFileSource(FileSource(file))
    }
}
