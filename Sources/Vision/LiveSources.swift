/// Opens what `--camera` names.
public enum LiveSources {
    /// A camera when the path stands for a device, and otherwise a video file that is played in real
    /// time.
    /// - Throws: ``VisionError`` when it cannot be used.
    public static func open(_ path: String, wish: CameraWish = .usual) throws
        -> any LiveFrameSource
    {
        let isMissingDevice = path.hasPrefix("/dev/") && !CameraPlace.exists(path)
        return CameraPlace.isDevice(path) || isMissingDevice
            ? try CameraSource(path: path, wish: wish) : try PlayedFileSource(path: path)
    }
}
