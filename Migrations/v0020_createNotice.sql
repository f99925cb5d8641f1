-- What people were told of budgets and targets: a restart repeats none of it and loses none.
-- AUTOINCREMENT: a webhook knows a notice by its id, which no other one is ever given.
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

-- Of a budget each kind once in a period.
CREATE UNIQUE INDEX noticeOfBudget ON notice (budgetID, kind, periodStartMs)
WHERE budgetID IS NOT NULL;

CREATE INDEX noticeOfEndpoint ON notice (endpointID, kind) WHERE endpointID IS NOT NULL;

CREATE INDEX noticeToSend ON notice (nextAttemptAtMs) WHERE nextAttemptAtMs IS NOT NULL;

CREATE INDEX noticeByTime ON notice (noticedAtMs);
