import ArgumentParser
import Domain
import Foundation
import History
import ServiceLifecycle
import Serving
import Warming

/// Warms an endpoint up now.
struct WarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm",
        abstract: "Warm an endpoint up now, as after a deploy, and say what each instance was.",
        discussion: """
            The ping is written into the ledger and paid from the budgets like any other; a hard \
            budget without room for it refuses it. It works beside a running service.

            A cold answer is a success: the instance is warm now. With --wait the warm-up is repeated, \
            with growing pauses, until every instance answers warm or 5 minutes are over. Whether one \
            is warm is told by the answer's X-Cold-Start header; without it every answer is good.

            Exit codes: 0 all warm; 1 refused; 6 some instances failed, or stayed cold with --wait.

            Example: preheat warm shop --instances 3 --wait
            """
    )

    /// The code that says that not every instance is warm.
    static let notAllWarm = ExitCode(6)

    @Argument(help: "The endpoint's name.", completion: .endpointNames)
    var endpoint: String

    @Option(help: "How many instances to warm, 1 to 64. (default: the endpoint's)")
    var instances: Int?

    @Flag(help: "Repeat until every instance answers warm, 5 minutes at most.")
    var wait = false

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        if let instances, !(1...Domain.Preheat.mostInstances).contains(instances) {
            throw ValidationError("--instances is \(instances); it must be 1 to 64.")
        }
    }

    func run() async throws {
        let (view, refusal) = try await untilSignalled { try await warm() }
        if !view.attempts.isEmpty || refusal == nil { try format.show(view, table: view.text) }
        if let refusal { throw refusal }
        if !view.isGood { throw Self.notAllWarm }
    }

    private func warm() async throws -> (view: WarmUpView, refusal: CommandError?) {
        try await store.withStore(.existing) { store in
            let endpoint = try await store.endpoint(named: endpoint)
            if endpoint.isPaused {
                note("\(endpoint.name) is paused: it is warmed up now, and not kept warm")
            }
            return try await withWarmingClient { client in
                let secrets = SecretSource(environment: ProcessInfo.processInfo.environment)
                let warmer = HTTPWarmer(client: client, secrets: secrets)
                return try await warm(endpoint, in: store, by: warmer)
            }
        }
    }

    /// Sends warm-ups until one is good enough, no time is left, or a budget refuses.
    private func warm(
        _ endpoint: Endpoint,
        in store: HistoryStore,
        by warmer: HTTPWarmer
    ) async throws -> (view: WarmUpView, refusal: CommandError?) {
        let sender = WarmUpNow(store: store, warmer: warmer, clock: SystemClock())
        let count = instances ?? endpoint.instances
        var view = WarmUpView(of: endpoint, instances: count, waits: wait)
        var patience = Patience(start: .now)
        while true {
            var endpoint = endpoint
            if wait { endpoint.warmUp.timeout = min(endpoint.warmUp.timeout, patience.left) }
            let outcome = try await sender.send(
                endpoint,
                instances: count,
                offsets: try zoneOffsets(of: try await store.budgets())
            )
            switch outcome {
            case .refused(let refusal):
                let sentence = try await sentence(for: refusal, in: store)
                return (view, CommandError(sentence))
            case .sent(let ping, let result):
                view.attempts.append(WarmUpView.Attempt(ping, result))
            }
            guard wait, !view.isGood, !view.isInterrupted, let pause = patience.next() else {
                return (view, nil)
            }
            note("\(view.progress); again in \(pause.components.seconds) s")
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return (view, nil)
            }
        }
    }

    private func sentence(
        for refusal: BudgetRefusal,
        in store: HistoryStore
    ) async throws -> String {
        let budget = try await store.budgets().first { $0.id == refusal.budgetID }
        let scope = budget?.scope.text(endpointName: endpoint)
        let name = scope.map { "the budget of \($0) per \(budget?.period.description ?? "")" }
        let reason = refusal.description
            .replacing("budget \(refusal.budgetID)", with: name ?? "a budget")
        return "\(endpoint) was not warmed up: \(reason); see 'preheat budget list'"
    }
}
