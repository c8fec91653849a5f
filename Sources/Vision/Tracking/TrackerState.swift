import Foundation

/// All that a tracker carries from one instant to the next, pixels apart: with the pictures of the
/// last second it goes on from here as if it had never stopped.
struct TrackerState: Codable {
    var followers: [PersonTrack]
    var keeper: SeatIdentity
    var strangers: CandidateHistory
    var turn: Int
    var lastSearch: Double
    var lastSurvey: Double
    var usualChange: Float?
    var border: Float?
    var borderTime: Double
    var people: Int

    /// As bytes, some ten kilobytes.
    func encoded() throws -> Data {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode(self)
    }

    /// - Throws: when the bytes are no state of this version.
    init(encoded data: Data) throws {
        self = try PropertyListDecoder().decode(TrackerState.self, from: data)
    }
}

extension TrackerState {
    init(
        followers: [PersonTrack], keeper: SeatIdentity, strangers: CandidateHistory, turn: Int,
        lastSearch: Double, lastSurvey: Double, usualChange: Float?,
        border: (x: Float?, time: Double), people: Int
    ) {
        self.followers = followers
        self.keeper = keeper
        self.strangers = strangers
        self.turn = turn
        self.lastSearch = lastSearch
        self.lastSurvey = lastSurvey
        self.usualChange = usualChange
        self.border = border.x
        borderTime = border.time
        self.people = people
    }
}
