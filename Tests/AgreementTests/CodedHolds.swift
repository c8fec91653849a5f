import Base
import Posture
import Testing

@testable import Exports

/// Two holds of the example, as every format of this test's files has them.
enum CodedHolds {
    static let therapist = Target(seat: "therapist", posture: "head_on_hand")
    static let client = Target(seat: "client", posture: "head_on_hand")
    static let truth = [
        Hold(target: therapist, side: .right, onset: 10.4, offset: 24.5),
        Hold(target: client, side: .left, onset: 14.4, offset: 27),
    ]

    static func session(
        _ mapping: [(String, String)] = [], observation: String? = nil, isToldPostures: Bool = false
    ) -> CodedSession {
        CodedSession(
            names: TierNames(
                seats: ["therapist", "client"],
                postures: [
                    "head_on_hand", "hand_to_face", "arms_crossed", "leaning_side", "slumped",
                    "smiling",
                ], mapping: mapping), recordings: [.init(file: "helle.mp4", start: 0)], end: 50,
            isToldPostures: isToldPostures, observation: observation)
    }

    static func read(
        _ bytes: [UInt8], _ session: CodedSession = session()
    ) throws(Failure) -> Coding {
        try CodingFile("coded", bytes: bytes, of: session).coding
    }

    static func read(_ text: String, _ session: CodedSession = session()) throws(Failure) -> Coding
    {
        try read(Array(text.utf8), session)
    }

    static func failure(_ text: String, _ session: CodedSession = session()) -> Failure? {
        do { _ = try read(text, session) } catch { return error }
        return nil
    }

    /// The same holds, to the last digits of a sum.
    static func same(_ one: [Hold], _ other: [Hold] = truth) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy {
                $0.target == $1.target && $0.side == $1.side && abs($0.onset - $1.onset) < 1e-6
                    && abs($0.offset - $1.offset) < 1e-6
            }
    }
}
