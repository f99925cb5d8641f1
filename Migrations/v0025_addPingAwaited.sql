-- Until when the process that sent a ping beside the service may still settle it: a service that starts
-- meanwhile leaves it alone, and one that was killed blocks nothing. NULL for the service's own.
ALTER TABLE ping ADD COLUMN awaitedUntilMs INTEGER;
