import Archive
package import Base
import Exports

/// The files of a study: those of every study, and those that were asked for.
package struct StudyFiles: Sendable {
    private let study: StudyAnalysis
    private let thirds: StudyThirds
    private let page: StudyHTML

    package init(study: StudyAnalysis, thirds: StudyThirds, page: StudyHTML) {
        self.study = study
        self.thirds = thirds
        self.page = page
    }

    package var all: [(name: String, body: FileWriter.Body)] {
        let (study, thirds, page) = (study, thirds, page)
        var files: [(StudyFile, FileWriter.Body)] = [
            (
                .sessions,
                { output throws(Failure) in
                    try StudyTables.writeSessions(study, to: &output)
                }
            ),
            (
                .episodes,
                { output throws(Failure) in
                    try StudyTables.writeEpisodes(study, to: &output)
                }
            ),
            (
                .synchrony,
                { output throws(Failure) in
                    try StudyTables.writeSynchrony(study, to: &output)
                }
            ),
            (.thirds, { output throws(Failure) in try thirds.write(to: &output) }),
        ]
        if let recombination = study.recombination {
            files.append(
                (
                    .recombined,
                    { output throws(Failure) in try recombination.write(study, to: &output) }
                ))
        }
        if let multiverse = study.multiverse {
            files.append(
                (.multiverse, { output throws(Failure) in try multiverse.write(to: &output) }))
        }
        if let power = study.power {
            files.append((.power, { output throws(Failure) in try power.write(to: &output) }))
        }
        files += [
            (
                .summary,
                { output throws(Failure) in
                    try output.write(StudyJSON.value(study).text() + "\n")
                }
            ),
            (.page, { output throws(Failure) in try page.write(study, to: &output) }),
        ]
        return files.map { (name: $0.name, body: $1) }
    }
}
