package import Foundation

/// How a request reaches the vision process: as one line of JSON on its standard input, before anything else
/// that comes there, and with it the files that it names, open.
///
/// Requests name files, and a checkpoint holds landmarks, faces and clothing: every user of the computer reads a
/// process's arguments, and what is longer than 128 KiB does not fit in one. What was opened once is what is
/// digested and what is decoded, whatever comes to stand at its path.
package enum RequestLine {
    /// The argument that says that a request comes.
    package static let argument = "request"

    /// Longest line, bytes: a checkpoint takes some 100 KiB.
    package static let longest = 1 << 24

    /// Most files of a request: two cameras with all their chapters. The kernel passes 253 at once (`SCM_MAX_FD`).
    package static let mostFiles = 2 * Footage.mostFiles

    /// The line, with its end. JSON has no line feed of its own.
    package static func encode(_ request: some Encodable) throws -> Data {
        try JSONEncoder().encode(request) + Data([0x0A])
    }

    /// Sends a line into a socket, and the descriptors of the files that it names, in their order. A process
    /// that does not read it for a minute holds nobody up longer, and one that has ended says so itself.
    package static func send(_ line: Data, files: [Int32], over socket: Int32) {
        var sent = DescriptorMessage.send(line, files: files, over: socket)
        for _ in 0..<60 where sent >= 0 && sent < line.count {
            let rest = Data(line.dropFirst(sent))
            let more = DescriptorMessage.send(rest, files: sent == 0 ? files : [], over: socket)
            guard more >= 0 else { return }
            sent += more
            var state = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            if more == 0 { poll(&state, 1, 1000) }
        }
    }

    /// Reads a line and leaves what comes after it; `nil` when it is too long or never ends.
    ///
    /// - Returns: the line, and the descriptors that came with it, which the caller closes.
    package static func read(from descriptor: Int32) -> (line: Data, files: [Int32])? {
        var line = Data()
        let first = DescriptorMessage.receiveByte(from: descriptor)
        let files = first?.files ?? []
        var byte = first?.byte
        while line.count < longest {
            guard let next = byte ?? self.byte(from: descriptor) else { return nil }
            if next == 0x0A { return (line, files) }
            line.append(next)
            byte = nil
        }
        return nil
    }

    private static func byte(from descriptor: Int32) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = Foundation.read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            return count == 1 ? byte : nil
        }
    }
}

/// Bytes through a Unix socket with descriptors beside them; unix(7), cmsg(3).
private enum DescriptorMessage {
    /// `CMSG_LEN` and `CMSG_SPACE`: the header, and what comes after it on the next whole word.
    private static let header = MemoryLayout<cmsghdr>.size
    private static func space(_ count: Int) -> Int { header + (count * 4 + 7) / 8 * 8 }
    /// `SCM_RIGHTS`, bits/socket.h.
    private static let rights: Int32 = 1

    /// How many bytes the socket has taken, 0 when it is full; -1 when nobody is there.
    static func send(_ bytes: Data, files: [Int32], over socket: Int32) -> Int {
        let control = UnsafeMutableRawBufferPointer.allocate(
            byteCount: space(files.count), alignment: 8)
        defer { control.deallocate() }
        control.initializeMemory(as: UInt8.self, repeating: 0)
        var head = cmsghdr()
        head.cmsg_len = header + files.count * 4
        head.cmsg_level = SOL_SOCKET
        head.cmsg_type = rights
        control.storeBytes(of: head, as: cmsghdr.self)
        for (place, file) in files.enumerated() {
            control.storeBytes(of: file, toByteOffset: header + place * 4, as: Int32.self)
        }
        var bytes = Array(bytes)
        let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        return bytes.withUnsafeMutableBytes { content in
            var part = iovec(iov_base: content.baseAddress, iov_len: content.count)
            return withUnsafeMutablePointer(to: &part) { part in
                var message = msghdr()
                message.msg_iov = part
                message.msg_iovlen = 1
                if !files.isEmpty {
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                }
                while true {
                    let count = sendmsg(socket, &message, flags)
                    if count >= 0 { return count }
                    guard errno == EINTR else { return errno == EAGAIN ? 0 : -1 }
                }
            }
        }
    }

    /// The first byte that comes, and the descriptors with it; `nil` at the end, or when this is no socket.
    static func receiveByte(from socket: Int32) -> (byte: UInt8, files: [Int32])? {
        let control = UnsafeMutableRawBufferPointer.allocate(
            byteCount: space(RequestLine.mostFiles), alignment: 8)
        defer { control.deallocate() }
        control.initializeMemory(as: UInt8.self, repeating: 0)
        var byte: UInt8 = 0
        let flags = Int32(MSG_CMSG_CLOEXEC)
        let (count, length) = withUnsafeMutablePointer(to: &byte) { byte in
            var part = iovec(iov_base: byte, iov_len: 1)
            return withUnsafeMutablePointer(to: &part) { part in
                var message = msghdr()
                message.msg_iov = part
                message.msg_iovlen = 1
                message.msg_control = control.baseAddress
                message.msg_controllen = control.count
                var count = recvmsg(socket, &message, flags)
                while count < 0, errno == EINTR { count = recvmsg(socket, &message, flags) }
                return (count, message.msg_controllen)
            }
        }
        guard count == 1 else { return nil }
        let head = control.load(as: cmsghdr.self)
        guard length >= header, head.cmsg_level == SOL_SOCKET, head.cmsg_type == rights else {
            return (byte, [])
        }
        let files = (0..<(Int(head.cmsg_len) - header) / 4).map {
            control.load(fromByteOffset: header + $0 * 4, as: Int32.self)
        }
        return (byte, files)
    }
}
