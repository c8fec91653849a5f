import Mimicry
import FuzzKit
import Posture
import SessionModel

/// The settings file: what is taken is in force, within its limits, and can be used.
enum SettingsTarget {
    static let target = FuzzTarget(
        "settings",
        texts: [
            """
            {"schema": 1, "rate": "12.5", "layout": "auto", "precision": "f32", "offset": 0,
             "swap_at": [754.25], "keep_uncertain": false,
             "confinement": {"landlock_abi": 4, "seccomp": true},
             "series": {"format": "openpose", "pixel_aspect": 1.094, "energy_unit": 1},
             "features": {"minimum_score": 0.5, "smoothing": 0.15},
             "episodes": {"max_lag": 10, "grace": 2, "simultaneous": 0.2},
             "synchrony": {"window": 30, "step": 5, "max_lag": 5, "peak_region": 0.5},
             "surrogates": {"count": 1000, "seed": 1, "rate": 5, "level": 0.05}}
            """,
            """
            {"schema": 1, "postures": [
              {"name": "slumped", "conditions": [
                {"signal": "trunk_pitch", "direction": "above", "enter": 10, "leave": 6}]},
              {"name": "head_tilted", "sided": true, "min_hold": 1, "bridge": 0.5,
               "bridge_hidden": 0.5, "unless": ["slumped"], "unless_same_side": [],
               "confirmed_by": [], "conditions": [
                {"signal": "{side}_hand_to_face", "direction": "below", "enter": 0.2, "leave": 0.3,
                 "relative": true}]}]}
            """,
            """
            {"schema": 1, "attune": "0.1.0", "settings": {"surrogates": {"count": 0}},
             "summary": {}, "warnings": []}
            """,
        ],
        words: [
            "\"schema\"", "\"settings\"", "\"rate\"", "\"layout\"", "\"precision\"", "\"offset\"",
            "\"swap_at\"", "\"keep_uncertain\"", "\"features\"", "\"postures\"", "\"episodes\"",
            "\"synchrony\"", "\"surrogates\"", "\"window\"", "\"step\"", "\"max_lag\"", "\"count\"",
            "\"seed\"", "\"name\"", "\"conditions\"", "\"unless\"", "{side}", "{other}", "native",
            "1e308", "9007199254740991", "null", "\\u",
        ], mutation: .json
    ) { bytes in
        let path = FuzzFolder.shared.file("lab.json", bytes)
        guard let file = Promise.read({ try SettingsFile.load(path) }) else { return }
        let scoring = file.scoring
        FuzzTarget.expect(
            SynchronySettings.windows.contains(scoring.synchrony.window)
                && scoring.synchrony.maxLag <= scoring.synchrony.window, "a window")
        let count = scoring.surrogates.count
        FuzzTarget.expect(count == 0 || SurrogateSettings.counts.contains(count), "surrogates")
        FuzzTarget.expect((file.offset ?? 0).isFinite, "an offset")
        // A set that is taken can be looked for.
        var detector = PostureDetector(seat: .first, definitions: scoring.postures)
        for time in 0..<3 {
            let row = Channel.allCases.map { _ in Double(time) }
            detector.append(FeatureSample(time: Double(time), presence: 1, row: row))
        }
        _ = detector.changes()
        FuzzTarget.expect(detector.finish().held.allSatisfy { $0.onset <= $0.offset }, "holds")
    }
}
