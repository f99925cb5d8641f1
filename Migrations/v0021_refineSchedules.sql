-- Schedules get names, so that files and people can speak of them, and what a run may differ by.
ALTER TABLE schedule ADD COLUMN name TEXT NOT NULL DEFAULT 'schedule'
    CONSTRAINT "a schedule's name has 1 to 100 letters, digits, '-', '_' and '.'"
    CHECK (length(name) BETWEEN 1 AND 100 AND name NOT GLOB '*[^A-Za-z0-9._-]*'
        AND name NOT GLOB '-*');

UPDATE schedule SET name = 'schedule-' || id;

CREATE UNIQUE INDEX scheduleByName ON schedule (endpointID, name);

DROP INDEX scheduleByEndpoint;

ALTER TABLE schedule ADD COLUMN jitterMs INTEGER NOT NULL DEFAULT 0
    CONSTRAINT "a schedule's jitter is at most an hour"
    CHECK (jitterMs BETWEEN 0 AND 3600000);

ALTER TABLE schedule ADD COLUMN graceMs INTEGER NOT NULL DEFAULT 60000
    CONSTRAINT "a schedule's grace is from a second to a day"
    CHECK (graceMs BETWEEN 1000 AND 86400000);

-- Such as '2026-12-25', separated by a semicolon and a space; empty for none.
ALTER TABLE schedule ADD COLUMN exceptDates TEXT NOT NULL DEFAULT ''
    CONSTRAINT "exception dates have at most 5000 characters"
    CHECK (length(exceptDates) <= 5000);

-- What became of a schedule's runs; apart from it, for no run changes the configuration.
CREATE TABLE scheduleCount (
    scheduleID INTEGER PRIMARY KEY REFERENCES schedule (id) ON DELETE CASCADE,
    -- The scheduled time of the last run that was not dropped.
    lastRunAtMs INTEGER,
    missedRuns INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "missed runs are not negative"
        CHECK (missedRuns >= 0)
) STRICT;
