CREATE UNIQUE INDEX budgetOfEndpoint ON budget (endpointID, coalesce(periodDays, 0))
WHERE endpointID IS NOT NULL;
CREATE UNIQUE INDEX budgetOfFleet ON budget (coalesce(periodDays, 0))
WHERE groupName IS NULL AND endpointID IS NULL;
CREATE UNIQUE INDEX budgetOfGroup ON budget (groupName, coalesce(periodDays, 0))
WHERE groupName IS NOT NULL;
CREATE INDEX decisionByMinute ON decision (endpointID, minute);
CREATE INDEX importByFingerprint ON import (fingerprint);
CREATE INDEX importedBinByImport ON importedBin (importID);
CREATE INDEX noticeByTime ON notice (noticedAtMs);
CREATE UNIQUE INDEX noticeOfBudget ON notice (budgetID, kind, periodStartMs)
WHERE budgetID IS NOT NULL;
CREATE INDEX noticeOfEndpoint ON notice (endpointID, kind) WHERE endpointID IS NOT NULL;
CREATE INDEX noticeToSend ON notice (nextAttemptAtMs) WHERE nextAttemptAtMs IS NOT NULL;
CREATE INDEX pingBudgetByPeriod ON pingBudget (budgetID, periodStartMs);
CREATE INDEX pingByEndpoint ON ping (
    endpointID, scheduledAtMs, firedAtMs, instances, warmInstances, coldInstances,
    failedInstances, firstByteMs, totalMs
);
CREATE INDEX pingByMoment ON ping (scheduledAtMs);
CREATE INDEX pingByRecording ON ping (recordedAtMs);
CREATE INDEX pingBySchedule ON ping (scheduledAtMs) WHERE schedule IS NOT NULL;
CREATE INDEX pingPending ON ping (outcome) WHERE outcome = 'pending';
CREATE INDEX pingWithLatency ON ping (endpointID, scheduledAtMs)
WHERE instances = 1 AND outcome = 'succeeded' AND totalMs IS NOT NULL
    AND warmInstances + coldInstances = 1;
CREATE UNIQUE INDEX scheduleByName ON schedule (endpointID, name);
CREATE INDEX serviceRunByStart ON serviceRun (fromMs);
CREATE INDEX trafficByRevision ON traffic (revision);
CREATE INDEX trafficResetByRevision ON trafficReset (revision);
CREATE TABLE budget (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whose pings it pays: the group's or the endpoint's; everyone's where both are NULL.
    groupName TEXT
        CONSTRAINT "a group's name has 1 to 200 characters"
        CHECK (length(groupName) BETWEEN 1 AND 200),
    endpointID INTEGER REFERENCES endpoint (id) ON DELETE CASCADE,
    -- Counted on from Monday 1970-01-05; NULL for a month of the calendar.
    periodDays INTEGER
        CONSTRAINT "a budget's period is a month or 1 to 366 days"
        CHECK (periodDays BETWEEN 1 AND 366),
    timeZone TEXT NOT NULL DEFAULT 'UTC'
        CONSTRAINT "a time zone's name has 1 to 100 characters"
        CHECK (length(timeZone) BETWEEN 1 AND 100),
    limitNanos INTEGER NOT NULL
        CONSTRAINT "a budget's limit is not negative"
        CHECK (limitNanos >= 0),
    currency TEXT NOT NULL
        CONSTRAINT "a currency has three capital letters"
        CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    isHard INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "isHard is 0 or 1"
        CHECK (isHard IN (0, 1)),
    warnShare REAL NOT NULL DEFAULT 0.8
        CONSTRAINT "the share at which a budget warns is more than 0 and at most 1"
        CHECK (warnShare > 0 AND warnShare <= 1),
    CONSTRAINT "a budget is the fleet's, a group's or an endpoint's"
        CHECK (groupName IS NULL OR endpointID IS NULL)
) STRICT;
CREATE TABLE budgetPrice (
    budgetID INTEGER NOT NULL PRIMARY KEY REFERENCES budget (id) ON DELETE CASCADE,
    pricedAtMs INTEGER NOT NULL,
    price REAL NOT NULL
        CONSTRAINT "a budget's price is not negative"
        CHECK (price >= 0),
    -- What was learned of its spending, and by which version of the model.
    modelVersion INTEGER,
    learned BLOB
) STRICT;
CREATE TABLE budgetSpend (
    budgetID INTEGER NOT NULL REFERENCES budget (id) ON DELETE CASCADE,
    periodStartMs INTEGER NOT NULL,
    periodEndMs INTEGER NOT NULL,
    settledNanos INTEGER NOT NULL
        CONSTRAINT "what is settled is not negative"
        CHECK (settledNanos >= 0),
    reservedNanos INTEGER NOT NULL
        CONSTRAINT "what is reserved is not negative"
        CHECK (reservedNanos >= 0),
    -- The part of what is settled that was reserved for interrupted pings.
    uncertainNanos INTEGER NOT NULL
        CONSTRAINT "what is uncertain is a part of what is settled"
        CHECK (uncertainNanos BETWEEN 0 AND settledNanos),
    CONSTRAINT "a period ends after it starts"
        CHECK (periodStartMs < periodEndMs),
    PRIMARY KEY (budgetID, periodStartMs)
) STRICT, WITHOUT ROWID;
CREATE TABLE "decision" (
    id INTEGER PRIMARY KEY,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    decidedAtMs INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    action TEXT NOT NULL
        CONSTRAINT "a decision's action is one of the known ones"
        CHECK (action IN (
            'ping', 'shadowPing', 'heldBack', 'unaffordable', 'overBudget', 'withheld', 'misfire'
        )),
    instances INTEGER NOT NULL
        CONSTRAINT "a decision's instances are not negative"
        CHECK (instances >= 0)
) STRICT;
CREATE TABLE decisionReason (
    decisionID INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
    position INTEGER NOT NULL
        CONSTRAINT "a reason's position is not negative"
        CHECK (position >= 0),
    name TEXT NOT NULL
        CONSTRAINT "a reason has a name"
        CHECK (length(name) > 0),
    value REAL,
    PRIMARY KEY (decisionID, position)
) STRICT, WITHOUT ROWID;
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
, startUpMs INTEGER
    CONSTRAINT "an endpoint's start-up is not negative"
    CHECK (startUpMs >= 0), quietWindows TEXT NOT NULL DEFAULT ''
    CONSTRAINT "quiet windows have at most 10000 characters"
    CHECK (length(quietWindows) <= 10000), specialDates TEXT NOT NULL DEFAULT ''
    CONSTRAINT "special dates have at most 20000 characters"
    CHECK (length(specialDates) <= 20000), groupName TEXT
    CONSTRAINT "a group's name has 1 to 200 characters"
    CHECK (length(groupName) BETWEEN 1 AND 200), priority REAL NOT NULL DEFAULT 1
    CONSTRAINT "a priority is from 0.001 to 1000"
    CHECK (priority BETWEEN 0.001 AND 1000), target TEXT
    CONSTRAINT "a target has 1 to 100 characters"
    CHECK (length(target) BETWEEN 1 AND 100), targetWindowMs INTEGER NOT NULL DEFAULT 2419200000
    CONSTRAINT "a target's window is 1 to 366 days long"
    CHECK (targetWindowMs BETWEEN 86400000 AND 31622400000), prices TEXT NOT NULL DEFAULT ''
    CONSTRAINT "prices have at most 2000 characters"
    CHECK (length(prices) <= 2000)) STRICT;
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
CREATE TABLE ledgerDay (
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    currency TEXT NOT NULL,
    pings INTEGER NOT NULL
        CONSTRAINT "a day's pings are not negative"
        CHECK (pings >= 0),
    instances INTEGER NOT NULL,
    warmInstances INTEGER NOT NULL,
    coldInstances INTEGER NOT NULL,
    failedInstances INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    unexpectedStatus INTEGER NOT NULL,
    timedOut INTEGER NOT NULL,
    unreachable INTEGER NOT NULL,
    interrupted INTEGER NOT NULL,
    withoutCost INTEGER NOT NULL,
    costUnits INTEGER NOT NULL,
    costNanos INTEGER NOT NULL,
    reservedUnits INTEGER NOT NULL,
    reservedNanos INTEGER NOT NULL,
    uncertainUnits INTEGER NOT NULL,
    uncertainNanos INTEGER NOT NULL,
    CONSTRAINT "a day's amounts are not negative"
        CHECK (
            costUnits >= 0 AND costNanos >= 0 AND reservedUnits >= 0 AND reservedNanos >= 0
            AND uncertainUnits >= 0 AND uncertainNanos >= 0
        ),
    PRIMARY KEY (endpointID, day, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledgerQuarter (
    quarter INTEGER NOT NULL,
    currency TEXT NOT NULL,
    pings INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "a quarter's pings are not negative"
        CHECK (pings >= 0),
    instances INTEGER NOT NULL DEFAULT 0,
    warmInstances INTEGER NOT NULL DEFAULT 0,
    coldInstances INTEGER NOT NULL DEFAULT 0,
    failedInstances INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    unexpectedStatus INTEGER NOT NULL DEFAULT 0,
    timedOut INTEGER NOT NULL DEFAULT 0,
    unreachable INTEGER NOT NULL DEFAULT 0,
    interrupted INTEGER NOT NULL DEFAULT 0,
    withoutCost INTEGER NOT NULL DEFAULT 0,
    costUnits INTEGER NOT NULL DEFAULT 0,
    costNanos INTEGER NOT NULL DEFAULT 0,
    reservedUnits INTEGER NOT NULL DEFAULT 0,
    reservedNanos INTEGER NOT NULL DEFAULT 0,
    uncertainUnits INTEGER NOT NULL DEFAULT 0,
    uncertainNanos INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "a quarter's amounts are not negative"
        CHECK (
            costUnits >= 0 AND costNanos >= 0 AND reservedUnits >= 0 AND reservedNanos >= 0
            AND uncertainUnits >= 0 AND uncertainNanos >= 0
        ),
    PRIMARY KEY (quarter, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL
        CONSTRAINT "a notice's kind is one of the known ones"
        CHECK (kind IN (
            'budget-warning', 'budget-reached', 'budget-relieved', 'target-missed', 'target-met',
            'target-infeasible', 'target-feasible'
        )),
    -- Of a budget in one period,
    budgetID INTEGER REFERENCES budget (id) ON DELETE CASCADE,
    periodStartMs INTEGER,
    -- or of an endpoint's target, as it was written then.
    endpointID INTEGER REFERENCES endpoint (id) ON DELETE CASCADE,
    target TEXT,
    -- What the sentence and the webhook call it.
    subject TEXT NOT NULL,
    noticedAtMs INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    -- The figures of that moment, as JSON.
    details TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "attempts are not negative"
        CHECK (attempts >= 0),
    -- NULL once a webhook has taken it, or nothing more is tried.
    nextAttemptAtMs INTEGER,
    deliveredAtMs INTEGER,
    CONSTRAINT "a notice is of a budget's period or of an endpoint's target"
        CHECK ((budgetID IS NULL) = (periodStartMs IS NULL)
            AND (endpointID IS NULL) = (target IS NULL)
            AND (budgetID IS NULL) <> (endpointID IS NULL)),
    CONSTRAINT "what was delivered is not sent again"
        CHECK (deliveredAtMs IS NULL OR nextAttemptAtMs IS NULL)
) STRICT;
CREATE TABLE ping (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    scheduledAtMs INTEGER NOT NULL,
    firedAtMs INTEGER,
    outcome TEXT NOT NULL
        CONSTRAINT "a ping's outcome is one of the known ones"
        CHECK (outcome IN (
            'pending', 'succeeded', 'unexpectedStatus', 'timedOut', 'unreachable', 'interrupted'
        )),
    instances INTEGER NOT NULL
        CONSTRAINT "a ping has 1 to 64 instances"
        CHECK (instances BETWEEN 1 AND 64),
    warmInstances INTEGER NOT NULL
        CONSTRAINT "warm instances are not negative"
        CHECK (warmInstances >= 0),
    coldInstances INTEGER NOT NULL
        CONSTRAINT "cold instances are not negative"
        CHECK (coldInstances >= 0),
    failedInstances INTEGER NOT NULL
        CONSTRAINT "failed instances are not negative"
        CHECK (failedInstances >= 0),
    connectMs INTEGER
        CONSTRAINT "the time to connect is not negative"
        CHECK (connectMs >= 0),
    firstByteMs INTEGER
        CONSTRAINT "the time to the first byte is not negative"
        CHECK (firstByteMs >= 0),
    totalMs INTEGER
        CONSTRAINT "the time to the last byte is not negative"
        CHECK (totalMs >= 0),
    costNanos INTEGER
        CONSTRAINT "a ping's cost is not negative"
        CHECK (costNanos >= 0),
    currency TEXT
        CONSTRAINT "a currency has 1 to 16 characters"
        CHECK (length(currency) BETWEEN 1 AND 16),
    detail TEXT, recordedAtMs INTEGER NOT NULL DEFAULT 0, reservedNanos INTEGER
    CONSTRAINT "a reservation is not negative"
    CHECK (reservedNanos >= 0), reservedCurrency TEXT
    CONSTRAINT "a reservation has a currency of 1 to 16 characters"
    CHECK (
        (reservedNanos IS NULL) = (reservedCurrency IS NULL)
        AND coalesce(length(reservedCurrency) BETWEEN 1 AND 16, TRUE)
    ), schedule TEXT
    CONSTRAINT "a ping's schedule has 1 to 100 characters"
    CHECK (length(schedule) BETWEEN 1 AND 100), awaitedUntilMs INTEGER,
    CONSTRAINT "no more instances were found than pinged"
        CHECK (warmInstances + coldInstances + failedInstances <= instances),
    CONSTRAINT "a cost has a currency"
        CHECK ((costNanos IS NULL) = (currency IS NULL))
) STRICT;
CREATE TABLE pingBudget (
    pingID INTEGER NOT NULL REFERENCES ping (id) ON DELETE CASCADE,
    budgetID INTEGER NOT NULL,
    periodStartMs INTEGER NOT NULL,
    -- What the ping counts for: its reservation, and no more than its cost once that is known.
    nanos INTEGER NOT NULL
        CONSTRAINT "what a ping counts for is not negative"
        CHECK (nanos >= 0),
    PRIMARY KEY (pingID, budgetID),
    FOREIGN KEY (budgetID, periodStartMs) REFERENCES budgetSpend (budgetID, periodStartMs)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
    name TEXT NOT NULL PRIMARY KEY
        CONSTRAINT "a revision is that of the configuration or of the traffic"
        CHECK (name IN ('configuration', 'traffic')),
    value INTEGER NOT NULL
        CONSTRAINT "a revision is not negative"
        CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE schedule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    expression TEXT NOT NULL
        CONSTRAINT "a schedule's expression has 1 to 1000 characters"
        CHECK (length(expression) BETWEEN 1 AND 1000),
    timeZone TEXT NOT NULL DEFAULT 'UTC'
        CONSTRAINT "a time zone's name has 1 to 100 characters"
        CHECK (length(timeZone) BETWEEN 1 AND 100),
    instances INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "a schedule warms 1 to 64 instances"
        CHECK (instances BETWEEN 1 AND 64),
    isEnabled INTEGER NOT NULL DEFAULT 1
        CONSTRAINT "isEnabled is 0 or 1"
        CHECK (isEnabled IN (0, 1))
, name TEXT NOT NULL DEFAULT 'schedule'
    CONSTRAINT "a schedule's name has 1 to 100 letters, digits, '-', '_' and '.'"
    CHECK (length(name) BETWEEN 1 AND 100 AND name NOT GLOB '*[^A-Za-z0-9._-]*'
        AND name NOT GLOB '-*'), jitterMs INTEGER NOT NULL DEFAULT 0
    CONSTRAINT "a schedule's jitter is at most an hour"
    CHECK (jitterMs BETWEEN 0 AND 3600000), graceMs INTEGER NOT NULL DEFAULT 60000
    CONSTRAINT "a schedule's grace is from a second to a day"
    CHECK (graceMs BETWEEN 1000 AND 86400000), exceptDates TEXT NOT NULL DEFAULT ''
    CONSTRAINT "exception dates have at most 5000 characters"
    CHECK (length(exceptDates) <= 5000)) STRICT;
CREATE TABLE scheduleCount (
    scheduleID INTEGER PRIMARY KEY REFERENCES schedule (id) ON DELETE CASCADE,
    -- The scheduled time of the last run that was not dropped.
    lastRunAtMs INTEGER,
    missedRuns INTEGER NOT NULL DEFAULT 0
        CONSTRAINT "missed runs are not negative"
        CHECK (missedRuns >= 0)
, countedFromMs INTEGER) STRICT;
CREATE TABLE serviceRun (
    id INTEGER PRIMARY KEY,
    fromMs INTEGER NOT NULL,
    untilMs INTEGER NOT NULL,
    CONSTRAINT "a run ends no earlier than it began"
        CHECK (untilMs >= fromMs)
) STRICT;
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
CREATE TABLE targetState (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    statedAtMs INTEGER NOT NULL,
    rate REAL NOT NULL
        CONSTRAINT "a cold-start rate is a share"
        CHECK (rate BETWEEN 0 AND 1),
    requestedMinutes REAL NOT NULL
        CONSTRAINT "requested minutes are not negative"
        CHECK (requestedMinutes >= 0),
    coldMinutes REAL NOT NULL
        CONSTRAINT "cold minutes are not negative"
        CHECK (coldMinutes >= 0),
    value REAL NOT NULL
        CONSTRAINT "the value of a cold start is more than 0"
        CHECK (value > 0),
    priceFactor REAL NOT NULL
        CONSTRAINT "budgets do not make pings cheaper"
        CHECK (priceFactor >= 1),
    verdict TEXT NOT NULL
        CONSTRAINT "a verdict is one of the known ones"
        CHECK (verdict IN ('unknown', 'feasible', 'unaffordable', 'unreachable')),
    presentRate REAL,
    bestRate REAL,
    presentMonthlyNanos INTEGER,
    neededMonthlyNanos INTEGER,
    currency TEXT
) STRICT;
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
CREATE TABLE trafficReset (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL
        CONSTRAINT "a reset has a revision"
        CHECK (revision > 0)
) STRICT;
CREATE TRIGGER keepWhatBudgetCounts
BEFORE UPDATE OF id, groupName, endpointID, periodDays, timeZone, currency ON budget
WHEN (OLD.id, OLD.groupName, OLD.endpointID, OLD.periodDays, OLD.timeZone, OLD.currency)
    IS NOT (NEW.id, NEW.groupName, NEW.endpointID, NEW.periodDays, NEW.timeZone, NEW.currency)
BEGIN
    SELECT RAISE(ABORT, 'a budget keeps its scope, period, time zone and currency');
END;
CREATE TRIGGER noticeTrafficDelete AFTER DELETE ON traffic
WHEN EXISTS (SELECT 1 FROM endpoint WHERE id = OLD.endpointID)
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    INSERT INTO trafficReset (endpointID, revision)
    SELECT OLD.endpointID, value FROM revision WHERE name = 'traffic'
    ON CONFLICT (endpointID) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER noticeTrafficInsert AFTER INSERT ON traffic WHEN NEW.revision = 0
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    UPDATE traffic SET revision = (SELECT value FROM revision WHERE name = 'traffic')
    WHERE endpointID = NEW.endpointID AND startedAtS = NEW.startedAtS AND widthS = NEW.widthS;
END;
CREATE TRIGGER noticeTrafficMove AFTER UPDATE OF endpointID, startedAtS, widthS ON traffic
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    INSERT INTO trafficReset (endpointID, revision)
    SELECT endpoint.id, revision.value FROM endpoint, revision
    WHERE endpoint.id IN (OLD.endpointID, NEW.endpointID) AND revision.name = 'traffic'
    ON CONFLICT (endpointID) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER noticeTrafficUpdate AFTER UPDATE OF requests, coldStarts, durationMs ON traffic
WHEN NEW.revision = OLD.revision
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    UPDATE traffic SET revision = (SELECT value FROM revision WHERE name = 'traffic')
    WHERE endpointID = NEW.endpointID AND startedAtS = NEW.startedAtS AND widthS = NEW.widthS;
END;
CREATE TRIGGER raiseConfigurationOnBudgetDelete AFTER DELETE ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnBudgetInsert AFTER INSERT ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnBudgetUpdate AFTER UPDATE ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointDelete AFTER DELETE ON endpoint
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointHeaderDelete AFTER DELETE ON endpointHeader
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointHeaderInsert AFTER INSERT ON endpointHeader
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointHeaderUpdate AFTER UPDATE ON endpointHeader
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointInsert AFTER INSERT ON endpoint
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnEndpointUpdate AFTER UPDATE ON endpoint
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnScheduleDelete AFTER DELETE ON schedule
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnScheduleInsert AFTER INSERT ON schedule
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER raiseConfigurationOnScheduleUpdate AFTER UPDATE ON schedule
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
CREATE TRIGGER settleRemovedPing BEFORE DELETE ON ping WHEN OLD.outcome = 'pending'
BEGIN
    UPDATE budgetSpend SET
        settledNanos = settledNanos + paid.nanos,
        reservedNanos = budgetSpend.reservedNanos - paid.nanos,
        uncertainNanos = uncertainNanos + paid.nanos
    FROM pingBudget AS paid
    WHERE paid.pingID = OLD.id AND budgetSpend.budgetID = paid.budgetID
        AND budgetSpend.periodStartMs = paid.periodStartMs;
END;
CREATE TRIGGER sumPingDelete AFTER DELETE ON ping
BEGIN
    UPDATE ledgerDay SET
        pings = pings - 1,
        instances = instances - OLD.instances,
        warmInstances = warmInstances - OLD.warmInstances,
        coldInstances = coldInstances - OLD.coldInstances,
        failedInstances = failedInstances - OLD.failedInstances,
        pending = pending - (OLD.outcome = 'pending'),
        succeeded = succeeded - (OLD.outcome = 'succeeded'),
        unexpectedStatus = unexpectedStatus - (OLD.outcome = 'unexpectedStatus'),
        timedOut = timedOut - (OLD.outcome = 'timedOut'),
        unreachable = unreachable - (OLD.outcome = 'unreachable'),
        interrupted = interrupted - (OLD.outcome = 'interrupted'),
        withoutCost = withoutCost - (OLD.costNanos IS NULL),
        costUnits = costUnits - (coalesce(OLD.costNanos, 0) / 1000000000),
        costNanos = costNanos - (coalesce(OLD.costNanos, 0) % 1000000000),
        reservedUnits = reservedUnits - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        reservedNanos = reservedNanos - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000,
        uncertainUnits = uncertainUnits - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        uncertainNanos = uncertainNanos - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '');
    DELETE FROM ledgerDay
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '')
        AND pings = 0;
END;
CREATE TRIGGER sumPingInsert AFTER INSERT ON ping
BEGIN
    INSERT INTO ledgerDay VALUES (
        NEW.endpointID,
        NEW.scheduledAtMs / 86400000 - (NEW.scheduledAtMs % 86400000 < 0),
        coalesce(NEW.currency, NEW.reservedCurrency, ''),
        1,
        NEW.instances,
        NEW.warmInstances,
        NEW.coldInstances,
        NEW.failedInstances,
        NEW.outcome = 'pending',
        NEW.outcome = 'succeeded',
        NEW.outcome = 'unexpectedStatus',
        NEW.outcome = 'timedOut',
        NEW.outcome = 'unreachable',
        NEW.outcome = 'interrupted',
        NEW.costNanos IS NULL,
        coalesce(NEW.costNanos, 0) / 1000000000,
        coalesce(NEW.costNanos, 0) % 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000
    )
    ON CONFLICT (endpointID, day, currency) DO UPDATE SET
        pings = pings + excluded.pings,
        instances = instances + excluded.instances,
        warmInstances = warmInstances + excluded.warmInstances,
        coldInstances = coldInstances + excluded.coldInstances,
        failedInstances = failedInstances + excluded.failedInstances,
        pending = pending + excluded.pending,
        succeeded = succeeded + excluded.succeeded,
        unexpectedStatus = unexpectedStatus + excluded.unexpectedStatus,
        timedOut = timedOut + excluded.timedOut,
        unreachable = unreachable + excluded.unreachable,
        interrupted = interrupted + excluded.interrupted,
        withoutCost = withoutCost + excluded.withoutCost,
        costUnits = costUnits + excluded.costUnits,
        costNanos = costNanos + excluded.costNanos,
        reservedUnits = reservedUnits + excluded.reservedUnits,
        reservedNanos = reservedNanos + excluded.reservedNanos,
        uncertainUnits = uncertainUnits + excluded.uncertainUnits,
        uncertainNanos = uncertainNanos + excluded.uncertainNanos;
END;
CREATE TRIGGER sumPingUpdate AFTER UPDATE OF
    endpointID, scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances,
    costNanos, currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    UPDATE ledgerDay SET
        pings = pings - 1,
        instances = instances - OLD.instances,
        warmInstances = warmInstances - OLD.warmInstances,
        coldInstances = coldInstances - OLD.coldInstances,
        failedInstances = failedInstances - OLD.failedInstances,
        pending = pending - (OLD.outcome = 'pending'),
        succeeded = succeeded - (OLD.outcome = 'succeeded'),
        unexpectedStatus = unexpectedStatus - (OLD.outcome = 'unexpectedStatus'),
        timedOut = timedOut - (OLD.outcome = 'timedOut'),
        unreachable = unreachable - (OLD.outcome = 'unreachable'),
        interrupted = interrupted - (OLD.outcome = 'interrupted'),
        withoutCost = withoutCost - (OLD.costNanos IS NULL),
        costUnits = costUnits - (coalesce(OLD.costNanos, 0) / 1000000000),
        costNanos = costNanos - (coalesce(OLD.costNanos, 0) % 1000000000),
        reservedUnits = reservedUnits - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        reservedNanos = reservedNanos - (OLD.outcome = 'pending' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000,
        uncertainUnits = uncertainUnits - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) / 1000000000,
        uncertainNanos = uncertainNanos - (OLD.outcome = 'interrupted' AND OLD.costNanos IS NULL)
            * coalesce(OLD.reservedNanos, 0) % 1000000000
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '');
    DELETE FROM ledgerDay
    WHERE endpointID = OLD.endpointID
        AND day = OLD.scheduledAtMs / 86400000 - (OLD.scheduledAtMs % 86400000 < 0)
        AND currency = coalesce(OLD.currency, OLD.reservedCurrency, '')
        AND pings = 0;
    INSERT INTO ledgerDay VALUES (
        NEW.endpointID,
        NEW.scheduledAtMs / 86400000 - (NEW.scheduledAtMs % 86400000 < 0),
        coalesce(NEW.currency, NEW.reservedCurrency, ''),
        1,
        NEW.instances,
        NEW.warmInstances,
        NEW.coldInstances,
        NEW.failedInstances,
        NEW.outcome = 'pending',
        NEW.outcome = 'succeeded',
        NEW.outcome = 'unexpectedStatus',
        NEW.outcome = 'timedOut',
        NEW.outcome = 'unreachable',
        NEW.outcome = 'interrupted',
        NEW.costNanos IS NULL,
        coalesce(NEW.costNanos, 0) / 1000000000,
        coalesce(NEW.costNanos, 0) % 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'pending' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) / 1000000000,
        (NEW.outcome = 'interrupted' AND NEW.costNanos IS NULL)
            * coalesce(NEW.reservedNanos, 0) % 1000000000
    )
    ON CONFLICT (endpointID, day, currency) DO UPDATE SET
        pings = pings + excluded.pings,
        instances = instances + excluded.instances,
        warmInstances = warmInstances + excluded.warmInstances,
        coldInstances = coldInstances + excluded.coldInstances,
        failedInstances = failedInstances + excluded.failedInstances,
        pending = pending + excluded.pending,
        succeeded = succeeded + excluded.succeeded,
        unexpectedStatus = unexpectedStatus + excluded.unexpectedStatus,
        timedOut = timedOut + excluded.timedOut,
        unreachable = unreachable + excluded.unreachable,
        interrupted = interrupted + excluded.interrupted,
        withoutCost = withoutCost + excluded.withoutCost,
        costUnits = costUnits + excluded.costUnits,
        costNanos = costNanos + excluded.costNanos,
        reservedUnits = reservedUnits + excluded.reservedUnits,
        reservedNanos = reservedNanos + excluded.reservedNanos,
        uncertainUnits = uncertainUnits + excluded.uncertainUnits,
        uncertainNanos = uncertainNanos + excluded.uncertainNanos;
END;
CREATE TRIGGER sumQuarter INSTEAD OF INSERT ON quarterChange
BEGIN
    INSERT OR IGNORE INTO ledgerQuarter (quarter, currency)
    SELECT quarter, currency FROM pingFigures WHERE id = NEW.id;
    UPDATE ledgerQuarter SET
        pings = ledgerQuarter.pings + NEW.sign,
        instances = ledgerQuarter.instances + NEW.sign * ping.instances,
        warmInstances = ledgerQuarter.warmInstances + NEW.sign * ping.warmInstances,
        coldInstances = ledgerQuarter.coldInstances + NEW.sign * ping.coldInstances,
        failedInstances = ledgerQuarter.failedInstances + NEW.sign * ping.failedInstances,
        pending = ledgerQuarter.pending + NEW.sign * ping.pending,
        succeeded = ledgerQuarter.succeeded + NEW.sign * ping.succeeded,
        unexpectedStatus = ledgerQuarter.unexpectedStatus + NEW.sign * ping.unexpectedStatus,
        timedOut = ledgerQuarter.timedOut + NEW.sign * ping.timedOut,
        unreachable = ledgerQuarter.unreachable + NEW.sign * ping.unreachable,
        interrupted = ledgerQuarter.interrupted + NEW.sign * ping.interrupted,
        withoutCost = ledgerQuarter.withoutCost + NEW.sign * ping.withoutCost,
        costUnits = ledgerQuarter.costUnits + NEW.sign * ping.costUnits,
        costNanos = ledgerQuarter.costNanos + NEW.sign * ping.costNanos,
        reservedUnits = ledgerQuarter.reservedUnits + NEW.sign * ping.reservedUnits,
        reservedNanos = ledgerQuarter.reservedNanos + NEW.sign * ping.reservedNanos,
        uncertainUnits = ledgerQuarter.uncertainUnits + NEW.sign * ping.uncertainUnits,
        uncertainNanos = ledgerQuarter.uncertainNanos + NEW.sign * ping.uncertainNanos
    FROM (SELECT * FROM pingFigures WHERE id = NEW.id) AS ping
    WHERE ledgerQuarter.quarter = ping.quarter AND ledgerQuarter.currency = ping.currency;
    DELETE FROM ledgerQuarter
    WHERE pings = 0
        AND (quarter, currency) = (SELECT quarter, currency FROM pingFigures WHERE id = NEW.id);
END;
CREATE TRIGGER sumQuarterDelete BEFORE DELETE ON ping
BEGIN
    INSERT INTO quarterChange VALUES (OLD.id, -1);
END;
CREATE TRIGGER sumQuarterInsert AFTER INSERT ON ping
BEGIN
    INSERT INTO quarterChange VALUES (NEW.id, 1);
END;
CREATE TRIGGER sumQuarterUpdateNew AFTER UPDATE OF
    scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances, costNanos,
    currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    INSERT INTO quarterChange VALUES (NEW.id, 1);
END;
CREATE TRIGGER sumQuarterUpdateOld BEFORE UPDATE OF
    scheduledAtMs, outcome, instances, warmInstances, coldInstances, failedInstances, costNanos,
    currency, reservedNanos, reservedCurrency
ON ping
BEGIN
    INSERT INTO quarterChange VALUES (OLD.id, -1);
END;
CREATE VIEW pingFigures AS
SELECT
    id,
    endpointID,
    scheduledAtMs,
    scheduledAtMs / 900000 - (scheduledAtMs % 900000 < 0) AS quarter,
    coalesce(currency, reservedCurrency, '') AS currency,
    1 AS pings,
    instances,
    warmInstances,
    coldInstances,
    failedInstances,
    outcome = 'pending' AS pending,
    outcome = 'succeeded' AS succeeded,
    outcome = 'unexpectedStatus' AS unexpectedStatus,
    outcome = 'timedOut' AS timedOut,
    outcome = 'unreachable' AS unreachable,
    outcome = 'interrupted' AS interrupted,
    costNanos IS NULL AS withoutCost,
    coalesce(costNanos, 0) / 1000000000 AS costUnits,
    coalesce(costNanos, 0) % 1000000000 AS costNanos,
    iif(outcome = 'pending' AND costNanos IS NULL, coalesce(reservedNanos, 0) / 1000000000, 0)
        AS reservedUnits,
    iif(outcome = 'pending' AND costNanos IS NULL, coalesce(reservedNanos, 0) % 1000000000, 0)
        AS reservedNanos,
    iif(outcome = 'interrupted' AND costNanos IS NULL, coalesce(reservedNanos, 0) / 1000000000, 0)
        AS uncertainUnits,
    iif(outcome = 'interrupted' AND costNanos IS NULL, coalesce(reservedNanos, 0) % 1000000000, 0)
        AS uncertainNanos
FROM ping;
CREATE VIEW quarterChange AS SELECT id, 0 AS sign FROM ping;
