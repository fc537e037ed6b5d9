-- +goose Up
-- Reports of many units that somebody asked for at once. Each unit's files are
-- kept as they are made, so that a restart goes on where it was; all of it is
-- removed a day later. Times are Unix seconds. Its twin lies in
-- migration/postgres.
CREATE TABLE bundle (
	id       INTEGER PRIMARY KEY,
	unit     TEXT    NOT NULL REFERENCES unit (key), -- whose units below it holds
	period   TEXT    NOT NULL,
	lang     TEXT    NOT NULL CHECK (lang IN ('vi', 'en')),
	decimals INTEGER NOT NULL,
	formats  TEXT    NOT NULL, -- with blanks between them
	login    TEXT    NOT NULL,
	state    TEXT    NOT NULL CHECK (state IN ('waiting', 'done', 'cancelled')),
	began    INTEGER NOT NULL,
	ended    INTEGER NOT NULL, -- 0: not yet
	claimed  INTEGER NOT NULL  -- when a server last worked on it; 0: none does
) STRICT;
CREATE TABLE bundle_unit (
	bundle   INTEGER NOT NULL REFERENCES bundle (id),
	position INTEGER NOT NULL,
	unit     TEXT    NOT NULL REFERENCES unit (key),
	done     INTEGER NOT NULL,
	fault    TEXT    NOT NULL, -- key of why there are no files; empty: there are
	PRIMARY KEY (bundle, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE bundle_file (
	bundle   INTEGER NOT NULL,
	position INTEGER NOT NULL,
	name     TEXT    NOT NULL,
	content  BLOB    NOT NULL,
	PRIMARY KEY (bundle, position, name),
	FOREIGN KEY (bundle, position) REFERENCES bundle_unit (bundle, position)
) STRICT;
