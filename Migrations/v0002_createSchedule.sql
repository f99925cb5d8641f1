-- Warm-ups that a person asked for at fixed times, beside what the engine decides.
CREATE TABLE schedule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    expression TEXT NOT NULL
        CONSTRAINT "a schedule's expression has 1 to 1000 characters"
        CHECK (length(expression) BETWEEN 1 AND 1000),
    timeZone TEXT NOT NULL DEFAULT 'UTC'
        CONSTRAINT "a time zone's name has 1 to 100 characters"
        CHECK (length(timeZone) BETWEEN 1 AND 100),
    instances INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "a schedule warms 1 to 64 instances"
        CHECK (instances BETWEEN 1 AND 64),
    isEnabled INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "isEnabled is 0 or 1"
        CHECK (isEnabled IN (0, 1))
) STRICT;

CREATE INDEX scheduleByEndpoint ON schedule (endpointID);
