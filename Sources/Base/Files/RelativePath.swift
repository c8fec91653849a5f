/// The way from one folder to another.
package enum RelativePath {
    /// Such as `../video/`; `./` from a folder to itself.
    ///
    /// - Parameters: absolute paths without `.`, `..` and links.
    package static func folder(_ target: String, from start: String) -> String {
        let there = target.split(separator: "/")
        let here = start.split(separator: "/")
        let common = zip(here, there).prefix { $0 == $1 }.count
        let parts =
            Array(repeating: "..", count: here.count - common) + there[common...].map(String.init)
        return (parts.isEmpty ? ["."] : parts).joined(separator: "/") + "/"
    }
}
