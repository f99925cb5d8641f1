/// What a platform charges for a ping and for warmth that it holds itself.
package struct PriceModel: Equatable, Sendable {
    package var name: String
    /// The month in which the list price was read, as `2026-11`.
    package var asOf: String
    package var currency: String
    /// Where the figures hold, and which of them are approximate.
    package var notes: String
    /// By ``PriceFigure``.
    private var figures: [Int64]

    /// A price list on which nothing costs anything.
    package init(name: String, asOf: String, currency: String, notes: String = "") {
        self.name = name
        self.asOf = asOf
        self.currency = currency
        self.notes = notes
        figures = PriceFigure.allCases.map(\.defaultValue)
    }

    /// The value of a figure in its unit.
    package subscript(figure: PriceFigure) -> Int64 {
        get { figures[figure.rawValue] }
        set {
            precondition(newValue >= 0, "a figure is not negative")
            figures[figure.rawValue] = newValue
        }
    }

    /// What one pinged instance used.
    package struct Usage: Equatable, Sendable {
        package var execution: Duration
        package var startUp: Duration
        /// How long the instance is kept only because of this ping.
        package var idle: Duration
        package var memoryMB: Int

        package init(
            execution: Duration,
            startUp: Duration = .zero,
            idle: Duration = .zero,
            memoryMB: Int
        ) {
            self.execution = execution
            self.startUp = startUp
            self.idle = idle
            self.memoryMB = memoryMB
        }
    }
}

// MARK: - Pings

extension PriceModel {
    /// The price of one ping over all its instances: an exact sum of products, rounded up once to a
    /// billionth.
    ///
    /// Parts of a millisecond count as a whole one.
    ///
    /// - Parameter usages: One for each instance that a request reached; none cost nothing.
    /// - Returns: At most 9223372036.854775807 units of the currency: a greater amount stays there.
    /// - Complexity: O(*n*) in the instances.
    package func cost(of usages: [Usage]) -> Money {
        guard !usages.isEmpty else { return .zero(currency) }
        var amount = ExactAmount()
        amount.add(self[.perPing])
        for usage in usages { add(usage, to: &amount) }
        return amount.roundedUp(currency: currency)
    }

    /// The price of a ping of one instance; ``cost(of:)-([Usage])`` says how it is rounded.
    package func cost(of usage: Usage) -> Money { cost(of: [usage]) }

    /// The most that a ping can cost, whatever its instances turn out to have used within `bounds`.
    ///
    /// - Parameters:
    ///   - instances: How many the ping has, at most.
    ///   - bounds: The longest execution, start-up and idle time of any of them.
    /// - Returns: No less than the price of any ping within these bounds: no figure is negative, so
    ///   that a price never falls when a usage grows or joins.
    package func worstCase(instances: Int, of bounds: Usage) -> Money {
        cost(of: [Usage](repeating: bounds, count: max(instances, 0)))
    }

    /// The price of keeping one instance that idles, where that is billed; rounded up once.
    package func idleCost(of idle: Duration, memoryMB: Int) -> Money {
        var amount = ExactAmount()
        addIdle(idle, memoryMB: memoryMB, to: &amount)
        return amount.roundedUp(currency: currency)
    }

    private func add(_ usage: Usage, to amount: inout ExactAmount) {
        amount.add(self[.perRequest])
        let startUp =
            self[.startUpBilled] == 0 ? 0 : ExactAmount.wholeMilliseconds(usage.startUp)
        let started = ExactAmount.wholeMilliseconds(usage.execution) + startUp
        let billed = max(
            ExactAmount.roundedUp(started, to: Int128(self[.roundingMilliseconds])),
            Int128(self[.minimumMilliseconds])
        )
        amount.add(self[.perCPUMillisecond], units: billed)
        addLife(billed, memoryMB: usage.memoryMB, to: &amount)
        addIdle(usage.idle, memoryMB: usage.memoryMB, to: &amount)
    }

    private func addIdle(_ idle: Duration, memoryMB: Int, to amount: inout ExactAmount) {
        let milliseconds = ExactAmount.wholeMilliseconds(idle)
        amount.add(self[.perHeldSecond], milliseconds: milliseconds)
        if self[.idleBilled] != 0 { addLife(milliseconds, memoryMB: memoryMB, to: &amount) }
    }

    private func addLife(
        _ milliseconds: Int128,
        memoryMB: Int,
        to amount: inout ExactAmount
    ) {
        amount.add(
            self[.perGBSecond],
            milliseconds: milliseconds,
            memoryMB: billedMemoryMB(memoryMB)
        )
        amount.add(
            self[.perVCPUSecond],
            milliseconds: milliseconds,
            milliVCPUs: Int128(self[.vCPUs])
        )
    }

    private func billedMemoryMB(_ memoryMB: Int) -> Int128 {
        ExactAmount.roundedUp(
            max(Int128(max(memoryMB, 0)), Int128(self[.leastMemoryMB])),
            to: Int128(self[.memoryStepMB])
        )
    }
}

// MARK: - Held warmth

extension PriceModel {
    /// Whether the list has a price for instances that the platform holds warm.
    package var hasHeldPrice: Bool {
        self[.heldPerGBSecond] > 0 || self[.heldPerVCPUSecond] > 0 || self[.perHeldSecond] > 0
    }

    /// The price of instances that the platform holds warm: provisioned, always ready, minimum.
    ///
    /// - Parameters:
    ///   - instances: How many are held.
    ///   - memoryMB: What one of them has.
    ///   - duration: How long each is held; rounded up as the list says.
    ///   - running: For how long of it they execute, added up over all of them.
    /// - Returns: One amount, exact and rounded up once; `nil` where the list has no such price.
    package func provisioned(
        instances: Int,
        memoryMB: Int,
        for duration: Duration,
        running: Duration = .zero
    ) -> Money? {
        guard hasHeldPrice else { return nil }
        let held = ExactAmount.roundedUp(
            ExactAmount.wholeMilliseconds(duration),
            to: Int128(self[.heldRoundingSeconds]) * 1000
        )
        let all = held.multipliedReportingOverflow(by: Int128(max(instances, 0)))
        let milliseconds = all.overflow ? .max : all.partialValue
        let memory = billedMemoryMB(memoryMB)
        var amount = ExactAmount()
        amount.add(self[.perHeldSecond], milliseconds: milliseconds)
        amount.add(self[.heldPerGBSecond], milliseconds: milliseconds, memoryMB: memory)
        amount.add(
            self[.heldPerVCPUSecond],
            milliseconds: milliseconds,
            milliVCPUs: Int128(self[.vCPUs])
        )
        amount.add(
            self[.heldRunningPerGBSecond],
            milliseconds: ExactAmount.wholeMilliseconds(running),
            memoryMB: memory
        )
        return amount.roundedUp(currency: currency)
    }
}
