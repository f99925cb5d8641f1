-- When a service was at work: one row a run, whose end is renewed every minute, so that a run that was
-- killed ends about where it did.
CREATE TABLE serviceRun (
    id INTEGER PRIMARY KEY,
    fromMs INTEGER NOT NULL,
    untilMs INTEGER NOT NULL,
    CONSTRAINT "a run ends no earlier than it began"
        CHECK (untilMs >= fromMs)
) STRICT;

CREATE INDEX serviceRunByStart ON serviceRun (fromMs);
