-- One number each that rises with every change, whoever writes: a running server asks for it often.
CREATE TABLE revision (
    name TEXT NOT NULL PRIMARY KEY
        CONSTRAINT "a revision is that of the configuration or of the traffic"
        CHECK (name IN ('configuration', 'traffic')),
    value INTEGER NOT NULL
        CONSTRAINT "a revision is not negative"
        CHECK (value >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO revision (name, value) VALUES ('configuration', 0), ('traffic', 0);

CREATE TRIGGER raiseConfigurationOnEndpointInsert AFTER INSERT ON endpoint
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;

CREATE TRIGGER raiseConfigurationOnEndpointUpdate AFTER UPDATE ON endpoint
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;

CREATE TRIGGER raiseConfigurationOnEndpointDelete AFTER DELETE ON endpoint
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

CREATE TRIGGER raiseConfigurationOnEndpointHeaderDelete AFTER DELETE ON endpointHeader
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

CREATE TRIGGER raiseConfigurationOnScheduleDelete AFTER DELETE ON schedule
BEGIN
    UPDATE revision SET value = value + 1 WHERE name = 'configuration';
END;
