import CNettle

/// SHA-256 (FIPS 180-4) of bytes that come in pieces, by the system's Nettle.
package struct SHA256 {
    private var state = sha256_ctx()

    package init() { nettle_sha256_init(&state) }

    package mutating func update(_ piece: UnsafeRawBufferPointer) {
        guard let start = piece.bindMemory(to: UInt8.self).baseAddress else { return }
        nettle_sha256_update(&state, piece.count, start)
    }

    package mutating func update(_ piece: [UInt8]) {
        piece.withUnsafeBytes { update($0) }
    }

    /// The digest of some bytes, 32 bytes.
    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// The digest, 32 bytes.
    package consuming func finalize() -> [UInt8] {
        var state = state
        return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_SIZE)) { digest, count in
            nettle_sha256_digest(&state, digest.count, digest.baseAddress)
            count = digest.count
        }
    }
}
