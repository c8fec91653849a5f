/// The version of this program, as it stands in `session.json` under `attune`.
package enum AttuneVersion {
    package static let current = "0.1.0"
}
