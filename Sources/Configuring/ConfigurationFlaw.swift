/// What is wrong with a configuration, worded for whoever wrote it.
package struct ConfigurationFlaw: Error, Equatable, Sendable {
    /// Where something stands in a file, both counted from 1, columns in characters.
    package struct Place: Equatable, Sendable {
        package var file: String
        package var line: Int
        package var column: Int
    }

    package let place: Place
    /// The keys that lead there, such as `endpoints.shop.timeout`; empty for the file as a whole.
    package let path: String
    /// What is wrong and what to do, without a full stop.
    package let words: String

    init(at place: Place, path: String = "", _ words: String) {
        self.place = place
        self.path = path
        self.words = words
    }
}

extension ConfigurationFlaw: CustomStringConvertible {
    /// `shop.yaml:3:5: endpoints.shop.timeout: must be more than zero`.
    package var description: String { "\(place): \(path.isEmpty ? "" : "\(path): ")\(words)" }
}

extension ConfigurationFlaw.Place: CustomStringConvertible {
    package var description: String { "\(file):\(line):\(column)" }
}
