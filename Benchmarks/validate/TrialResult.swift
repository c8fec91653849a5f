import Mimicry
import Posture

/// What a trial measures of one simulated session.
enum TrialMeasure: Hashable, Sendable {
    // Synchrony, by Attune.
    case pValue(Channel, Congruence)
    case effect(Channel, Congruence)
    case leastQValue, combinedPValue
    /// Mean percentile of the windows, and their share above 95.
    case percentile, percentileAbove95
    /// Seconds; found lag − true lag.
    case lagError(Channel)
    /// 1 when the leader is right, else 0.
    case leader(Channel)
    // Synchrony, by other packages.
    case rMEAZ(Channel), rMEAPValue(Channel), susyEffect(Channel)
    case largestR(Channel), largestRPValue(Channel)
    // Postures.
    case episodeCount, countPValue
    case posturePValues, episodePValues
    /// Of all postures together.
    case adoptionPValue, leavingPValue, sharingPValue
    // Postures found in channels: how many episodes were found, true, and both.
    case found, real, matched
    /// Per matched episode, seconds.
    case onsetErrors, episodeLagErrors
    /// Per matched episode, 1 when right, else 0.
    case congruence

    /// The name in the file of results.
    var key: String {
        switch self {
        case .pValue(let channel, let mapping): "p \(channel.rawValue) \(mapping.rawValue)"
        case .effect(let channel, let mapping): "effect \(channel.rawValue) \(mapping.rawValue)"
        case .leastQValue: "q"
        case .combinedPValue: "p combined"
        case .percentile: "percentile"
        case .percentileAbove95: "percentile above 95"
        case .lagError(let channel): "lag error \(channel.rawValue)"
        case .leader(let channel): "leader \(channel.rawValue)"
        case .rMEAZ(let channel): "rmea z \(channel.rawValue)"
        case .rMEAPValue(let channel): "rmea p \(channel.rawValue)"
        case .susyEffect(let channel): "susy es \(channel.rawValue)"
        case .largestR(let channel): "max r \(channel.rawValue)"
        case .largestRPValue(let channel): "max r p \(channel.rawValue)"
        case .episodeCount: "count"
        case .countPValue: "p count"
        case .posturePValues: "p posture"
        case .episodePValues: "p episode"
        case .adoptionPValue: "p adoption"
        case .leavingPValue: "p leaving"
        case .sharingPValue: "p sharing"
        case .found: "found"
        case .real: "true"
        case .matched: "matched"
        case .onsetErrors: "onset error"
        case .episodeLagErrors: "lag error"
        case .congruence: "congruence"
        }
    }

    /// Every measure by its key.
    static let named: [String: TrialMeasure] = {
        var all: [TrialMeasure] = [
            .leastQValue, .combinedPValue, .percentile, .percentileAbove95, .episodeCount,
            .countPValue, .posturePValues, .episodePValues, .adoptionPValue, .leavingPValue,
            .sharingPValue, .found, .real, .matched, .onsetErrors, .episodeLagErrors, .congruence,
        ]
        for channel in Channel.allCases {
            all += [
                .lagError(channel), .leader(channel), .rMEAZ(channel), .rMEAPValue(channel),
                .susyEffect(channel), .largestR(channel), .largestRPValue(channel),
            ]
            for mapping in Congruence.allCases {
                all += [.pValue(channel, mapping), .effect(channel, mapping)]
            }
        }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
    }()
}

/// The numbers of one simulated session; a measure that could not be taken has none.
struct TrialResult: Sendable, Equatable {
    private var values: [TrialMeasure: [Double]]

    init(_ values: [TrialMeasure: [Double]] = [:]) { self.values = values }

    var measures: [TrialMeasure] { Array(values.keys) }

    subscript(_ measure: TrialMeasure) -> [Double] {
        get { values[measure] ?? [] }
        set { values[measure] = newValue }
    }

    mutating func add(_ other: TrialResult) { values.merge(other.values) { $1 } }
}

extension TrialResult: Codable {
    /// Measures that this version does not know are left out.
    init(from decoder: any Decoder) throws {
        let lists = try [String: [Double]](from: decoder)
        values = [:]
        for (key, list) in lists {
            if let measure = TrialMeasure.named[key] { values[measure] = list }
        }
    }

    func encode(to encoder: any Encoder) throws {
        try Dictionary(uniqueKeysWithValues: values.map { ($0.key.key, $0.value) })
            .encode(to: encoder)
    }
}
