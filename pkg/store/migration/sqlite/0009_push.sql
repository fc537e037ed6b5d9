-- +goose Up
-- Figures that other installations send, and what this one has sent. Times are
-- Unix seconds. Values are plain decimal texts: they become counts of their
-- indicator when they are accepted, whatever its decimals are then. Its twin
-- lies in migration/postgres.
CREATE TABLE proposal (
	id         INTEGER PRIMARY KEY,
	unit       TEXT    NOT NULL REFERENCES unit (key),
	period     TEXT    NOT NULL,
	digest     TEXT    NOT NULL, -- SHA-256 of the cells: the same figures add nothing
	sender     TEXT    NOT NULL, -- name of the account whose token sent it
	login      TEXT    NOT NULL,
	received   INTEGER NOT NULL,
	state      TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'partly', 'refused', 'same', 'replaced')),
	decided    INTEGER NOT NULL, -- 0: not yet
	decided_by TEXT    NOT NULL,
	reason     TEXT    NOT NULL
) STRICT;
CREATE INDEX proposal_of ON proposal (unit, period, id);
CREATE INDEX proposal_state ON proposal (state);
CREATE TABLE proposal_cell (
	proposal  INTEGER NOT NULL REFERENCES proposal (id),
	indicator TEXT    NOT NULL REFERENCES indicator (code),
	value     TEXT    NOT NULL, -- empty: none
	status    TEXT    NOT NULL,
	note      TEXT    NOT NULL,
	source    TEXT    NOT NULL,
	origin    TEXT    NOT NULL,
	state     TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
	PRIMARY KEY (proposal, indicator)
) STRICT;
CREATE TABLE push_sent (
	target TEXT    NOT NULL, -- address of the installation above
	unit   TEXT    NOT NULL,
	period TEXT    NOT NULL,
	step   INTEGER NOT NULL, -- version of the submission whose approval was sent
	state  TEXT    NOT NULL, -- as answered; empty: not taken yet
	reason TEXT    NOT NULL,
	asked  INTEGER NOT NULL,
	PRIMARY KEY (target, unit, period)
) STRICT;
CREATE TABLE push_log (
	id      INTEGER PRIMARY KEY,
	target  TEXT    NOT NULL,
	unit    TEXT    NOT NULL,
	period  TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	cells   INTEGER NOT NULL,
	differs INTEGER NOT NULL, -- cells that are not as stored there
	state   TEXT    NOT NULL, -- empty: not taken
	words   TEXT    NOT NULL, -- of the answer, with the cells that differ
	CHECK (cells >= differs)
) STRICT;
