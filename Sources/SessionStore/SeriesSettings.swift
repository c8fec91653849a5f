/// How series that others measured were read.
public struct SeriesSettings: Sendable, Codable, Equatable {
    /// Such as `mea` or `openpose`.
    public var format: String
    /// Width of a pixel ÷ its height.
    public var pixelAspect: Double
    /// The value of the input that is 1 in `motion_energy`.
    public var energyUnit: Double

    public init(format: String, pixelAspect: Double = 1, energyUnit: Double = 1) {
        self.format = format
        self.pixelAspect = pixelAspect
        self.energyUnit = energyUnit
    }
}
