package import Base
import Foundation
import GRDB
package import Posture
package import SessionModel

/// Recording and method of a measurement: fixed from its first frame to its last, even when it is
/// interrupted in between.
package struct RecordHeader: Sendable, Codable, Equatable {
    /// A recording: name without its folder, and SHA-256 of the file.
    package struct Source: Sendable, Codable, Equatable {
        package var file: String
        package var sha256: String
        /// Which camera wrote it, from 0, where any camera wrote several files; otherwise `nil`, and each
        /// file is of a camera of its own.
        package var camera: Int?

        package init(file: String, sha256: String, camera: Int? = nil) {
            self.file = file
            self.sha256 = sha256
            self.camera = camera
        }
    }

    /// The options that the user chose.
    package struct Request: Sendable, Codable, Equatable {
        /// As in ``Settings``.
        package var rate: String
        package var layout: String
        /// `fastest` or `f32`.
        package var precision: String
        /// `nil` when nobody's picture is.
        package var mirrored: Mirroring?
        /// `nil` where they sit, and in records of earlier versions.
        package var scene: Scene?
        /// Seconds.
        package var offset: Double
        /// How the offset is known; `nil` with one recording, and in records of earlier versions.
        package var offsetBasis: OffsetBasis?
        /// The number of the video stream, from 1; `nil` for the one that players show.
        package var stream: Int?

        package init(
            rate: String, layout: String, precision: String, offset: Double = 0,
            offsetBasis: OffsetBasis? = nil, stream: Int? = nil, mirrored: Mirroring? = nil,
            scene: Scene? = nil
        ) {
            self.scene = scene
            self.mirrored = mirrored
            self.rate = rate
            self.layout = layout
            self.precision = precision
            self.offset = offset
            self.offsetBasis = offsetBasis
            self.stream = stream
        }
    }

    /// Version of the program that measured.
    package var attune: String
    package var sources: [Source]
    package var request: Request
    /// The arithmetic that the landmarks were computed in, such as `f32` or `bf16`.
    package var arithmetic: String
    /// SHA-256 of every model by file name.
    package var models: [String: String]
    /// The confinement of the process that read the video; `nil` in records of earlier versions.
    package var confinement: VisionConfinement?
    /// Upright picture with square pixels.
    package var width: Double
    package var height: Double
    /// Length that the container declares, seconds, 0 when unknown.
    package var declaredDuration: Double
    /// How each camera's picture is stored; `nil` in records of earlier versions.
    package var pictures: [StoredPicture]?
    /// Of a live session; `nil` of a recording.
    package var live: LiveHeader?
    /// The two seats in the order of the picture; `nil` where that is settled later, and in records of earlier versions.
    package var seats: [String]?
    /// The format of the series that were scored, such as `mea`; `nil` where landmarks were measured.
    package var series: String?

    /// Of series that other tools measured: there are results, and no landmarks.
    package var isOfSeries: Bool { series != nil }

    package init(
        attune: String = AttuneVersion.current, sources: [Source], request: Request,
        arithmetic: String = "", models: [String: String] = [:],
        confinement: VisionConfinement? = nil, width: Double = 0,
        height: Double = 0, declaredDuration: Double = 0, pictures: [StoredPicture]? = nil,
        live: LiveHeader? = nil, seats: [String]? = nil, series: String? = nil
    ) {
        self.attune = attune
        self.seats = seats
        self.sources = sources
        self.request = request
        self.arithmetic = arithmetic
        self.models = models
        self.confinement = confinement
        self.width = width
        self.height = height
        self.declaredDuration = declaredDuration
        self.pictures = pictures
        self.live = live
        self.series = series
    }

    /// How many cameras there were: one with both people, or two with one person each.
    package var cameras: Int {
        (sources.indices.map { sources[$0].camera ?? $0 }.max() ?? -1) + 1
    }

    /// Whether this record was measured from that input with those options.
    package func serves(sources others: [Source], request other: Request) -> Bool {
        sources.map(\.sha256) == others.map(\.sha256)
            && sources.map(\.camera) == others.map(\.camera) && request.isSame(as: other)
    }

    /// Checks that this record can serve a command with that input and those options.
    ///
    /// - Parameter path: of the record, for the message.
    /// - Throws: ``Failure/Kind/cannotCreate`` when it is of another recording, ``Failure/Kind/usage`` when an
    ///   option differs; both say what differs.
    package func require(
        sources others: [Source], request other: Request, at path: String
    ) throws(Failure) {
        for (own, other) in zip(sources, others) where own.sha256 != other.sha256 {
            throw Failure.cannotCreate(
                own.file == other.file
                    ? "\(path) is of an earlier content of \(own.file)"
                    : "\(path) is of \(own.file), not of \(other.file)",
                remedy: "give that recording, or choose another \(.output)")
        }
        guard sources.count == others.count else {
            throw Failure.cannotCreate(
                "\(path) is of \(sources.count) recordings, not of \(others.count)",
                remedy: "give the same recordings, or choose another \(.output)")
        }
        guard sources.map(\.camera) == others.map(\.camera) else {
            throw Failure.usage(
                "\(path) was measured with these files shared out otherwise between cameras",
                remedy:
                    "give them as before, or measure again with \(.force) and without \(.resume)")
        }
        guard let difference = request.difference(from: other) else { return }
        throw Failure.usage(
            "\(path) was measured with \(difference.own), not with \(difference.other)",
            remedy: "pass the same, or measure again with \(.force) and without \(.resume)")
    }
}

extension RecordHeader.Request {
    private var drift: Double { offsetBasis?.drift ?? 0 }

    /// Whether both ask for the same measurement.
    func isSame(as other: Self) -> Bool { difference(from: other) == nil }

    /// The first setting that differs, with its values.
    func difference(from other: Self) -> (own: String, other: String)? {
        let options = [
            ("rate", rate, other.rate), ("layout", layout, other.layout),
            ("mirrored", mirrored?.rawValue ?? "none", other.mirrored?.rawValue ?? "none"),
            (
                "scene", (scene ?? .seated).rawValue, (other.scene ?? .seated).rawValue
            ),
            ("precision", precision, other.precision),
            ("offset", String(offset), String(other.offset)),
            ("drift", String(drift), String(other.drift)),
            (
                "stream", stream.map(String.init) ?? "as shown",
                other.stream.map(String.init) ?? "as shown"
            ),
        ]
        for (name, own, other) in options where own != other {
            return ("\(name) \(own)", "\(name) \(other)")
        }
        return nil
    }
}

extension RecordHeader {
    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO measurement (id, state, header) VALUES (1, 'unfinished', ?)",
            arguments: [try RecordJSON.text(self)])
        for (position, source) in sources.enumerated() {
            try database.execute(
                sql: "INSERT INTO sources (position, file, sha256) VALUES (?, ?, ?)",
                arguments: [position, source.file, source.sha256])
        }
    }
}

/// Values as JSON text in a column.
enum RecordJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
