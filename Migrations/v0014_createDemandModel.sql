-- Which model serves each endpoint's demand forecast, as it was judged last: drift is told once.
CREATE TABLE demandModel (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    judgedAtMs INTEGER NOT NULL,
    model TEXT NOT NULL
        CONSTRAINT "a demand model is one of four"
        CHECK (
            model IN (
                'seasonal-regression', 'intermittent-demand', 'short-history', 'seasonal-naive'
            )
        ),
    -- The last week's error over that of the seasonal naive; empty before there is a week.
    errorRatio REAL
        CONSTRAINT "an error ratio is not negative"
        CHECK (errorRatio >= 0)
) STRICT, WITHOUT ROWID;
