-- Who asked for a ping: reports tell what each manual schedule costs. Names, not keys: the ledger
-- outlives schedules. NULL for the plan's own.
ALTER TABLE ping ADD COLUMN schedule TEXT
    CONSTRAINT "a ping's schedule has 1 to 100 characters"
    CHECK (length(schedule) BETWEEN 1 AND 100);

CREATE INDEX pingBySchedule ON ping (scheduledAtMs) WHERE schedule IS NOT NULL;
