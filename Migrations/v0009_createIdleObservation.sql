-- How long an instance had idled when it was found warm or cold: so idle timeouts are learned.
CREATE TABLE idleObservation (
    id INTEGER PRIMARY KEY,
    endpointID INTEGER NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
    observedAtMs INTEGER NOT NULL,
    idleMs INTEGER NOT NULL
        CONSTRAINT "an idle time is not negative"
        CHECK (idleMs >= 0),
    temperature TEXT NOT NULL
        CONSTRAINT "an instance was found warm or cold"
        CHECK (temperature IN ('warm', 'cold')),
    source TEXT NOT NULL
        CONSTRAINT "an idle time was seen by a ping or by a request"
        CHECK (source IN ('ping', 'request'))
) STRICT;

CREATE INDEX idleObservationByEndpoint ON idleObservation (endpointID, observedAtMs);
