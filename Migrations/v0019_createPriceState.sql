-- What the controller makes of budgets and targets, as last found: shown by commands, told to people,
-- and taken up again by the next start.
CREATE TABLE budgetPrice (
    budgetID INTEGER NOT NULL PRIMARY KEY REFERENCES budget (id) ON DELETE CASCADE,
    pricedAtMs INTEGER NOT NULL,
    price REAL NOT NULL
        CONSTRAINT "a budget's price is not negative"
        CHECK (price >= 0),
    -- What was learned of its spending, and by which version of the model.
    modelVersion INTEGER,
    learned BLOB
) STRICT;

CREATE TABLE targetState (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    statedAtMs INTEGER NOT NULL,
    rate REAL NOT NULL
        CONSTRAINT "a cold-start rate is a share"
        CHECK (rate BETWEEN 0 AND 1),
    requestedMinutes REAL NOT NULL
        CONSTRAINT "requested minutes are not negative"
        CHECK (requestedMinutes >= 0),
    coldMinutes REAL NOT NULL
        CONSTRAINT "cold minutes are not negative"
        CHECK (coldMinutes >= 0),
    value REAL NOT NULL
        CONSTRAINT "the value of a cold start is more than 0"
        CHECK (value > 0),
    priceFactor REAL NOT NULL
        CONSTRAINT "budgets do not make pings cheaper"
        CHECK (priceFactor >= 1),
    verdict TEXT NOT NULL
        CONSTRAINT "a verdict is one of the known ones"
        CHECK (verdict IN ('unknown', 'feasible', 'unaffordable', 'unreachable')),
    presentRate REAL,
    bestRate REAL,
    presentMonthlyNanos INTEGER,
    neededMonthlyNanos INTEGER,
    currency TEXT
) STRICT;
