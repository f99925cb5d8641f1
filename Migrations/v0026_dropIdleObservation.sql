-- Idle times are learned from bins and pings as they are heard, and saved with the learned state.
DROP TABLE idleObservation;
