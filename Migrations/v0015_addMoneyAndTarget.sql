-- What an endpoint's warmth may cost and is to achieve: whom it shares money with, how much its cold
-- starts weigh, what its requests are to meet, and what it pays otherwise than the list says.
ALTER TABLE endpoint ADD COLUMN groupName TEXT
    CONSTRAINT "a group's name has 1 to 200 characters"
    CHECK (length(groupName) BETWEEN 1 AND 200);

ALTER TABLE endpoint ADD COLUMN priority REAL NOT NULL DEFAULT 1
    CONSTRAINT "a priority is from 0.001 to 1000"
    CHECK (priority BETWEEN 0.001 AND 1000);

-- Such as 'cold-rate<2%' or 'p99<400ms'; NULL for none.
ALTER TABLE endpoint ADD COLUMN target TEXT
    CONSTRAINT "a target has 1 to 100 characters"
    CHECK (length(target) BETWEEN 1 AND 100);

ALTER TABLE endpoint ADD COLUMN targetWindowMs INTEGER NOT NULL DEFAULT 2419200000
    CONSTRAINT "a target's window is 1 to 366 days long"
    CHECK (targetWindowMs BETWEEN 86400000 AND 31622400000);

-- Such as 'preset=aws-lambda' or 'per-request=0.0000002', separated by a semicolon and a space; empty
-- where the platform's list holds.
ALTER TABLE endpoint ADD COLUMN prices TEXT NOT NULL DEFAULT ''
    CONSTRAINT "prices have at most 2000 characters"
    CHECK (length(prices) <= 2000);
