-- +goose Up
-- Templates that an office made for its own reports: one of each format for a
-- unit, and for those below it without their own. Times are Unix seconds. Its
-- twin lies in migration/sqlite.
CREATE TABLE report_template (
	unit     TEXT   COLLATE "C" NOT NULL REFERENCES unit (key),
	format   TEXT   COLLATE "C" NOT NULL CHECK (format IN ('docx', 'xlsx')),
	name     TEXT   NOT NULL, -- of the file as it was uploaded
	sha256   TEXT   NOT NULL, -- of the content, in hex
	content  BYTEA  NOT NULL,
	login    TEXT   NOT NULL,
	recorded BIGINT NOT NULL,
	PRIMARY KEY (unit, format)
);
