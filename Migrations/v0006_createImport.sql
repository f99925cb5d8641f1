-- What each import changed: importing again adds only what is new, and an import can be undone.
CREATE TABLE import (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    importedAtMs INTEGER NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL
        CONSTRAINT "an import has a format"
        CHECK (length(format) > 0),
    fingerprint TEXT NOT NULL,
    originS INTEGER,
    lines INTEGER NOT NULL
        CONSTRAINT "lines are not negative"
        CHECK (lines >= 0),
    counted INTEGER NOT NULL
        CONSTRAINT "counted lines are not negative"
        CHECK (counted >= 0),
    alreadyKnown INTEGER NOT NULL
        CONSTRAINT "already known lines are not negative"
        CHECK (alreadyKnown >= 0),
    malformed INTEGER NOT NULL
        CONSTRAINT "malformed lines are not negative"
        CHECK (malformed >= 0),
    unmatched INTEGER NOT NULL
        CONSTRAINT "unmatched lines are not negative"
        CHECK (unmatched >= 0),
    ownPings INTEGER NOT NULL
        CONSTRAINT "own pings are not negative"
        CHECK (ownPings >= 0),
    undoneAtMs INTEGER
) STRICT;

CREATE INDEX importByFingerprint ON import (fingerprint);

-- digests: the source lines that an import of lines added, 4 bytes each, little-endian, ascending;
-- NULL for an import that replaced the bin. Undoing an import deletes its rows.
CREATE TABLE importedBin (
    importID INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    startedAtS INTEGER NOT NULL
        CONSTRAINT "a bin starts at a whole minute"
        CHECK (startedAtS % 60 = 0),
    widthS INTEGER NOT NULL
        CONSTRAINT "a bin is at least a minute wide"
        CHECK (widthS >= 60),
    requestsBefore INTEGER
        CONSTRAINT "requests before are unknown or not negative"
        CHECK (requestsBefore >= 0),
    requestsAfter INTEGER
        CONSTRAINT "requests after are unknown or not negative"
        CHECK (requestsAfter >= 0),
    digests BLOB
        CONSTRAINT "digests have 4 bytes each"
        CHECK (length(digests) > 0 AND length(digests) % 4 = 0),
    PRIMARY KEY (endpointID, startedAtS, widthS, importID)
) STRICT, WITHOUT ROWID;

CREATE INDEX importedBinByImport ON importedBin (importID);
