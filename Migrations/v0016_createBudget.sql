-- What warming may cost in each period, for everything, a group or one endpoint.
-- AUTOINCREMENT: what was spent from a removed budget never counts for another one.
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

-- One budget for each scope and period.
CREATE UNIQUE INDEX budgetOfFleet ON budget (coalesce(periodDays, 0))
WHERE groupName IS NULL AND endpointID IS NULL;

CREATE UNIQUE INDEX budgetOfGroup ON budget (groupName, coalesce(periodDays, 0))
WHERE groupName IS NOT NULL;

CREATE UNIQUE INDEX budgetOfEndpoint ON budget (endpointID, coalesce(periodDays, 0))
WHERE endpointID IS NOT NULL;

-- What was spent is counted in the budget's currency and in its zone's periods.
CREATE TRIGGER keepWhatBudgetCounts
BEFORE UPDATE OF id, groupName, endpointID, periodDays, timeZone, currency ON budget
WHEN (OLD.id, OLD.groupName, OLD.endpointID, OLD.periodDays, OLD.timeZone, OLD.currency)
    IS NOT (NEW.id, NEW.groupName, NEW.endpointID, NEW.periodDays, NEW.timeZone, NEW.currency)
BEGIN
    SELECT RAISE(ABORT, 'a budget keeps its scope, period, time zone and currency');
END;

CREATE TRIGGER raiseConfigurationOnBudgetInsert AFTER INSERT ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;

CREATE TRIGGER raiseConfigurationOnBudgetUpdate AFTER UPDATE ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;

CREATE TRIGGER raiseConfigurationOnBudgetDelete AFTER DELETE ON budget
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
