-- What the engine has learned, so that a restart need not read a year of traffic: always a copy of
-- what the traffic says, dropped when the model's version is another.
CREATE TABLE learnedState (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    modelVersion INTEGER NOT NULL
        CONSTRAINT "a model has a version"
        CHECK (modelVersion > 0),
    -- Every row of traffic up to this revision has been learned from.
    trafficRevision INTEGER NOT NULL
        CONSTRAINT "a revision is not negative"
        CHECK (trafficRevision >= 0),
    savedAtMs INTEGER NOT NULL,
    state BLOB NOT NULL
        CONSTRAINT "a learned state has at most 16 MB"
        CHECK (length(state) <= 16777216)
) STRICT, WITHOUT ROWID;

-- What the endpoints have taught each other: the fleet's gaps, the platforms' idle timeouts.
CREATE TABLE sharedState (
    id INTEGER NOT NULL PRIMARY KEY
        CONSTRAINT "there is one shared state"
        CHECK (id = 1),
    modelVersion INTEGER NOT NULL
        CONSTRAINT "a model has a version"
        CHECK (modelVersion > 0),
    savedAtMs INTEGER NOT NULL,
    state BLOB NOT NULL
        CONSTRAINT "a learned state has at most 16 MB"
        CHECK (length(state) <= 16777216)
) STRICT;
