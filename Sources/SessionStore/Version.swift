/// The version of this program, as it stands in `session.json` under `attune`.
public enum AttuneVersion {
    public static let current = "0.1.0"
}
