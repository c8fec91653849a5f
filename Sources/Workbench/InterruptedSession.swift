import Archive
import Base
import Consents
import VisionProtocol

extension Library {
    /// What a session was being measured from, that an earlier run left half done.
    ///
    /// - Throws: ``Failure/Kind/noInput`` without an unfinished record.
    func interrupted(_ entry: Entry) throws(Failure) -> NewSession {
        let path = "\(entry.path)/\(SessionRecord.unfinishedName)"
        try SessionRecord.requireThere(path)
        let record = try SessionRecord.open(path)
        let (header, consent) = (try record.header(), try record.consent())
        try record.close()
        let folder = entry.path == root ? "." : String(entry.path.dropFirst(root.count + 1))
        return NewSession(
            name: consent?.session ?? String(folder.split(separator: "/").last ?? ""),
            folder: folder,
            recordings: header.sources.map {
                $0.file.split(separator: "/").last.map(String.init) ?? $0.file
            },
            filming: header.request.filming)
    }
}

extension RecordHeader.Request {
    /// The same way of filming, so that it goes on as it began.
    fileprivate var filming: Filming {
        let offset: RecordingOffset? =
            switch offsetBasis?.source {
            case .sound: .sound
            case .given: .seconds(self.offset)
            case .assumed, nil: nil
            }
        return Filming(
            layout: Layout(layout) ?? .auto, mirrored: mirrored, offset: offset)
    }
}
