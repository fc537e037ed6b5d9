-- +goose Up
-- The shapes of units on a map, as an office supplied them: shown in the place
-- of the tiles. Its twin lies in migration/sqlite.
CREATE TABLE unit_outline (
	unit  TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES unit (key),
	rings TEXT NOT NULL -- JSON: a list for each ring, [east, north, …] in 1/100000 degree, each after the first point as the step from the one before
);
