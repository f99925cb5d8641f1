import AsyncHTTPClient
import Domain
import NIOCore

/// Sends one warm-up, of one or more instances, and measures it.
package struct HTTPWarmer: Sendable {
    /// Deadlines beyond this are brought down to it.
    private static let longestTimeout = Duration.seconds(3600)

    private let client: HTTPClient
    private let secrets: SecretSource

    /// - Parameters:
    ///   - client: Made by ``makeClient(connectTimeout:connectionsPerHost:)``; whoever made it
    ///     shuts it down.
    ///   - secrets: What headers may refer to.
    package init(
        client: HTTPClient,
        secrets: SecretSource = SecretSource(environment: [:])
    ) {
        self.client = client
        self.secrets = secrets
    }

    /// A client that fits: every request has a connection of its own, nothing is tried twice.
    ///
    /// A connection that is used once cannot have been closed by the other side in the meantime,
    /// and it cannot make two of a warm-up's requests meet the same instance. HTTP/1.1 alone,
    /// because HTTP/2 would send all of them over one connection. Redirects are answers.
    ///
    /// The client must be shut down (`shutdown()`) before it is released.
    ///
    /// - Parameters:
    ///   - connectTimeout: For DNS, TCP and TLS together; an endpoint's timeout may end earlier.
    ///   - connectionsPerHost: Requests beyond so many to one host and port wait for a connection.
    /// - Returns: A running client on the process's own event loops.
    package static func makeClient(
        connectTimeout: Duration = .seconds(10),
        connectionsPerHost: Int = 4 * Preheat.mostInstances
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        configuration.timeout.connect = .nanoseconds(nanoseconds(connectTimeout))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            max(connectionsPerHost, Preheat.mostInstances)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends `instances` requests at once and waits for all of their answers.
    ///
    /// Secrets that headers refer to are read first; without one of them nothing is sent, and every
    /// request counts as `unreachable`. Every failure is an outcome. When the calling task is cancelled, the requests are given up
    /// at once; those without a whole answer are `interrupted`.
    ///
    /// - Parameters:
    ///   - request: What to send. Its timeout is the deadline of the whole, an hour at most.
    ///   - instances: How many; numbers outside `1...Preheat.mostInstances` become the nearer end.
    /// - Returns: One result for each of the requests.
    package func warm(_ request: WarmUpRequest, instances: Int) async -> WarmUpResult {
        await send(request, instances: instances, purpose: "warm-up")
    }

    /// The same for any request of ours; its header `X-Preheat` tells the purpose.
    func send(
        _ request: WarmUpRequest,
        instances: Int,
        purpose: String
    ) async -> WarmUpResult {
        let count = min(max(instances, 1), Preheat.mostInstances)
        let outgoing: OutgoingRequest
        do throws(OutgoingRequest.Invalid) {
            outgoing = try outgoingRequest(request, purpose: purpose)
        } catch {
            let result = InstanceResult(outcome: .unreachable, detail: error.sentence)
            return WarmUpResult(instances: Array(repeating: result, count: count))
        }
        guard !Task.isCancelled else {
            let failure = WarmUpFailure.interrupted(outgoing.address)
            let result = InstanceResult(outcome: failure.outcome, detail: failure.detail)
            return WarmUpResult(instances: Array(repeating: result, count: count))
        }

        let timeout = min(request.timeout, Self.longestTimeout)
        let deadline = NIODeadline.now() + .nanoseconds(Self.nanoseconds(timeout))
        let flights = (0..<count).map { _ in launch(outgoing, deadline: deadline) }
        return await withTaskCancellationHandler {
            var results: [InstanceResult] = []
            for flight in flights {
                results.append(
                    await result(
                        of: flight,
                        at: outgoing.address,
                        timeout: timeout,
                        expecting: request.expectedStatus
                    )
                )
            }
            return WarmUpResult(instances: results)
        } onCancel: {
            for flight in flights { flight.task.cancel() }
        }
    }

    private func outgoingRequest(
        _ request: WarmUpRequest,
        purpose: String
    ) throws(OutgoingRequest.Invalid) -> OutgoingRequest {
        let resolved: WarmUpRequest
        do throws(SecretFailure) {
            resolved = try secrets.resolved(request)
        } catch {
            throw OutgoingRequest.Invalid(sentence: error.description)
        }
        return try OutgoingRequest(resolved, purpose: purpose)
    }

    /// One request on its way.
    private struct Flight: Sendable {
        var task: HTTPClient.Task<Void>
        var recorder: AnswerRecorder
    }

    private func launch(_ outgoing: OutgoingRequest, deadline: NIODeadline) -> Flight {
        let recorder = AnswerRecorder()
        let task = client.execute(
            request: outgoing.request,
            delegate: recorder,
            deadline: deadline
        )
        return Flight(task: task, recorder: recorder)
    }

    private func result(
        of flight: Flight,
        at address: String,
        timeout: Duration,
        expecting: ExpectedStatus
    ) async -> InstanceResult {
        var failure: WarmUpFailure?
        do {
            try await flight.task.get()
        } catch is AnswerRecorder.EnoughRead {
            // A long answer is a limit of ours and no failure of the endpoint.
        } catch {
            failure =
                Task.isCancelled
                ? .interrupted(address)
                : WarmUpFailure(
                    error,
                    address: address,
                    timeout: timeout,
                    answer: flight.recorder.answer
                )
        }
        let answer = flight.recorder.answer
        if failure == nil, let status = answer.status, !expecting.contains(status) {
            failure = WarmUpFailure(.unexpectedStatus, "answered \(status), expected \(expecting)")
        }
        return InstanceResult(
            outcome: failure?.outcome ?? .succeeded,
            status: answer.status,
            connectMs: Self.milliseconds(flight.recorder.startedAt, answer.connectedAt),
            firstByteMs: Self.milliseconds(answer.connectedAt, answer.headAt),
            totalMs: Self.milliseconds(flight.recorder.startedAt, answer.endedAt),
            temperature: answer.temperature,
            instance: answer.instance,
            detail: failure?.detail
        )
    }

    private static func milliseconds(
        _ from: ContinuousClock.Instant?,
        _ to: ContinuousClock.Instant?
    ) -> Int64? {
        guard let from, let to else { return nil }
        return max(from.duration(to: to).milliseconds, 0)
    }

    /// Whole nanoseconds, from 1 ms to an hour: no stated duration can overflow.
    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = min(max(duration, .milliseconds(1)), longestTimeout).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
