import Exports
import Agreement
import FuzzKit

/// A session folder that `attune compare` reads: three files, with a zero byte between.
enum TablesTarget {
    private static let names = ["session.json", "postures.csv", "episodes.csv"]

    static let target = FuzzTarget(
        "tables",
        texts: [
            """
            {"schema": 1, "source": {"file": "a.mp4", "duration": 60}, "seats": ["a", "b"],
             "settings": {"episodes": {"max_lag": 10}, "postures": [{"name": "slumped"}]}}
            """
                + "\0seat,posture,side,onset,offset\na,slumped,,1.0,2.5\nb,head_on_hand,left,3,4\n\0"
                + "posture,leader,follower,leader_side,follower_side,congruence,leader_onset,"
                + "follower_onset,lag,offset,shared_duration,p_value\n"
                + "head_on_hand,a,b,left,right,mirror,1,3,2,5,2,0.04\n"
        ],
        words: [
            "\"duration\":", "\"seats\":", "\"settings\":", "\"postures\":", "\"name\":", "slumped",
            "1e308", "nan", "\"\"",
        ], mutation: .table
    ) { bytes in
        let folder = FuzzFolder.shared.folder("session")
        let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        for (name, part) in zip(names, parts) {
            _ = FuzzFolder.shared.file("session/\(name)", part)
        }
        let tables = Promise.read(refusing: [65, 66]) { try SessionTables(folder: folder) }
        guard let tables else { return }
        FuzzTarget.expect(tables.seats.count == 2, "two seats")
        FuzzTarget.expect(
            tables.holds.allSatisfy { $0.onset.isFinite && $0.onset <= $0.offset }, "rising holds")
    }
}
