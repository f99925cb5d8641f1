-- What is kept warm, and how: nothing else in the history means anything without an endpoint.
-- AUTOINCREMENT: the id of a removed endpoint is never given to another one while a server runs.
CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
        CONSTRAINT "an endpoint's name has 1 to 200 characters"
        CHECK (length(name) BETWEEN 1 AND 200),
    mode TEXT NOT NULL DEFAULT 'shadow'
        CONSTRAINT "an endpoint's mode is shadow or active"
        CHECK (mode IN ('shadow', 'active')),
    isPaused INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "isPaused is 0 or 1"
        CHECK (isPaused IN (0, 1)),
    method TEXT NOT NULL DEFAULT 'GET'
        CONSTRAINT "a warm-up's method has 1 to 32 characters"
        CHECK (length(method) BETWEEN 1 AND 32),
    url TEXT NOT NULL
        CONSTRAINT "a warm-up's URL is absolute, http or https, and has at most 8192 characters"
        CHECK ((url LIKE 'http://_%' OR url LIKE 'https://_%') AND length(url) <= 8192),
    body TEXT
        CONSTRAINT "a warm-up's body has at most 1000000 characters"
        CHECK (body IS NULL OR length(body) <= 1000000),
    timeoutMs INTEGER NOT NULL DEFAULT 30000
        CONSTRAINT "a warm-up's timeout is longer than 0"
        CHECK (timeoutMs > 0),
    expectedStatus TEXT NOT NULL DEFAULT '200-399'
        CONSTRAINT "a warm-up's expected status has 3 to 1000 characters"
        CHECK (length(expectedStatus) BETWEEN 3 AND 1000),
    platform TEXT NOT NULL DEFAULT 'generic-http'
        CONSTRAINT "an endpoint's platform is one of the known ones"
        CHECK (platform IN (
            'aws-lambda', 'aws-lambda-arm64', 'gcp-cloudrun', 'gcp-cloudrun-instance',
            'azure-functions', 'azure-functions-flex', 'cloudflare-workers', 'container',
            'generic-http'
        )),
    memoryMB INTEGER
        CONSTRAINT "an endpoint's memory is more than 0 MB"
        CHECK (memoryMB > 0),
    meanDurationMs INTEGER
        CONSTRAINT "an endpoint's mean duration is not negative"
        CHECK (meanDurationMs >= 0),
    idleTimeoutMs INTEGER
        CONSTRAINT "an endpoint's idle timeout is longer than 0"
        CHECK (idleTimeoutMs > 0),
    coldStartValue REAL NOT NULL DEFAULT 30
        CONSTRAINT "the value of a cold start is more than 0 and at most 1000000000 pings"
        CHECK (coldStartValue > 0 AND coldStartValue <= 1e9),
    timeZone TEXT NOT NULL DEFAULT 'UTC'
        CONSTRAINT "a time zone's name has 1 to 100 characters"
        CHECK (length(timeZone) BETWEEN 1 AND 100),
    matchPathPrefix TEXT
        CONSTRAINT "a path prefix has at most 8192 characters"
        CHECK (length(matchPathPrefix) <= 8192),
    matchHost TEXT
        CONSTRAINT "a host has at most 8192 characters"
        CHECK (length(matchHost) <= 8192),
    matchPattern TEXT
        CONSTRAINT "a pattern has at most 8192 characters"
        CHECK (length(matchPattern) <= 8192),
    instances INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "a warm-up has 1 to 64 instances"
        CHECK (instances BETWEEN 1 AND 64),
    createdAtMs INTEGER NOT NULL
        DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
) STRICT;

CREATE TABLE endpointHeader (
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    position INTEGER NOT NULL
        CONSTRAINT "a header's position is not negative"
        CHECK (position >= 0),
    name TEXT NOT NULL
        CONSTRAINT "a header's name has 1 to 256 characters"
        CHECK (length(name) BETWEEN 1 AND 256),
    value TEXT NOT NULL
        CONSTRAINT "a header's value has at most 65536 characters"
        CHECK (length(value) <= 65536),
    PRIMARY KEY (endpointID, position)
) STRICT, WITHOUT ROWID;
