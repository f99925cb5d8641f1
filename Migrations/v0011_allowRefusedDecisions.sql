-- Pings that were planned and not sent for two more reasons: spending, and chance.
CREATE TABLE decisionOfMoreKinds (
    id INTEGER PRIMARY KEY,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    decidedAtMs INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    action TEXT NOT NULL
        CONSTRAINT "a decision's action is one of the known ones"
        CHECK (action IN (
            'ping', 'shadowPing', 'heldBack', 'unaffordable', 'withheld', 'misfire'
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
