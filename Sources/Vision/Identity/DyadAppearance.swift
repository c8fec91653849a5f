/// What the two people look like, and what that says about who is who.
struct DyadAppearance: Sendable, Codable {
    private(set) var models = [AppearanceModel(), AppearanceModel()]

    mutating func learn(_ sighting: Appearance, of seat: Int) { models[seat].learn(sighting) }
    mutating func swap() { models.swapAt(0, 1) }
    mutating func forget(_ seat: Int) { models[seat] = AppearanceModel() }

    static let parameters = TrackingParameters.standard.appearance

    /// True when clothes and hair tell the two apart.
    var isDistinct: Bool {
        guard models.allSatisfy(\.isKnown), let first = models[0].mean,
            let second = models[1].mean
        else { return false }
        return first.distance(to: second) > Self.parameters.distinction * scale
    }

    /// The usual distance of a person from their own mean, and something for the light.
    private var scale: Float { (models[0].spread + models[1].spread) / 2 + 0.05 }

    /// What the sightings say: positive when each is in the right seat, negative when exchanged;
    /// beyond ±0.5 is clear. `nil` where nothing can be told.
    func evidence(_ sightings: [Appearance?]) -> Float? {
        guard isDistinct else { return nil }
        let margins = sightings.enumerated().compactMap { seat, sighting -> Float? in
            guard let sighting, let own = models[seat].distance(to: sighting),
                let other = models[1 - seat].distance(to: sighting)
            else { return nil }
            return (other - own) / scale
        }
        return margins.isEmpty ? nil : margins.reduce(0, +) / Float(margins.count)
    }
}
