-- The ledger summed up by day, so that a report on a year need not read a year of pings.
-- A day is the UTC day of the moment that the plan named. Triggers keep the sums exact, whoever
-- writes.
-- currency is that of the cost, else that of the reservation, else ''. An amount is its units
-- × 10^9 + its nanos: summed up apart, no sum of amounts leaves 64 bits. reserved is what is set
-- aside for pending pings, uncertain what was for interrupted ones.
CREATE TABLE ledgerDay (
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    currency TEXT NOT NULL,
    pings INTEGER NOT NULL
        CONSTRAINT "a day's pings are not negative"
        CHECK (pings >= 0),
    instances INTEGER NOT NULL,
    warmInstances INTEGER NOT NULL,
    coldInstances INTEGER NOT NULL,
    failedInstances INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    unexpectedStatus INTEGER NOT NULL,
    timedOut INTEGER NOT NULL,
    unreachable INTEGER NOT NULL,
    interrupted INTEGER NOT NULL,
    withoutCost INTEGER NOT NULL,
    costUnits INTEGER NOT NULL,
    costNanos INTEGER NOT NULL,
    reservedUnits INTEGER NOT NULL,
    reservedNanos INTEGER NOT NULL,
    uncertainUnits INTEGER NOT NULL,
    uncertainNanos INTEGER NOT NULL,
    CONSTRAINT "a day's amounts are not negative"
        CHECK (
            costUnits >= 0 AND costNanos >= 0 AND reservedUnits >= 0 AND reservedNanos >= 0
            AND uncertainUnits >= 0 AND uncertainNanos >= 0
        ),
    PRIMARY KEY (endpointID, day, currency)
) STRICT, WITHOUT ROWID;

INSERT INTO ledgerDay
SELECT
    endpointID,
    scheduledAtMs / 86400000 - (scheduledAtMs % 86400000 < 0),
    coalesce(currency, reservedCurrency, ''),
    count(*),
    sum(instances),
    sum(warmInstances),
    sum(coldInstances),
    sum(failedInstances),
    sum(outcome = 'pending'),
    sum(outcome = 'succeeded'),
    sum(outcome = 'unexpectedStatus'),
    sum(outcome = 'timedOut'),
    sum(outcome = 'unreachable'),
    sum(outcome = 'interrupted'),
    sum(costNanos IS NULL),
    sum(coalesce(costNanos, 0) / 1000000000),
    sum(coalesce(costNanos, 0) % 1000000000),
    sum(
        (outcome = 'pending' AND costNanos IS NULL)
        * coalesce(reservedNanos, 0) / 1000000000
    ),
    sum(
        (outcome = 'pending' AND costNanos IS NULL)
        * coalesce(reservedNanos, 0) % 1000000000
    ),
    sum(
        (outcome = 'interrupted' AND costNanos IS NULL)
        * coalesce(reservedNanos, 0) / 1000000000
    ),
    sum(
        (outcome = 'interrupted' AND costNanos IS NULL)
        * coalesce(reservedNanos, 0) % 1000000000
    )
FROM ping
GROUP BY 1, 2, 3;

CREATE TRIGGER sumPingInsert AFTER INSERT ON ping
BEGIN
    INSERT INTO ledgerDay VALUES (
        NEW.endpointID,
        NEW.scheduledAtMs / 86400000 - (NEW.scheduledAtMs % 86400000 < 0),
        coalesce(NEW.currency, NEW.reservedCurrency, ''),
        1,
        NEW.instances,
        NEW.warmInstances,
        NEW.coldInstances,
        NEW.failedInstances,
        NEW.outcome = 'pending',
        NEW.outcome = 'succeeded',
        NEW.outcome = 'unexpectedStatus',
        NEW.outcome = 'timedOut',
        NEW.outcome = 'unreachable',
        NEW.outcome = 'interrupted',
        NEW.costNanos IS NULL,
        coalesce(NEW.costNanos, 0) / 1000000000,
        coalesce(NEW.costNanos, 0) % 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000
    )
    ON CONFLICT (endpointID, day, currency) DO UPDATE SET
        pings = pings + excluded.pings,
        instances = instances + excluded.instances,
        warmInstances = warmInstances + excluded.warmInstances,
        coldInstances = coldInstances + excluded.coldInstances,
        failedInstances = failedInstances + excluded.failedInstances,
        pending = pending + excluded.pending,
        succeeded = succeeded + excluded.succeeded,
        unexpectedStatus = unexpectedStatus + excluded.unexpectedStatus,
        timedOut = timedOut + excluded.timedOut,
        unreachable = unreachable + excluded.unreachable,
        interrupted = interrupted + excluded.interrupted,
        withoutCost = withoutCost + excluded.withoutCost,
        costUnits = costUnits + excluded.costUnits,
        costNanos = costNanos + excluded.costNanos,
        reservedUnits = reservedUnits + excluded.reservedUnits,
        reservedNanos = reservedNanos + excluded.reservedNanos,
        uncertainUnits = uncertainUnits + excluded.uncertainUnits,
        uncertainNanos = uncertainNanos + excluded.uncertainNanos;
END;

-- A removed endpoint takes its days along before or after its pings: then nothing is left to lower.
CREATE TRIGGER sumPingDelete AFTER DELETE ON ping
BEGIN
    UPDATE ledgerDay SET
        pings = pings - 1,
        instances = instances - OLD.instances,
        warmInstances = warmInstances - OLD.warmInstances,
        coldInstances = coldInstances - OLD.coldInstances,
        failedInstances = failedInstances - OLD.failedInstances,
        pending = pending - (OLD.outcome = 'pending'),
        succeeded = succeeded - (OLD.outcome = 'succeeded'),
        unexpectedStatus = unexpectedStatus - (OLD.outcome = 'unexpectedStatus'),
        timedOut = timedOut - (OLD.outcome = 'timedOut'),
        unreachable = unreachable - (OLD.outcome = 'unreachable'),
        interrupted = interrupted - (OLD.outcome = 'interrupted'),
        withoutCost = withoutCost - (OLD.costNanos IS NULL),
        costUnits = costUnits - (coalesce(OLD.costNanos, 0) / 1000000000),
        costNanos = costNanos - (coalesce(OLD.costNanos, 0) % 1000000000),
        reservedUnits = reservedUnits - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        reservedNanos = reservedNanos - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000,
        uncertainUnits = uncertainUnits - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        uncertainNanos = uncertainNanos - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '');
    DELETE FROM ledgerDay
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '')
        AND pings = 0;
END;

CREATE TRIGGER sumPingUpdate AFTER UPDATE OF
    endpointID, scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances,
    costNanos, currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    UPDATE ledgerDay SET
        pings = pings - 1,
        instances = instances - OLD.instances,
        warmInstances = warmInstances - OLD.warmInstances,
        coldInstances = coldInstances - OLD.coldInstances,
        failedInstances = failedInstances - OLD.failedInstances,
        pending = pending - (OLD.outcome = 'pending'),
        succeeded = succeeded - (OLD.outcome = 'succeeded'),
        unexpectedStatus = unexpectedStatus - (OLD.outcome = 'unexpectedStatus'),
        timedOut = timedOut - (OLD.outcome = 'timedOut'),
        unreachable = unreachable - (OLD.outcome = 'unreachable'),
        interrupted = interrupted - (OLD.outcome = 'interrupted'),
        withoutCost = withoutCost - (OLD.costNanos IS NULL),
        costUnits = costUnits - (coalesce(OLD.costNanos, 0) / 1000000000),
        costNanos = costNanos - (coalesce(OLD.costNanos, 0) % 1000000000),
        reservedUnits = reservedUnits - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        reservedNanos = reservedNanos - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000,
        uncertainUnits = uncertainUnits - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        uncertainNanos = uncertainNanos - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '');
    DELETE FROM ledgerDay
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '')
        AND pings = 0;
    INSERT INTO ledgerDay VALUES (
        NEW.endpointID,
        NEW.scheduledAtMs / 86400000 - (NEW.scheduledAtMs % 86400000 < 0),
        coalesce(NEW.currency, NEW.reservedCurrency, ''),
        1,
        NEW.instances,
        NEW.warmInstances,
        NEW.coldInstances,
        NEW.failedInstances,
        NEW.outcome = 'pending',
        NEW.outcome = 'succeeded',
        NEW.outcome = 'unexpectedStatus',
        NEW.outcome = 'timedOut',
        NEW.outcome = 'unreachable',
        NEW.outcome = 'interrupted',
        NEW.costNanos IS NULL,
        coalesce(NEW.costNanos, 0) / 1000000000,
        coalesce(NEW.costNanos, 0) % 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000
    )
    ON CONFLICT (endpointID, day, currency) DO UPDATE SET
        pings = pings + excluded.pings,
        instances = instances + excluded.instances,
        warmInstances = warmInstances + excluded.warmInstances,
        coldInstances = coldInstances + excluded.coldInstances,
        failedInstances = failedInstances + excluded.failedInstances,
        pending = pending + excluded.pending,
        succeeded = succeeded + excluded.succeeded,
        unexpectedStatus = unexpectedStatus + excluded.unexpectedStatus,
        timedOut = timedOut + excluded.timedOut,
        unreachable = unreachable + excluded.unreachable,
        interrupted = interrupted + excluded.interrupted,
        withoutCost = withoutCost + excluded.withoutCost,
        costUnits = costUnits + excluded.costUnits,
        costNanos = costNanos + excluded.costNanos,
        reservedUnits = reservedUnits + excluded.reservedUnits,
        reservedNanos = reservedNanos + excluded.reservedNanos,
        uncertainUnits = uncertainUnits + excluded.uncertainUnits,
        uncertainNanos = uncertainNanos + excluded.uncertainNanos;
END;
