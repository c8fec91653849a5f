/// What can happen to a file, at places that are the same every time.
enum Damage: CustomStringConvertible {
    case cut(Int)
    case flipped(byte: Int, bit: Int)
    case blank(Range<Int>)
    case doubled(Range<Int>)

    /// A handful of each, spread over so many bytes.
    static func all(of count: Int) -> [Damage] {
        guard count > 0 else { return [] }
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        // A linear congruential generator, Knuth's MMIX.
        func place() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func stretch() -> Range<Int> {
            let start = place()
            return start..<min(count, start + 1 + place() % 64)
        }
        return (0..<12).flatMap { _ -> [Damage] in
            [
                .cut(place()), .flipped(byte: place(), bit: place() % 8), .blank(stretch()),
                .doubled(stretch()),
            ]
        }
    }

    func done(to bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        switch self {
        case .cut(let count): result.removeSubrange(count...)
        case .flipped(let byte, let bit): result[byte] ^= 1 << UInt8(bit)
        case .blank(let range): for place in range { result[place] = 0 }
        case .doubled(let range): result.insert(contentsOf: bytes[range], at: range.lowerBound)
        }
        return result
    }

    var description: String {
        switch self {
        case .cut(let count): "cut after \(count) bytes"
        case .flipped(let byte, let bit): "bit \(bit) of byte \(byte) flipped"
        case .blank(let range): "bytes \(range) blank"
        case .doubled(let range): "bytes \(range) twice"
        }
    }
}
