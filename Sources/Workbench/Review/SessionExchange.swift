package import Base

/// Exchanges the two people of a measured session on behalf of the page of a review.
package protocol SessionExchange: Sendable {
    /// Exchanges them from a time on, and makes the results again from the record.
    ///
    /// - Parameters:
    ///   - folder: the path of the session folder.
    ///   - time: seconds of the session.
    /// - Returns: names of files in the folder that are still of the earlier results.
    /// - Throws: ``Failure/Kind/unavailable`` while others are exchanged, and what keeps results from being made.
    func exchange(in folder: String, at time: Double) async throws(Failure) -> [String]
}
