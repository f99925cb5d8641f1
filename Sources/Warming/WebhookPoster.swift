import AsyncHTTPClient
import Domain

/// Posts JSON to one URL, once for each call; what the answer's body says does not matter.
package struct WebhookPoster: Sendable {
    /// What came of a post.
    package enum Outcome: Equatable, Sendable {
        /// Any status from 200 to 299.
        case delivered
        /// The webhook answered, but did not take it; the sentence says with what.
        case refused(String)
        /// There was no whole answer in time.
        case unreachable(String)
        /// The calling task was cancelled.
        case interrupted
    }

    /// How long a post may take from the attempt to connect to the end of the answer.
    package static let deadline = Duration.seconds(10)

    private let warmer: HTTPWarmer
    private let url: String
    private let deadline: Duration

    /// - Parameters:
    ///   - client: Made by ``HTTPWarmer/makeClient(connectTimeout:connectionsPerHost:)``.
    ///   - url: An absolute http or https URL.
    ///   - deadline: An hour at most.
    package init(client: HTTPClient, url: String, deadline: Duration = Self.deadline) {
        warmer = HTTPWarmer(client: client)
        self.url = url
        self.deadline = deadline
    }

    /// Sends `json`; a redirect is not followed, and at most 1 MiB of the answer is read.
    ///
    /// - Returns: What came of it; its sentence names host and port only.
    package func post(_ json: String) async -> Outcome {
        let request = WarmUpRequest(
            method: "POST",
            url: url,
            headers: [WarmUpRequest.Header(name: "Content-Type", value: "application/json")],
            body: json,
            timeout: deadline,
            expectedStatus: .delivered
        )
        let result = await warmer.send(request, instances: 1, purpose: "notice")
        let detail = result.detail ?? "no answer"
        return switch result.outcome {
        case .succeeded: .delivered
        case .unexpectedStatus: .refused(detail)
        case .interrupted, .pending: .interrupted
        case .timedOut, .unreachable: .unreachable(detail)
        }
    }
}

/// Services are described in the journal with all that they hold: the URL may be a secret.
extension WebhookPoster: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "WebhookPoster" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
