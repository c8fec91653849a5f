/// How series that others measured were read.
package struct SeriesSettings: Sendable, Codable, Equatable {
    /// Such as `mea` or `openpose`.
    package var format: String
    /// Width of a pixel ÷ its height.
    package var pixelAspect: Double
    /// The value of the input that is 1 in `motion_energy`.
    package var energyUnit: Double

    package init(format: String, pixelAspect: Double = 1, energyUnit: Double = 1) {
        self.format = format
        self.pixelAspect = pixelAspect
        self.energyUnit = energyUnit
    }
}
