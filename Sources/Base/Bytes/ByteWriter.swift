/// Writes numbers as little-endian bytes.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func put(_ value: Float) { put(value.bitPattern) }

    package mutating func put(_ value: Double) { put(value.bitPattern) }

    package mutating func put(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
}

/// Reads what ``ByteWriter`` wrote.
package struct ByteReader {
    /// The bytes end before the value does.
    package struct EndOfBytes: Error, Equatable {
        package init() {}
    }

    /// The bytes that were not read yet.
    package private(set) var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// - Throws: ``EndOfBytes``, as all of them.
    package mutating func take<Value: FixedWidthInteger>() throws -> Value {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { throw EndOfBytes() }
        let value = rest.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
        rest = rest.dropFirst(size)
        return Value(littleEndian: value)
    }

    package mutating func float() throws -> Float { Float(bitPattern: try take()) }

    package mutating func double() throws -> Double { Double(bitPattern: try take()) }
}
