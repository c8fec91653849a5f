import Base

/// A person's neutral face: what expressions are told against.
package struct NeutralFace: Sendable, Equatable {
    /// `FaceExpression.smile` of the person when they do not smile.
    package var smile = Double.nan
    /// Height of the brows with the head at pitch 0, and by how much it changes with a degree of pitch.
    package var brows = Double.nan
    package var browsPerDegree = 0.0
}

extension NeutralFace {
    /// By how much a broad smile exceeds the neutral face.
    static let broadSmile = 0.3
    /// The highest level at which a face counts as neutral: who smiles most of the time would seem never to
    /// smile. Chosen with the thresholds of `smiling` on half A of docs/validation.md; neutral faces of adults
    /// lie between −0.28 and −0.1.
    static let highestNeutral = -0.2
    /// By how much brows are raised that are raised far, as the mesh shows it: 4.5 mm, where the eyes' outer
    /// corners are 90 mm apart. While people talk it varies by 0.013 or less.
    static let highBrows = 0.05

    /// How much somebody smiles, 0…1; `NaN` where it is not known.
    func smile(_ level: Double) -> Double {
        let share = (level - min(smile, Self.highestNeutral)) / Self.broadSmile
        return share.isNaN ? .nan : share.clamped(to: 0...1)
    }

    /// −1…1; `NaN` where it is not known.
    ///
    /// - Parameters:
    ///   - height: `FaceExpression.brows`.
    ///   - pitch: of the head, degrees.
    func browRaise(_ height: Double, pitch: Double) -> Double {
        let share = (height - brows - browsPerDegree * pitch) / Self.highBrows
        return share.isNaN ? .nan : share.clamped(to: -1...1)
    }
}

/// Learns a person's neutral face; the order of what it is given makes no difference.
struct NeutralFaceEstimator: Sendable {
    /// The neutral face is that of the fifth of the time in which they smile least.
    private var smiles = RunningQuantile(0.2, in: -1...1, bins: 4000)
    /// Sums over the frontal instants, in millionths and in thousandths of a degree: whole numbers add up to
    /// the same in any order.
    private var count: Int64 = 0
    private var brows: Int64 = 0
    private var pitch: Int64 = 0
    private var pitchSquared: Int64 = 0
    private var pitchTimesBrows: Int64 = 0
    private static let browUnit = 1e-6
    private static let pitchUnit = 1e-3

    /// Spread of the pitch below which its effect on the brows cannot be told from their own movement, degrees.
    private static let pitchSpread = 2.0

    mutating func append(_ face: FaceExpression) {
        if face.isMouthTold { smiles.append(face.smile) }
        guard face.areBrowsTold, face.brows.isFinite else { return }
        let height = Int64((face.brows / Self.browUnit).rounded())
        let angle = Int64((face.head.pitch / Self.pitchUnit).rounded())
        count += 1
        brows += height
        pitch += angle
        pitchSquared += angle * angle
        pitchTimesBrows += angle * height
    }

    /// - Parameter fewest: poses without which nothing is known.
    func neutral(from fewest: Int) -> NeutralFace {
        var result = NeutralFace()
        if smiles.total >= fewest { result.smile = smiles.value }
        guard count >= fewest else { return result }
        let number = Double(count)
        let meanBrows = Double(brows) / number * Self.browUnit
        let meanPitch = Double(pitch) / number * Self.pitchUnit
        let variance =
            Double(pitchSquared) / number * Self.pitchUnit * Self.pitchUnit - meanPitch * meanPitch
        let covariance =
            Double(pitchTimesBrows) / number * Self.pitchUnit * Self.browUnit
            - meanPitch * meanBrows
        // A line that is drawn to level: where the head was hardly pitched, the brows' own movement is not its.
        result.browsPerDegree =
            covariance / (variance + Self.pitchSpread * Self.pitchSpread)
        result.brows = meanBrows - result.browsPerDegree * meanPitch
        return result
    }
}
