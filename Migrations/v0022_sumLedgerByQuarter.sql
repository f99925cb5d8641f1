-- All endpoints' pings summed up by quarter of an hour: days and hours of any time zone are made of
-- them. Columns are as in ledgerDay, of single pings here, so that each rule is written once.
CREATE VIEW pingFigures AS
SELECT
    id,
    endpointID,
    scheduledAtMs,
    scheduledAtMs / 900000 - (scheduledAtMs % 900000 < 0) AS quarter,
    coalesce(currency, reservedCurrency, '') AS currency,
    1 AS pings,
    instances,
    warmInstances,
    coldInstances,
    failedInstances,
    outcome = 'pending' AS pending,
    outcome = 'succeeded' AS succeeded,
    outcome = 'unexpectedStatus' AS unexpectedStatus,
    outcome = 'timedOut' AS timedOut,
    outcome = 'unreachable' AS unreachable,
    outcome = 'interrupted' AS interrupted,
    costNanos IS NULL AS withoutCost,
    coalesce(costNanos, 0) / 1000000000 AS costUnits,
    coalesce(costNanos, 0) % 1000000000 AS costNanos,
    iif(outcome = 'pending' AND costNanos IS NULL, coalesce(reservedNanos, 0) / 1000000000, 0)
        AS reservedUnits,
    iif(outcome = 'pending' AND costNanos IS NULL, coalesce(reservedNanos, 0) % 1000000000, 0)
        AS reservedNanos,
    iif(outcome = 'interrupted' AND costNanos IS NULL, coalesce(reservedNanos, 0) / 1000000000, 0)
        AS uncertainUnits,
    iif(outcome = 'interrupted' AND costNanos IS NULL, coalesce(reservedNanos, 0) % 1000000000, 0)
        AS uncertainNanos
FROM ping;

CREATE TABLE ledgerQuarter (
    quarter INTEGER NOT NULL,
    currency TEXT NOT NULL,
    pings INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "a quarter's pings are not negative"
        CHECK (pings >= 0),
    instances INTEGER NOT NULL DEFAULT 0,
    warmInstances INTEGER NOT NULL DEFAULT 0,
    coldInstances INTEGER NOT NULL DEFAULT 0,
    failedInstances INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    unexpectedStatus INTEGER NOT NULL DEFAULT 0,
    timedOut INTEGER NOT NULL DEFAULT 0,
    unreachable INTEGER NOT NULL DEFAULT 0,
    interrupted INTEGER NOT NULL DEFAULT 0,
    withoutCost INTEGER NOT NULL DEFAULT 0,
    costUnits INTEGER NOT NULL DEFAULT 0,
    costNanos INTEGER NOT NULL DEFAULT 0,
    reservedUnits INTEGER NOT NULL DEFAULT 0,
    reservedNanos INTEGER NOT NULL DEFAULT 0,
    uncertainUnits INTEGER NOT NULL DEFAULT 0,
    uncertainNanos INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "a quarter's amounts are not negative"
        CHECK (
            costUnits >= 0 AND costNanos >= 0 AND reservedUnits >= 0 AND reservedNanos >= 0
            AND uncertainUnits >= 0 AND uncertainNanos >= 0
        ),
    PRIMARY KEY (quarter, currency)
) STRICT, WITHOUT ROWID;

INSERT INTO ledgerQuarter
SELECT
    quarter, currency, sum(pings), sum(instances), sum(warmInstances), sum(coldInstances),
    sum(failedInstances), sum(pending), sum(succeeded), sum(unexpectedStatus), sum(timedOut),
    sum(unreachable), sum(interrupted), sum(withoutCost), sum(costUnits), sum(costNanos),
    sum(reservedUnits), sum(reservedNanos), sum(uncertainUnits), sum(uncertainNanos)
FROM pingFigures
GROUP BY quarter, currency;

-- What is inserted here is a ping to be counted (sign 1) or no longer (sign -1).
CREATE VIEW quarterChange AS SELECT id, 0 AS sign FROM ping;

CREATE TRIGGER sumQuarter INSTEAD OF INSERT ON quarterChange
BEGIN
    INSERT OR IGNORE INTO ledgerQuarter (quarter, currency)
    SELECT quarter, currency FROM pingFigures WHERE id = NEW.id;
    UPDATE ledgerQuarter SET
        pings = ledgerQuarter.pings + NEW.sign,
        instances = ledgerQuarter.instances + NEW.sign * ping.instances,
        warmInstances = ledgerQuarter.warmInstances + NEW.sign * ping.warmInstances,
        coldInstances = ledgerQuarter.coldInstances + NEW.sign * ping.coldInstances,
        failedInstances = ledgerQuarter.failedInstances + NEW.sign * ping.failedInstances,
        pending = ledgerQuarter.pending + NEW.sign * ping.pending,
        succeeded = ledgerQuarter.succeeded + NEW.sign * ping.succeeded,
        unexpectedStatus = ledgerQuarter.unexpectedStatus + NEW.sign * ping.unexpectedStatus,
        timedOut = ledgerQuarter.timedOut + NEW.sign * ping.timedOut,
        unreachable = ledgerQuarter.unreachable + NEW.sign * ping.unreachable,
        interrupted = ledgerQuarter.interrupted + NEW.sign * ping.interrupted,
        withoutCost = ledgerQuarter.withoutCost + NEW.sign * ping.withoutCost,
        costUnits = ledgerQuarter.costUnits + NEW.sign * ping.costUnits,
        costNanos = ledgerQuarter.costNanos + NEW.sign * ping.costNanos,
        reservedUnits = ledgerQuarter.reservedUnits + NEW.sign * ping.reservedUnits,
        reservedNanos = ledgerQuarter.reservedNanos + NEW.sign * ping.reservedNanos,
        uncertainUnits = ledgerQuarter.uncertainUnits + NEW.sign * ping.uncertainUnits,
        uncertainNanos = ledgerQuarter.uncertainNanos + NEW.sign * ping.uncertainNanos
    FROM (SELECT * FROM pingFigures WHERE id = NEW.id) AS ping
    WHERE ledgerQuarter.quarter = ping.quarter AND ledgerQuarter.currency = ping.currency;
    DELETE FROM ledgerQuarter
    WHERE pings = 0
        AND (quarter, currency) = (SELECT quarter, currency FROM pingFigures WHERE id = NEW.id);
END;

CREATE TRIGGER sumQuarterInsert AFTER INSERT ON ping
BEGIN
    INSERT INTO quarterChange VALUES (NEW.id, 1);
END;

CREATE TRIGGER sumQuarterDelete BEFORE DELETE ON ping
BEGIN
    INSERT INTO quarterChange VALUES (OLD.id, -1);
END;

CREATE TRIGGER sumQuarterUpdateOld BEFORE UPDATE OF
    scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances, costNanos,
    currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    INSERT INTO quarterChange VALUES (OLD.id, -1);
END;

CREATE TRIGGER sumQuarterUpdateNew AFTER UPDATE OF
    scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances, costNanos,
    currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    INSERT INTO quarterChange VALUES (NEW.id, 1);
END;

-- All that reports on savings and latency read of an endpoint's pings lies in order: one page of
-- the index holds what else is on as many pages of the table as there are pings.
DROP INDEX pingByEndpoint;
CREATE INDEX pingByEndpoint ON ping (
    endpointID, scheduledAtMs, firedAtMs, instances, warmInstances, coldInstances,
    failedInstances, firstByteMs, totalMs
);
