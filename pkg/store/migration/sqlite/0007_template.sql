-- +goose Up
-- Templates that an office made for its own reports: one of each format for a
-- unit, and for those below it without their own. Times are Unix seconds. Its
-- twin lies in migration/postgres.
CREATE TABLE report_template (
	unit     TEXT    NOT NULL REFERENCES unit (key),
	format   TEXT    NOT NULL CHECK (format IN ('docx', 'xlsx')),
	name     TEXT    NOT NULL, -- of the file as it was uploaded
	sha256   TEXT    NOT NULL, -- of the content, in hex
	content  BLOB    NOT NULL,
	login    TEXT    NOT NULL,
	recorded INTEGER NOT NULL,
	PRIMARY KEY (unit, format)
) STRICT;
