extension Endpoint {
    /// What the endpoint pays: its platform's list, or another, with its own figures in it.
    ///
    /// - Complexity: O(*n*) in the lists and its own prices.
    package var priceModel: PriceModel {
        var model = pricePreset
        for override in prices {
            switch override {
            case .preset: break
            case .currency(let currency): model.currency = currency
            case .figure(let figure, let value): model[figure] = value
            }
        }
        return model
    }

    /// The list that its own prices are written over.
    package var pricePreset: PriceModel {
        for case .preset(let name) in prices {
            if let preset = PriceModel.preset(named: name) { return preset }
        }
        return PriceModel.preset(for: platform)
    }

    /// Why these prices do not fit each other or the instance; `nil` when they do.
    package var priceFlaw: PriceFlaw? {
        let preset = pricePreset
        let model = priceModel
        if model.currency != preset.currency {
            let foreign = PriceFigure.allCases.filter { figure in
                figure.kind == .money && preset[figure] > 0
                    && !prices.contains { $0.key == figure.key }
            }
            guard foreign.isEmpty else {
                return .foreignFigures(
                    foreign,
                    preset: preset.name,
                    presetCurrency: preset.currency,
                    currency: model.currency
                )
            }
        }
        let most = model[.mostMemoryMB]
        if let memoryMB, most > 0, memoryMB > most {
            return .tooMuchMemory(memoryMB, most: most, preset: preset.name)
        }
        return nil
    }

    /// The memory of one instance: the stated one, else the platform's.
    package var instanceMemoryMB: Int { memoryMB ?? platform.defaultMemoryMB }

    /// What one pinged instance of this endpoint used.
    package func usage(
        execution: Duration,
        startUp: Duration = .zero,
        idle: Duration = .zero
    ) -> PriceModel.Usage {
        PriceModel.Usage(
            execution: execution,
            startUp: startUp,
            idle: idle,
            memoryMB: instanceMemoryMB
        )
    }

    /// How long a usual ping executes: as long as a mean request, 100 ms where nobody said that.
    package var usualExecution: Duration { meanDuration ?? .milliseconds(100) }

    /// What a usual ping of so many instances costs that finds all of them warm.
    package func warmPingCost(instances: Int) -> Money {
        let usage = usage(execution: usualExecution, idle: idleTimeout)
        return priceModel.cost(of: [PriceModel.Usage](repeating: usage, count: max(instances, 0)))
    }

    /// The most that a ping of this endpoint can cost.
    ///
    /// Each instance executes until the timeout, starts for as long as was stated (else until the
    /// timeout, too), and idles as long as is believed possible.
    ///
    /// - Parameters:
    ///   - instances: How many the ping has.
    ///   - longestIdle: The longest idle timeout that is believed possible; one below
    ///     ``idleTimeout`` does not count.
    /// - Returns: No less than what any of its pings is settled at.
    package func worstCase(instances: Int, longestIdle: Duration = .zero) -> Money {
        priceModel.worstCase(
            instances: instances,
            of: usage(
                execution: warmUp.timeout,
                startUp: startUp ?? warmUp.timeout,
                idle: max(longestIdle, idleTimeout)
            )
        )
    }

    /// The longest idle timeout that is believed possible: the longest that is told apart from others
    /// where none was stated.
    package var longestIdle: Duration { statedIdleTimeout ?? Preheat.longestIdle }

    /// What is reserved for a ping of so many instances: the most that it can cost.
    package func reservation(instances: Int) -> Money {
        worstCase(instances: instances, longestIdle: longestIdle)
    }

    /// What it costs when the platform holds instances warm; `nil` where its list has no such price.
    package func provisioned(instances: Int, for duration: Duration) -> Money? {
        priceModel.provisioned(
            instances: instances,
            memoryMB: instanceMemoryMB,
            for: duration
        )
    }

    /// What a ping that has to start an instance costs, in prices of one that finds it warm: where
    /// the platform bills start-up, and idle time only of what it started.
    ///
    /// 1 where nothing is known of the start-up or the endpoint has no prices.
    package var coldPriceRatio: Double {
        guard let startUp else { return 1 }
        let prices = priceModel
        func nanos(startUp: Duration) -> Double {
            let usage = usage(
                execution: usualExecution,
                startUp: startUp,
                idle: idleTimeout
            )
            return Double(prices.cost(of: usage).nanos)
        }
        let warm = nanos(startUp: .zero)
        return warm > 0 ? max(nanos(startUp: startUp) / warm, 1) : 1
    }
}
