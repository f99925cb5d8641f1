import Glibc

/// Gives the lines of a plain or gzip file one by one, without storing more than a piece of it.
///
/// ```swift
/// var reader = try LineReader(path: path)
/// while let line = try reader.next() { … }
/// ```
///
/// What was read before an error must be thrown away by the caller: it is not the whole file.
package struct LineReader: ~Copyable {
    /// One line; its bytes stay valid until the next one is asked for.
    package struct Line {
        /// Counted from 1; blank lines count.
        package var number: Int
        /// Without `\n` or `\r\n`, and without a byte order mark; of a line that is too long, the
        /// first 256 bytes.
        package var bytes: UnsafeRawBufferPointer
        /// Longer than ``LineReader/longestLine``.
        package var isTooLong: Bool

        /// Nothing but spaces and tabs.
        var isBlank: Bool { bytes.allSatisfy { $0 == space || $0 == tab } }
    }

    /// How far the reading is, in bytes of the file on the disk.
    package struct Progress: Equatable, Sendable {
        /// Read so far; all of them at the end.
        package var consumedBytes: Int64
        /// The size of the file.
        package var totalBytes: Int64
    }

    /// The most bytes of a line that is handed over whole.
    package static let longestLine = 64 * 1024

    private static let capacity = 256 * 1024
    private static let headCapacity = 256

    private var file: CompressedFile
    private let onProgress: ((Progress) -> Void)?
    private var reportedBytes: Int64 = 0
    /// The first `capacity` bytes are the window on the file; behind it lies the head of a line
    /// that outgrew the window.
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var number = 0
    private var isSkipping = false
    private var isAtEnd = false

    /// - Parameters:
    ///   - path: A regular file.
    ///   - onProgress: Called at most about 200 times, the last time at the end of the file.
    /// - Throws: When the file cannot be opened.
    package init(
        path: String,
        onProgress: ((Progress) -> Void)? = nil
    ) throws(ObservingError) {
        file = try CompressedFile(path: path)
        self.onProgress = onProgress
        memory = .allocate(byteCount: Self.capacity + Self.headCapacity, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// - Returns: The next line, or `nil` at the end.
    /// - Throws: When the file cannot be read, or is a gzip file that ends early or is damaged.
    package mutating func next() throws(ObservingError) -> Line? {
        while true {
            if let newline = UnsafeRawBufferPointer(memory).index(of: 0x0a, from: start, to: end) {
                defer { start = newline + 1 }
                return line(upTo: newline)
            }
            guard !isAtEnd else {
                guard end > start || isSkipping else { return nil }
                defer { start = end }
                return line(upTo: end)
            }
            try fill()
        }
    }

    private mutating func line(upTo lineEnd: Int) -> Line {
        number += 1
        let window = UnsafeRawBufferPointer(memory)
        guard !isSkipping else {
            isSkipping = false
            let head = window.part(Self.capacity, Self.capacity + Self.headCapacity)
            return Line(number: number, bytes: head, isTooLong: true)
        }
        var lineStart = start
        var lineEnd = lineEnd
        if lineEnd > lineStart, window[lineEnd - 1] == 0x0d { lineEnd -= 1 }
        if number == 1, lineEnd - lineStart >= 3, window[lineStart] == 0xef,
            window[lineStart + 1] == 0xbb, window[lineStart + 2] == 0xbf
        {
            lineStart += 3
        }
        let isTooLong = lineEnd - lineStart > Self.longestLine
        if isTooLong { lineEnd = lineStart + Self.headCapacity }
        return Line(
            number: number,
            bytes: window.part(lineStart, lineEnd),
            isTooLong: isTooLong
        )
    }

    /// Moves the unfinished line to the front and reads behind it.
    private mutating func fill() throws(ObservingError) {
        let rest = end - start
        let mostKept = Self.longestLine + 4  // A byte order mark and a carriage return on top.
        if isSkipping {
            end = 0
        } else if rest > mostKept {
            let head = UnsafeRawBufferPointer(memory).part(start, start + Self.headCapacity)
            memory.copy(head, to: Self.capacity)
            isSkipping = true
            end = 0
        } else {
            memory.copy(UnsafeRawBufferPointer(memory).part(start, end), to: 0)
            end = rest
        }
        start = 0
        let room = UnsafeMutableRawBufferPointer(rebasing: memory[end..<Self.capacity])
        let count = try file.read(into: room)
        end += count
        isAtEnd = count == 0
        reportProgress()
    }

    private mutating func reportProgress() {
        guard let onProgress else { return }
        let consumed = isAtEnd ? file.size : min(file.offset, file.size)
        let step = max(file.size / 200, 1)
        guard isAtEnd || consumed - reportedBytes >= step else { return }
        reportedBytes = consumed
        onProgress(Progress(consumedBytes: consumed, totalBytes: file.size))
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func copy(_ source: UnsafeRawBufferPointer, to offset: Int) {
        guard let from = source.baseAddress, let to = baseAddress, !source.isEmpty else { return }
        memmove(to + offset, from, source.count)
    }
}
