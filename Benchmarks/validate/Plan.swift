import Mimicry

/// All the conditions of a validation.
struct Plan {
    let conditions: [Condition]

    /// Names of conditions that the report uses.
    enum Name {
        static let short = "independent 10 min"
        static let patchy = "independent 10 min, a fifth missing"
        static let long = "independent 50 min"
        static let episodes = [
            "postures 10 min", "postures 10 min, busy", "postures 10 min, a fifth unknown",
            "postures 50 min", "unlike postures 20 min", "unlike postures 20 min, begun free",
        ]
        static let adopted = "postures 10 min, adopted"
        static let signals = "signals 10 min"

        /// The same at another rate than the standard one.
        static func at(_ rate: Double, _ name: String) -> String {
            rate == MovementSimulation.standardRate ? name : "\(name), \(Int(rate)) Hz"
        }
    }

    /// The standard rate; cameras of 15 frames a second, where every frame is measured; every frame of most
    /// cameras.
    static let rates = [MovementSimulation.standardRate, 15, 25]
    /// The coupling at which rates are compared.
    static let ratesStrength = 0.3

    static let strengths = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8]
    static let adoptions = [0.1, 0.2, 0.3, 0.5]
    /// Lag, mapping and whether in bouts, at two strengths each.
    static let variants: [(name: String, strengths: [Double], MovementSimulation.Coupling)] = [
        (
            "identical, second leads by 4 s", [0.3, 0.5],
            .init(strength: 0, lag: -4, mapping: .identical)
        ),
        ("mirror, first leads by 0.56 s", [0.3, 0.5], .init(strength: 0, lag: 0.56)),
        (
            "mirror, first leads by 2 s, in bouts", [0.5, 0.8],
            .init(strength: 0, lag: 2, isSparse: true)
        ),
    ]

    static func coupled(_ strength: Double) -> String { "coupled \(strength)" }
    static func coupled(_ variant: String, _ strength: Double) -> String {
        "coupled \(strength), \(variant)"
    }
    static func adopted(_ share: Double) -> String { "\(Name.adopted) \(share)" }

    init(_ options: ValidateOptions) {
        let surrogates = options.surrogates
        // A share of the full number of sessions, smaller for what costs more or matters less.
        func some(_ share: Double) -> Int { max(4, Int(Double(options.sessions) * share)) }
        func movement(
            _ name: String, _ share: Double, _ minutes: Double, missing: Double = 0,
            _ coupling: MovementSimulation.Coupling? = nil,
            rate: Double = MovementSimulation.standardRate
        ) -> Condition {
            let simulation = MovementSimulation(
                minutes: minutes * options.scale, missing: missing, coupling: coupling, rate: rate)
            return Condition(
                name: Name.at(rate, name), kind: .movement(simulation), sessions: some(share),
                surrogates: surrogates)
        }
        func postures(_ name: String, _ share: Double, _ simulation: PostureSimulation) -> Condition
        {
            var simulation = simulation
            simulation.minutes *= options.scale
            return Condition(
                name: name, kind: .postures(simulation), sessions: some(share),
                surrogates: max(surrogates, options.isQuick ? 199 : 999))
        }
        var list = [
            movement(Name.short, 1.5, 10), movement(Name.patchy, 1, 10, missing: 0.2),
            postures(Name.episodes[0], 2.5, PostureSimulation(minutes: 10)),
            postures(Name.episodes[1], 2.5, PostureSimulation(minutes: 10, pause: 20)),
            postures(Name.episodes[2], 2.5, PostureSimulation(minutes: 10, unknown: 0.2)),
            postures(Name.episodes[3], 2.5, PostureSimulation(minutes: 50)),
            postures(
                Name.episodes[4], 5,
                PostureSimulation(minutes: 20, postures: ["p", "q", "r"], unlike: [30, 8])),
            postures(
                Name.episodes[5], 5,
                PostureSimulation(
                    minutes: 20, postures: ["p", "q", "r"], unlike: [30, 8], beginsFree: true)),
        ]
        list += Self.strengths.map {
            movement(Self.coupled($0), 0.25, 10, .init(strength: $0, lag: 2))
        }
        for (name, strengths, coupling) in Self.variants {
            list += strengths.map { strength in
                var coupling = coupling
                coupling.strength = strength
                return movement(Self.coupled(name, strength), 0.25, 10, coupling)
            }
        }
        list += Self.adoptions.map {
            postures(Self.adopted($0), 0.5, PostureSimulation(minutes: 10, adoption: $0))
        }
        for rate in Self.rates.dropFirst() {
            list.append(movement(Name.short, 0.5, 10, rate: rate))
            list.append(
                movement(
                    Self.coupled(Self.ratesStrength), 0.25, 10,
                    .init(strength: Self.ratesStrength, lag: 2), rate: rate))
        }
        for rate in Self.rates {
            let postures = PostureSimulation(minutes: 10 * options.scale, adoption: 0.3)
            list.append(
                Condition(
                    name: Name.at(rate, Name.signals), kind: .signals(postures, rate: rate),
                    sessions: some(0.25), surrogates: 0))
        }
        // The slowest comes last.
        list.append(movement(Name.long, 1, 50))
        conditions = list
    }
}
