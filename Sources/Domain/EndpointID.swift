/// The key of an endpoint in the history; it outlives a change of the endpoint's name.
package struct EndpointID: Hashable, Comparable, Sendable {
    package var rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    package static func < (left: EndpointID, right: EndpointID) -> Bool {
        left.rawValue < right.rawValue
    }
}
