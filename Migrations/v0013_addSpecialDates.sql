-- Days on which an endpoint's demand is not that of their weekday.
-- Dates such as '2026-12-25' (a holiday) and '2026-11-27 x3' (a one-off date and its factor),
-- separated by a semicolon and a space; empty for none.
ALTER TABLE endpoint ADD COLUMN specialDates TEXT NOT NULL DEFAULT ''
    CONSTRAINT "special dates have at most 20000 characters"
    CHECK (length(specialDates) <= 20000);
