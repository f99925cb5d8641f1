import FoundationEssentials
import Hummingbird

extension EmulatedServer {
    /// The longest name of a function, in bytes.
    private static let longestFunction = 128

    /// The function that a path belongs to: its first component, after a slash.
    ///
    /// - Parameter path: Without a query.
    /// - Returns: `nil` when the name is too long to be kept.
    static func function(ofPath path: String) -> String? {
        let component = path.split(separator: "/", maxSplits: 1).first ?? ""
        guard component.utf8.count <= longestFunction else { return nil }
        return "/\(component)"
    }

    /// The answer of an instance.
    static func answer(_ assignment: InstancePool.Assignment) -> Response {
        let temperature = assignment.isCold ? "cold" : "warm"
        return response(
            .ok,
            "instance \(assignment.instance) \(temperature)\n",
            headers: [
                ("X-Instance-Id", assignment.instance),
                ("X-Cold-Start", String(assignment.isCold)),
                ("X-Requests", String(assignment.requests)),
            ]
        )
    }

    /// The answer when there will be no instance.
    static func answer(_ refusal: InstancePool.Refusal) -> Response {
        switch refusal {
        case .lineIsFull:
            response(.tooManyRequests, "all instances are busy and the line is full\n")
        case .tooManyFunctions:
            response(
                .tooManyRequests,
                "there are \(InstancePool.mostFunctions) functions already; use one of them\n"
            )
        }
    }

    /// The answer when the path names no function that can be kept.
    static func pathIsTooLong() -> Response {
        response(
            .uriTooLong,
            "the path's first component is longer than \(longestFunction) bytes; shorten it\n"
        )
    }

    /// The functions as JSON.
    ///
    /// - Parameter summaries: In the order in which they are to appear.
    /// - Returns: An answer with status 200.
    /// - Throws: What `JSONEncoder` throws.
    static func answer(_ summaries: [InstancePool.Summary]) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(
            Listing(functions: summaries.map(Listing.Function.init(summary:)))
        )
        return response(
            .ok,
            String(decoding: json, as: UTF8.self) + "\n",
            type: "application/json"
        )
    }

    private static func response(
        _ status: HTTPResponse.Status,
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        headers: [(String, String)] = []
    ) -> Response {
        var fields = HTTPFields()
        for (name, value) in [("Content-Type", type)] + headers {
            guard let name = HTTPFields.Element.Name(name) else {
                preconditionFailure("'\(name)' is no name of a header")
            }
            fields[name] = value
        }
        return Response(
            status: status,
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

/// What `GET /-/instances` shows.
private struct Listing: Encodable {
    struct Function: Encodable {
        var name: String
        var instances: Int
        var busyInstances: Int
        var waiting: Int
        var requests: Int
        var coldStarts: Int
        var refused: Int

        init(summary: InstancePool.Summary) {
            name = summary.function
            instances = summary.busyInstances + summary.idleInstances
            busyInstances = summary.busyInstances
            waiting = summary.waiting
            requests = summary.requests
            coldStarts = summary.coldStarts
            refused = summary.refused
        }
    }

    var functions: [Function]
}
