-- When a schedule was added, or was given other runs: what is due from then on and does not run is missed,
-- also where it never ran before. NULL where nobody knows.
ALTER TABLE scheduleCount ADD COLUMN countedFromMs INTEGER;
