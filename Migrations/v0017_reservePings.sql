-- What a ping may cost is set aside in its budgets before it is fired, so that no crash, restart or
-- second process ever spends the same money twice.
ALTER TABLE ping ADD COLUMN recordedAtMs INTEGER NOT NULL DEFAULT 0;

UPDATE ping SET recordedAtMs = coalesce(firedAtMs, scheduledAtMs);

CREATE INDEX pingByRecording ON ping (recordedAtMs);

-- NULL where nothing was reserved.
ALTER TABLE ping ADD COLUMN reservedNanos INTEGER
    CONSTRAINT "a reservation is not negative"
    CHECK (reservedNanos >= 0);

ALTER TABLE ping ADD COLUMN reservedCurrency TEXT
    CONSTRAINT "a reservation has a currency of 1 to 16 characters"
    CHECK (
        (reservedNanos IS NULL) = (reservedCurrency IS NULL)
        AND coalesce(length(reservedCurrency) BETWEEN 1 AND 16, TRUE)
    );

-- What is gone of a budget in each of its periods. It stays when the pings' endpoint is removed.
CREATE TABLE budgetSpend (
    budgetID INTEGER NOT NULL REFERENCES budget (id) ON DELETE CASCADE,
    periodStartMs INTEGER NOT NULL,
    periodEndMs INTEGER NOT NULL,
    settledNanos INTEGER NOT NULL
        CONSTRAINT "what is settled is not negative"
        CHECK (settledNanos >= 0),
    reservedNanos INTEGER NOT NULL
        CONSTRAINT "what is reserved is not negative"
        CHECK (reservedNanos >= 0),
    -- The part of what is settled that was reserved for interrupted pings.
    uncertainNanos INTEGER NOT NULL
        CONSTRAINT "what is uncertain is a part of what is settled"
        CHECK (uncertainNanos BETWEEN 0 AND settledNanos),
    CONSTRAINT "a period ends after it starts"
        CHECK (periodStartMs < periodEndMs),
    PRIMARY KEY (budgetID, periodStartMs)
) STRICT, WITHOUT ROWID;

-- Which period of which budgets each ping is paid from: a cost that comes late finds its own.
CREATE TABLE pingBudget (
    pingID INTEGER NOT NULL REFERENCES ping (id) ON DELETE CASCADE,
    budgetID INTEGER NOT NULL,
    periodStartMs INTEGER NOT NULL,
    -- What the ping counts for: its reservation, and no more than its cost once that is known.
    nanos INTEGER NOT NULL
        CONSTRAINT "what a ping counts for is not negative"
        CHECK (nanos >= 0),
    PRIMARY KEY (pingID, budgetID),
    FOREIGN KEY (budgetID, periodStartMs) REFERENCES budgetSpend (budgetID, periodStartMs)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX pingBudgetByPeriod ON pingBudget (budgetID, periodStartMs);

-- The answer to a ping that is removed while pending will find no entry: all of it is spent.
CREATE TRIGGER settleRemovedPing BEFORE DELETE ON ping WHEN OLD.outcome = 'pending'
BEGIN
    UPDATE budgetSpend SET
        settledNanos = settledNanos + paid.nanos,
        reservedNanos = budgetSpend.reservedNanos - paid.nanos,
        uncertainNanos = uncertainNanos + paid.nanos
    FROM pingBudget AS paid
    WHERE paid.pingID = OLD.id AND budgetSpend.budgetID = paid.budgetID
        AND budgetSpend.periodStartMs = paid.periodStartMs;
END;

-- One more reason not to send a ping that was planned.
CREATE TABLE decisionOfMoreKinds (
    id INTEGER PRIMARY KEY,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    decidedAtMs INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    action TEXT NOT NULL
        CONSTRAINT "a decision's action is one of the known ones"
        CHECK (action IN (
            'ping', 'shadowPing', 'heldBack', 'unaffordable', 'overBudget', 'withheld', 'misfire'
        )),
    instances INTEGER NOT NULL
        CONSTRAINT "a decision's instances are not negative"
        CHECK (instances >= 0)
) STRICT;

INSERT INTO decisionOfMoreKinds
SELECT id, endpointID, decidedAtMs, minute, action, instances FROM decision;

DROP TABLE decision;

ALTER TABLE decisionOfMoreKinds RENAME TO decision;

CREATE INDEX decisionByMinute ON decision (endpointID, minute);
