-- The ledger: every ping, written down before it is fired, so that no crash spends twice.
CREATE TABLE ping (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    scheduledAtMs INTEGER NOT NULL,
    firedAtMs INTEGER,
    outcome TEXT NOT NULL
        CONSTRAINT "a ping's outcome is one of the known ones"
        CHECK (outcome IN (
            'pending', 'succeeded', 'unexpectedStatus', 'timedOut', 'unreachable', 'interrupted'
        )),
    instances INTEGER NOT NULL
        CONSTRAINT "a ping has 1 to 64 instances"
        CHECK (instances BETWEEN 1 AND 64),
    warmInstances INTEGER NOT NULL
        CONSTRAINT "warm instances are not negative"
        CHECK (warmInstances >= 0),
    coldInstances INTEGER NOT NULL
        CONSTRAINT "cold instances are not negative"
        CHECK (coldInstances >= 0),
    failedInstances INTEGER NOT NULL
        CONSTRAINT "failed instances are not negative"
        CHECK (failedInstances >= 0),
    connectMs INTEGER
        CONSTRAINT "the time to connect is not negative"
        CHECK (connectMs >= 0),
    firstByteMs INTEGER
        CONSTRAINT "the time to the first byte is not negative"
        CHECK (firstByteMs >= 0),
    totalMs INTEGER
        CONSTRAINT "the time to the last byte is not negative"
        CHECK (totalMs >= 0),
    costNanos INTEGER
        CONSTRAINT "a ping's cost is not negative"
        CHECK (costNanos >= 0),
    currency TEXT
        CONSTRAINT "a currency has 1 to 16 characters"
        CHECK (length(currency) BETWEEN 1 AND 16),
    detail TEXT,
    CONSTRAINT "no more instances were found than pinged"
        CHECK (warmInstances + coldInstances + failedInstances <= instances),
    CONSTRAINT "a cost has a currency"
        CHECK ((costNanos IS NULL) = (currency IS NULL))
) STRICT;

CREATE INDEX pingByEndpoint ON ping (endpointID, scheduledAtMs);
CREATE INDEX pingByMoment ON ping (scheduledAtMs);
CREATE INDEX pingPending ON ping (outcome) WHERE outcome = 'pending';
