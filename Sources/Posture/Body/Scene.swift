/// What the two people of a recording do.
package enum Scene: String, Sendable, Codable, CaseIterable {
    /// They sit, as most who talk with each other.
    case seated
    /// They walk in view: bodies reach down to the feet, turn their sides to the camera, and go from place to
    /// place.
    case walking
}
