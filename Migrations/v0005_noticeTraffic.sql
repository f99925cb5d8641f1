-- Rows of traffic tell what changed since a revision, also when another program wrote them.
-- Our own bulk writes bring the revision along and cost no trigger.

-- Endpoints whose bins vanished or moved: who keeps a copy of them reads them anew.
CREATE TABLE trafficReset (
    endpointID INTEGER NOT NULL PRIMARY KEY REFERENCES endpoint (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL
        CONSTRAINT "a reset has a revision"
        CHECK (revision > 0)
) STRICT;

CREATE INDEX trafficResetByRevision ON trafficReset (revision);

CREATE TRIGGER noticeTrafficInsert AFTER INSERT ON traffic WHEN NEW.revision = 0
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    UPDATE traffic SET revision = (SELECT value FROM revision WHERE name = 'traffic')
    WHERE endpointID = NEW.endpointID AND startedAtS = NEW.startedAtS AND widthS = NEW.widthS;
END;

CREATE TRIGGER noticeTrafficUpdate AFTER UPDATE OF requests, coldStarts, durationMs ON traffic
WHEN NEW.revision = OLD.revision
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

-- A removed endpoint takes its bins along; there is nobody left to be read anew.
CREATE TRIGGER noticeTrafficDelete AFTER DELETE ON traffic
WHEN EXISTS (SELECT 1 FROM endpoint WHERE id = OLD.endpointID)
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'traffic';
    INSERT INTO trafficReset (endpointID, revision)
    SELECT OLD.endpointID, value FROM revision WHERE name = 'traffic'
    ON CONFLICT (endpointID) DO UPDATE SET revision = excluded.revision;
END;
