import Configuring
import Foundation
import Glibc

/// Reads the files of a configuration.
struct ConfigurationInput {
    let path: String

    /// The most files of a folder.
    private static let mostFiles = 1000

    /// - Throws: `CommandError` for what is not there or cannot be read.
    func sources() throws -> [ConfigurationSource] {
        guard path != "-" else {
            return [
                ConfigurationSource(
                    name: "standard input",
                    bytes: try read(FileHandle.standardInput, name: "standard input")
                )
            ]
        }
        var status = stat()
        guard !path.isEmpty, stat(path, &status) == 0 else {
            let reason = path.isEmpty ? "the path is empty" : String(cString: strerror(errno))
            throw CommandError("cannot read '\(path)': \(reason); check the path")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [try source(path)] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".") }
            .sorted()
        guard !names.isEmpty else {
            throw CommandError("the folder '\(path)' has no *.yaml or *.yml file; name another one")
        }
        guard names.count <= Self.mostFiles else {
            throw CommandError(
                "the folder '\(path)' has \(names.count) files; the most is \(Self.mostFiles)"
            )
        }
        return try names.map { try source(path.hasSuffix("/") ? path + $0 : "\(path)/\($0)") }
    }

    private func source(_ file: String) throws -> ConfigurationSource {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw CommandError(
                "cannot read '\(file)': \(String(cString: strerror(errno))); check the path"
            )
        }
        return ConfigurationSource(name: file, bytes: try read(handle, name: file))
    }

    /// Reads one byte more than is allowed at most, so that more is told from just as much.
    private func read(_ handle: FileHandle, name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while bytes.count <= ConfigurationSource.mostBytes,
                let part = try handle.read(upToCount: 1 << 20), !part.isEmpty
            {
                bytes += part
            }
        } catch {
            throw CommandError("cannot read '\(name)'; name a file or a folder of files")
        }
        return bytes
    }
}
