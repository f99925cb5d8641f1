-- Each choice of the engine with its itemised why, so that a person can ask for the reason.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    decidedAtMs INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    action TEXT NOT NULL
        CONSTRAINT "a decision's action is one of the known ones"
        CHECK (action IN ('ping', 'shadowPing', 'heldBack', 'misfire')),
    instances INTEGER NOT NULL
        CONSTRAINT "a decision's instances are not negative"
        CHECK (instances >= 0)
) STRICT;

CREATE INDEX decisionByMinute ON decision (endpointID, minute);

-- value is NULL when it is not a number, which SQLite cannot hold.
CREATE TABLE decisionReason (
    decisionID INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    position INTEGER NOT NULL
        CONSTRAINT "a reason's position is not negative"
        CHECK (position >= 0),
    name TEXT NOT NULL
        CONSTRAINT "a reason has a name"
        CHECK (length(name) > 0),
    value REAL,
    PRIMARY KEY (decisionID, position)
) STRICT, WITHOUT ROWID;
