-- What decides when a ping may fire and what a cold one costs: quiet windows and the start-up.
ALTER TABLE endpoint ADD COLUMN startUpMs INTEGER
    CONSTRAINT "an endpoint's start-up is not negative"
    CHECK (startUpMs >= 0);

-- Windows such as 'Mon,Tue 22:00-06:00', separated by a semicolon and a space; empty for none.
ALTER TABLE endpoint ADD COLUMN quietWindows TEXT NOT NULL DEFAULT ''
    CONSTRAINT "quiet windows have at most 10000 characters"
    CHECK (length(quietWindows) <= 10000);
