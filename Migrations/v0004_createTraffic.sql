-- The real requests of an endpoint by bins of time: what every forecast is made of.
-- The primary key is the order in which forecasts read it. Unknown counts are NULL, never 0.
CREATE TABLE traffic (
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    startedAtS INTEGER NOT NULL
        CONSTRAINT "a bin starts at a whole minute from the year 1 to 9999"
        CHECK (startedAtS % 60 = 0 AND startedAtS BETWEEN -62135596800 AND 253402300799),
    widthS INTEGER NOT NULL DEFAULT 60
        CONSTRAINT "a bin is 1 minute to 366 days wide, in whole minutes"
        CHECK (widthS % 60 = 0 AND widthS BETWEEN 60 AND 31622400),
    requests INTEGER
        CONSTRAINT "requests are unknown or from 0 to 1000000000000"
        CHECK (requests BETWEEN 0 AND 1000000000000),
    coldStarts INTEGER
        CONSTRAINT "cold starts are unknown or from 0 to 1000000000000"
        CHECK (coldStarts BETWEEN 0 AND 1000000000000),
    durationMs INTEGER
        CONSTRAINT "durations are unknown or from 0 to 1000000000000000"
        CHECK (durationMs BETWEEN 0 AND 1000000000000000),
    revision INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "a revision is not negative"
        CHECK (revision >= 0),
    CONSTRAINT "no more cold starts than requests"
        CHECK (coldStarts <= requests),
    PRIMARY KEY (endpointID, startedAtS, widthS)
) STRICT, WITHOUT ROWID;

CREATE INDEX trafficByRevision ON traffic (revision);
