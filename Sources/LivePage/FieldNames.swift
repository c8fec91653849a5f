import HTTPTypes

extension HTTPField.Name {
    /// A name that is known to be one.
    init(known name: String) {
        guard let made = Self(name) else { preconditionFailure("\(name) is no name of a field") }
        self = made
    }
}
