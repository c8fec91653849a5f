package import Foundation

/// Sound like that of somebody who talks: noise whose loudness follows syllables.
package enum TalkingVoice {
    /// Samples of 16 bits, 8000 a second.
    package static func samples(_ seconds: Int, seed: UInt64) -> Data {
        var noise = Noise(seed)
        var samples: [Int16] = []
        while samples.count < seconds * 8000 {
            let length = Int(1200 + 900 * noise.next())
            let strength = 9000 * pow(10, 0.7 * noise.next())
            for index in 0..<length {
                let shape = sin(.pi * Double(index) / Double(length))
                samples.append(Int16(max(-32_000, min(32_000, strength * shape * noise.next()))))
            }
            samples += [Int16](repeating: 0, count: Int(600 * (noise.next() + 1)))
        }
        return samples.withUnsafeBytes { Data($0) }
    }
}
