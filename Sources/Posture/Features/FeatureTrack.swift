package import Base

/// The channels of one seat over time, column by column.
///
/// All columns have the same length; `NaN` marks a value that was not measured.
package struct FeatureTrack: Sendable, Equatable {
    /// Presentation timestamps, seconds, strictly increasing.
    package var times: [Double]
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    package var presence: [Double]
    /// `values[channel.index][sample]`.
    package var values: [[Double]]

    package init() {
        times = []
        presence = []
        values = Array(repeating: [], count: Channel.allCases.count)
    }

    package var count: Int { times.count }

    package subscript(_ channel: Channel) -> [Double] {
        get { values[channel.index] }
        set { values[channel.index] = newValue }
    }

    /// Adds one instant; `row` has one value per channel in `Channel.allCases` order.
    package mutating func append(time: Double, presence: Double, row: [Double]) {
        times.append(time)
        self.presence.append(presence)
        for index in values.indices { values[index].append(row[index]) }
    }
}

extension FeatureTrack {
    /// Adds one instant.
    package mutating func append(_ sample: FeatureSample) {
        append(time: sample.time, presence: sample.presence, row: sample.row)
    }

    /// One instant of the track.
    package subscript(sample index: Int) -> FeatureSample {
        FeatureSample(
            time: times[index], presence: presence[index], row: values.map { $0[index] })
    }
}

extension FeatureTrack {
    /// The same instants with nothing measured in some stretches of time; presence stays.
    ///
    /// - Parameter spans: seconds.
    package func masking(_ spans: [TimeSpan]) -> FeatureTrack {
        guard !spans.isEmpty else { return self }
        var result = self
        for index in times.indices where spans.contains(where: { $0.contains(times[index]) }) {
            for channel in values.indices { result.values[channel][index] = .nan }
        }
        return result
    }
}

extension FeatureTrack {
    /// Adds what is told of an instant by the time around it and by the whole session: how deep breaths are, and how
    /// much the face moves.
    package mutating func addCourses() {
        self[.breathDepth] = BreathDepth.course(
            times: times, breath: self[.breath], rate: self[.breathRate])
        self[.faceActivity] = FaceActivity.course(times: times, motion: self[.faceMotion])
    }

    /// The track of somebody who did not agree to have their breathing measured.
    package var withoutBreathing: FeatureTrack {
        var result = self
        for channel in Channel.allCases where channel.isBreathing {
            result[channel] = times.map { _ in .nan }
        }
        return result
    }

    /// Fills what postures are told by as far as the channels give it, for tables of versions that had no
    /// more: fingers at the face, and where the hands lie to each other.
    ///
    /// What needs the points of a hand or the elbows stays unknown.
    package mutating func estimateEvidence() {
        let faces = CameraView.frontalSpan
        for side in Side.allCases {
            let (hand, fingers): (Channel, Channel) =
                side == .left
                ? (.leftHandToFace, .leftFingersToFace) : (.rightHandToFace, .rightFingersToFace)
            self[fingers] = self[hand].map {
                Hand.tip(fromKnuckles: $0 * faces, BodyMeasures.fingerReach)
            }
        }
        for index in times.indices {
            let across = self[.rightHandX][index] - self[.leftHandX][index]
            let up = self[.rightHandY][index] - self[.leftHandY][index]
            self[.handsPast][index] = across * faces
            self[.handsApart][index] = Vector2(across, up).length * faces
        }
    }
}

/// The channels of one seat at one instant.
package struct FeatureSample: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    package var time: Double
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    package var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    package var row: [Double]

    package init(time: Double, presence: Double, row: [Double]) {
        self.time = time
        self.presence = presence
        self.row = row
    }

    package subscript(_ channel: Channel) -> Double { row[channel.index] }
}
