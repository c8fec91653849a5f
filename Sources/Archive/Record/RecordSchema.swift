import GRDB

/// The tables of a record, made by named migrations that are never edited after their release.
///
/// `docs/formats.md` describes them for people who read the file with R or Python.
enum RecordSchema {
    /// "Attn" in ASCII: SQLite's `application_id` of a record.
    static let applicationID: Int32 = 0x4174_746E

    /// `PRAGMA user_version` of a record of this program: the number of migrations.
    static let version = migrations.count

    /// The first version whose records are sealed.
    static let sealedVersion = 3

    /// Pose rows fill these pages to 98 %, as long as they are appended by a single-number key; SQLite's
    /// default of 4 KiB, or a key of frame and seat, would waste a tenth.
    static let pageSize = 16384

    private static let migrations: [(name: String, make: @Sendable (Database) throws -> Void)] = [
        ("measurement", makeMeasurement),
        ("results", makeResults),
        ("seals", makeSeals),
        ("evidence", makeEvidence),
        ("dissolution", makeDissolution),
        ("faces", makeFaces),
        ("partner", makePartner),
        ("covariates", makeCovariates),
        ("breathing", makeBreathing),
        ("distance", makeDistance),
        ("gait", makeGait),
        ("series", makeSeries),
        ("gaze", makeGaze),
        ("review", makeReview),
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, migration) in migrations.enumerated() {
            migrator.registerMigration(migration.name) { database in
                try migration.make(database)
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }

    /// The names of the migrations, in order.
    static var steps: [String] { migrations.map(\.name) }

    // MARK: measurement: poses as they were seen

    private static func makeMeasurement(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA application_id = \(applicationID);
                CREATE TABLE measurement (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    state TEXT NOT NULL CHECK (state IN ('unfinished', 'stopped', 'complete')),
                    header TEXT NOT NULL,
                    ending TEXT
                );
                CREATE TABLE sources (
                    position INTEGER PRIMARY KEY,
                    file TEXT NOT NULL,
                    sha256 TEXT NOT NULL,
                    duration REAL,
                    frames INTEGER,
                    rate REAL
                );
                CREATE TABLE frames (
                    frame INTEGER PRIMARY KEY,
                    time REAL NOT NULL
                );
                CREATE TABLE poses (
                    id INTEGER PRIMARY KEY,
                    frame INTEGER GENERATED ALWAYS AS (id / 2) VIRTUAL,
                    seat INTEGER GENERATED ALWAYS AS (id % 2) VIRTUAL,
                    pose BLOB NOT NULL
                );
                CREATE TABLE notes (
                    id INTEGER PRIMARY KEY,
                    frame INTEGER NOT NULL,
                    kind TEXT NOT NULL
                        CHECK (kind IN ('exchange', 'forget', 'uncertain', 'warning')),
                    seat INTEGER CHECK (seat IN (0, 1)),
                    start REAL,
                    "end" REAL,
                    text TEXT
                );
                CREATE TABLE checkpoint (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    time REAL NOT NULL,
                    frames INTEGER NOT NULL,
                    notes INTEGER NOT NULL,
                    state BLOB NOT NULL
                );
                CREATE TABLE markers (
                    id INTEGER PRIMARY KEY,
                    time REAL NOT NULL,
                    text TEXT NOT NULL
                );
                """)
        try makePlacedPoses(database)
    }

    /// Poses at the seats that the finished measurement assigns to them: a note 'exchange' swaps the
    /// seats, and a note 'forget' empties one, in all frames before it.
    private static func makePlacedPoses(_ database: Database) throws {
        let exchanges = "SELECT count(*) FROM notes x WHERE x.kind = 'exchange'"
        try database.execute(
            sql: """
                CREATE VIEW placed_poses AS
                SELECT p.id AS id, p.frame AS frame, p.pose AS pose,
                    (p.seat + (\(exchanges) AND x.frame > p.frame)) % 2 AS seat
                FROM poses p
                WHERE NOT EXISTS (
                    SELECT 1 FROM notes f WHERE f.kind = 'forget' AND f.frame > p.frame
                    AND f.seat = (p.seat + (\(exchanges)
                        AND x.frame > p.frame AND x.id < f.id)) % 2);
                """)
    }

    // MARK: results: derived from the measurement

    private static func makeResults(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE documents (
                    name TEXT PRIMARY KEY,
                    json TEXT NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE seats (
                    seat INTEGER PRIMARY KEY CHECK (seat IN (0, 1)),
                    name TEXT NOT NULL UNIQUE,
                    coverage REAL
                );
                CREATE TABLE identity (
                    start REAL NOT NULL,
                    "end" REAL NOT NULL,
                    cause TEXT NOT NULL
                );
                CREATE TABLE postures (
                    seat TEXT NOT NULL REFERENCES seats (name),
                    posture TEXT NOT NULL,
                    side TEXT CHECK (side IN ('left', 'right')),
                    onset REAL NOT NULL,
                    "offset" REAL NOT NULL,
                    onset_is_known INTEGER NOT NULL CHECK (onset_is_known IN (0, 1))
                );
                CREATE TABLE unknown_postures (
                    seat TEXT NOT NULL REFERENCES seats (name),
                    posture TEXT NOT NULL,
                    start REAL NOT NULL,
                    "end" REAL NOT NULL
                );
                CREATE TABLE episodes (
                    posture TEXT NOT NULL,
                    leader TEXT NOT NULL REFERENCES seats (name),
                    follower TEXT NOT NULL REFERENCES seats (name),
                    leader_side TEXT CHECK (leader_side IN ('left', 'right')),
                    follower_side TEXT CHECK (follower_side IN ('left', 'right')),
                    congruence TEXT NOT NULL,
                    leader_onset REAL NOT NULL,
                    follower_onset REAL NOT NULL,
                    lag REAL NOT NULL,
                    "offset" REAL NOT NULL,
                    shared_duration REAL NOT NULL,
                    p_value REAL
                );
                CREATE TABLE synchrony (
                    channel TEXT NOT NULL,
                    mapping TEXT NOT NULL,
                    window_start REAL NOT NULL,
                    window_end REAL NOT NULL,
                    peak_lag REAL,
                    peak_z REAL,
                    mean_abs_z REAL,
                    zero_lag_z REAL,
                    valid_fraction REAL NOT NULL
                );
                CREATE TABLE timeline (
                    time REAL NOT NULL,
                    mimicry_percentile REAL,
                    shared_postures INTEGER NOT NULL,
                    leader_balance REAL,
                    quality REAL NOT NULL
                );
                CREATE VIEW landmarks AS
                SELECT f.time AS time, s.name AS seat, p.pose AS pose
                FROM placed_poses p JOIN frames f ON f.frame = p.frame
                JOIN seats s ON s.seat = (p.seat + (SELECT count(*) FROM identity i
                    WHERE i.cause = 'swap_at' AND i.start <= f.time)) % 2;
                """)
        try makeFeatures(database)
    }

    /// The columns of this step, whatever channels there are today: a later channel comes with a step of
    /// its own, which adds its column and makes the view anew.
    private static let firstChannels: [(column: String, scale: Double)] = [
        ("presence", 1_000),
        ("head_tilt", 1_000),
        ("head_turn", 1_000),
        ("head_nod", 1_000),
        ("shoulder_tilt", 1_000),
        ("shoulder_raise", 10_000),
        ("trunk_lean", 1_000),
        ("trunk_pitch", 1_000),
        ("trunk_turn", 1_000),
        ("left_hand_x", 10_000),
        ("left_hand_y", 10_000),
        ("right_hand_x", 10_000),
        ("right_hand_y", 10_000),
        ("left_hand_to_face", 10_000),
        ("right_hand_to_face", 10_000),
        ("motion_energy", 100_000),
    ]

    /// Channels as whole numbers of their last decimal in `features.csv`, a third of the size of
    /// SQLite's reals; the view `features` has the values.
    private static func makeFeatures(_ database: Database) throws {
        let columns = firstChannels.map { "\($0.column) INTEGER" }.joined(separator: ", ")
        let values = firstChannels.map { "r.\($0.column) / \($0.scale) AS \($0.column)" }
            .joined(separator: ", ")
        try database.execute(
            sql: """
                CREATE TABLE feature_rows (
                    time REAL NOT NULL,
                    seat INTEGER NOT NULL REFERENCES seats,
                    \(columns),
                    PRIMARY KEY (time, seat)
                ) WITHOUT ROWID;
                CREATE VIEW features AS
                SELECT r.time AS time, s.name AS seat, \(values)
                FROM feature_rows r JOIN seats s ON s.seat = r.seat;
                """)
    }

    // MARK: evidence: the channels by which postures are told

    private static let evidenceChannels: [(column: String, scale: Double)] = [
        ("nearness", 10_000),
        ("shoulder_span", 10_000),
        ("left_hand_seen", 100_000),
        ("right_hand_seen", 100_000),
        ("left_fingers_to_face", 10_000),
        ("right_fingers_to_face", 10_000),
        ("hands_apart", 10_000),
        ("hands_past", 10_000),
        ("hands_overlap", 100_000),
        ("wrists_to_elbows", 10_000),
        ("hands_off_arms", 10_000),
    ]

    private static func makeEvidence(_ database: Database) throws {
        for channel in evidenceChannels {
            try database.execute(
                sql: "ALTER TABLE feature_rows ADD COLUMN \(channel.column) INTEGER")
        }
        try database.execute(sql: "DROP VIEW features")
        try makeFeaturesView(database, firstChannels + evidenceChannels)
    }

    // MARK: dissolution: how episodes ended, and which repeat an adoption

    private static func makeDissolution(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE episodes ADD COLUMN leader_offset REAL;
                ALTER TABLE episodes ADD COLUMN follower_offset REAL;
                ALTER TABLE episodes ADD COLUMN ended_by TEXT;
                ALTER TABLE episodes ADD COLUMN exit_lag REAL;
                ALTER TABLE episodes ADD COLUMN "repeat" INTEGER NOT NULL DEFAULT 0
                    CHECK ("repeat" IN (0, 1));
                """)
    }

    // MARK: faces: what a face does

    private static let faceChannels: [(column: String, scale: Double)] = [
        ("smile", 10_000),
        ("mouth_open", 10_000),
        ("brow_raise", 10_000),
        ("face_motion", 10_000),
    ]

    private static func makeFaces(_ database: Database) throws {
        try add(faceChannels, database)
        // Columns in the order of features.csv.
        try makeFeaturesView(database, firstChannels + faceChannels + evidenceChannels)
    }

    // MARK: partner: how the heads are turned toward each other

    private static let partnerChannels: [(column: String, scale: Double)] = [("to_partner", 1_000)]

    private static func makePartner(_ database: Database) throws {
        try add(partnerChannels, database)
        try makeFeaturesView(
            database, firstChannels + faceChannels + partnerChannels + evidenceChannels)
    }

    /// Adds columns to the features; the view has to be made anew after it.
    private static func add(
        _ channels: [(column: String, scale: Double)], _ database: Database
    ) throws {
        for channel in channels {
            try database.execute(
                sql: "ALTER TABLE feature_rows ADD COLUMN \(channel.column) INTEGER")
        }
        try database.execute(sql: "DROP VIEW features")
    }

    // MARK: covariates: episodes after events, and who listened

    private static func makeCovariates(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE episodes ADD COLUMN q_value REAL;
                ALTER TABLE episodes ADD COLUMN event INTEGER NOT NULL DEFAULT 0
                    CHECK (event IN (0, 1));
                ALTER TABLE episodes ADD COLUMN follower_listens INTEGER
                    CHECK (follower_listens IN (0, 1));
                """)
    }

    // MARK: breathing: with consent to it

    private static let breathChannels: [(column: String, scale: Double)] = [
        ("breath", 100_000),
        ("breath_rate", 100),
    ]

    private static func makeBreathing(_ database: Database) throws {
        try add(breathChannels, database)
        try makeFeaturesView(
            database,
            firstChannels + faceChannels + partnerChannels + breathChannels + evidenceChannels)
    }

    // MARK: distance: how far apart the two sit, and what a minute says of breaths and the face

    private static let distanceChannels: [(column: String, scale: Double)] = [("distance", 10_000)]

    private static let courseChannels: [(column: String, scale: Double)] = [
        ("breath_depth", 10_000),
        ("face_activity", 10_000),
    ]

    private static func makeDistance(_ database: Database) throws {
        try add(distanceChannels + courseChannels, database)
        try makeFeaturesView(
            database,
            firstChannels + faceChannels + partnerChannels + breathChannels + distanceChannels
                + evidenceChannels + courseChannels)
    }

    // MARK: gait: of people who walk

    private static func makeGait(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE gait (
                    seat TEXT NOT NULL UNIQUE REFERENCES seats (name),
                    steps INTEGER NOT NULL,
                    seconds REAL NOT NULL,
                    view TEXT CHECK (view IN ('frontal', 'sideways', 'oblique')),
                    cadence REAL,
                    step_time_mean REAL,
                    step_time_sd REAL,
                    asymmetry REAL,
                    asymmetry_low REAL,
                    asymmetry_high REAL,
                    arm_swing REAL,
                    trunk_sway REAL,
                    knee_range REAL,
                    trunk_range REAL
                );
                CREATE TABLE gait_steps (
                    seat TEXT NOT NULL REFERENCES seats (name),
                    foot TEXT CHECK (foot IN ('left', 'right')),
                    time REAL NOT NULL,
                    step_time REAL,
                    step_length REAL,
                    swing REAL
                );
                """)
    }

    // MARK: series: channels that other tools measured, to the last digit, see ExactSeries

    private static func makeSeries(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE series (
                    seat INTEGER NOT NULL REFERENCES seats,
                    channel TEXT NOT NULL,
                    numbers BLOB,
                    given BLOB,
                    PRIMARY KEY (seat, channel)
                );
                """)
    }

    // MARK: gaze: where eyes look, in scores of series

    private static let gazeChannels: [(column: String, scale: Double)] = [
        ("gaze_turn", 1_000),
        ("gaze_nod", 1_000),
    ]

    private static func makeGaze(_ database: Database) throws {
        try add(gazeChannels, database)
        try makeFeaturesView(
            database,
            firstChannels + faceChannels + gazeChannels + partnerChannels + breathChannels
                + distanceChannels + evidenceChannels + courseChannels)
    }

    // MARK: review: what coders say of the episodes, see RecordReviews

    /// Seats by their names, which refer to no table: what a coder decided outlives the results.
    private static func makeReview(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE reviews (
                    coder TEXT PRIMARY KEY,
                    blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
                    revealed TEXT
                ) WITHOUT ROWID;
                CREATE TABLE review_items (
                    id INTEGER PRIMARY KEY,
                    coder TEXT NOT NULL REFERENCES reviews (coder),
                    decided TEXT NOT NULL,
                    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'rejected', 'unsure')),
                    blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
                    note TEXT NOT NULL,
                    measured_posture TEXT,
                    measured_leader TEXT,
                    measured_leader_onset REAL,
                    measured_follower_onset REAL,
                    posture TEXT,
                    leader TEXT,
                    leader_side TEXT CHECK (leader_side IN ('left', 'right')),
                    follower_side TEXT CHECK (follower_side IN ('left', 'right')),
                    leader_onset REAL,
                    follower_onset REAL,
                    "offset" REAL
                );
                """)
    }

    private static func makeFeaturesView(
        _ database: Database, _ channels: [(column: String, scale: Double)]
    ) throws {
        let values = channels.map { "r.\($0.column) / \($0.scale) AS \($0.column)" }
            .joined(separator: ", ")
        try database.execute(
            sql: """
                CREATE VIEW features AS
                SELECT r.time AS time, s.name AS seat, \(values)
                FROM feature_rows r JOIN seats s ON s.seat = r.seat;
                """)
    }

    // MARK: seals: digests that show damage, see RecordSeals

    private static func makeSeals(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE seals (
                    name TEXT PRIMARY KEY,
                    digest BLOB NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE spans (
                    first INTEGER PRIMARY KEY,
                    "end" INTEGER NOT NULL,
                    digest BLOB NOT NULL
                );
                """)
    }
}
