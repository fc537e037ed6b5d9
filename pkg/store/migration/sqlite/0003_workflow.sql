-- +goose Up
-- The way of figures to approval, questions, the written parts of reports,
-- issued reports and their files, decisions with their scans, and settings.
-- Times are Unix seconds, dates YYYY-MM-DD or empty. Its twin lies in
-- migration/postgres.

-- What happened to a submission, step by step. Rows are only added.
CREATE TABLE submission_step (
	unit     TEXT    NOT NULL,
	period   TEXT    NOT NULL,
	version  INTEGER NOT NULL CHECK (version > 0),
	action   TEXT    NOT NULL CHECK (action IN ('submit', 'return', 'approve', 'reopen')),
	recorded INTEGER NOT NULL,
	login    TEXT    NOT NULL,
	reason   TEXT    NOT NULL,
	remarks  TEXT    NOT NULL, -- JSON list: reasons on single cells
	covers   TEXT    NOT NULL, -- JSON list: the versions submitted or approved
	PRIMARY KEY (unit, period, version),
	FOREIGN KEY (unit, period) REFERENCES submission (unit, period)
) STRICT, WITHOUT ROWID;

-- More time for one unit and period.
CREATE TABLE deadline_exception (
	id        INTEGER PRIMARY KEY,
	unit      TEXT    NOT NULL REFERENCES unit (key),
	period    TEXT    NOT NULL,
	until_day TEXT    NOT NULL, -- the last day
	reason    TEXT    NOT NULL,
	login     TEXT    NOT NULL,
	recorded  INTEGER NOT NULL
) STRICT;
CREATE INDEX deadline_exception_period ON deadline_exception (period, unit);

-- What an administrator decides for the whole installation.
CREATE TABLE setting (
	name    TEXT    PRIMARY KEY,
	value   TEXT    NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- Checks switched off, or held against another threshold, for an indicator.
CREATE TABLE check_setting (
	indicator TEXT    NOT NULL REFERENCES indicator (code),
	rule      TEXT    NOT NULL,
	off       INTEGER NOT NULL,
	threshold TEXT    NOT NULL, -- a plain decimal number; empty: the usual one
	PRIMARY KEY (indicator, rule)
) STRICT, WITHOUT ROWID;

-- What leaders ask about a result.
CREATE TABLE question (
	id        INTEGER PRIMARY KEY,
	unit      TEXT    NOT NULL REFERENCES unit (key),
	indicator TEXT    NOT NULL REFERENCES indicator (code),
	period    TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	due       TEXT    NOT NULL, -- the last day for an answer
	login     TEXT    NOT NULL,
	recorded  INTEGER NOT NULL,
	in_report INTEGER NOT NULL -- the newest answer explains a miss in the summary
) STRICT;
CREATE INDEX question_unit ON question (unit, period);

CREATE TABLE answer (
	question INTEGER NOT NULL REFERENCES question (id),
	position INTEGER NOT NULL,
	text     TEXT    NOT NULL,
	login    TEXT    NOT NULL,
	recorded INTEGER NOT NULL,
	PRIMARY KEY (question, position)
) STRICT, WITHOUT ROWID;

-- The written parts of a report. Every version stays.
CREATE TABLE prose (
	unit     TEXT    NOT NULL REFERENCES unit (key),
	period   TEXT    NOT NULL,
	section  TEXT    NOT NULL,
	version  INTEGER NOT NULL CHECK (version > 0),
	text     TEXT    NOT NULL,
	login    TEXT    NOT NULL,
	recorded INTEGER NOT NULL,
	PRIMARY KEY (unit, period, section, version)
) STRICT, WITHOUT ROWID;

-- Reports as they were issued: figures, words and files, never made again.
CREATE TABLE issued_report (
	id         TEXT    PRIMARY KEY,
	unit       TEXT    NOT NULL REFERENCES unit (key),
	period     TEXT    NOT NULL,
	lang       TEXT    NOT NULL CHECK (lang IN ('vi', 'en')),
	decimals   INTEGER NOT NULL,
	incomplete INTEGER NOT NULL, -- issued though figures were missing
	summary    TEXT    NOT NULL, -- JSON
	prose      TEXT    NOT NULL, -- JSON: the written parts by section
	hash       TEXT    NOT NULL, -- SHA-256 over summary and prose, in hex
	login      TEXT    NOT NULL,
	recorded   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX issued_report_unit ON issued_report (unit, period);

CREATE TABLE issued_file (
	report  TEXT    NOT NULL REFERENCES issued_report (id),
	format  TEXT    NOT NULL,
	name    TEXT    NOT NULL,
	sha256  TEXT    NOT NULL,
	content BLOB    NOT NULL,
	PRIMARY KEY (report, format)
) STRICT;

-- Files that people hand in: scans of decisions, an office's own templates.
CREATE TABLE attachment (
	id       INTEGER PRIMARY KEY,
	name     TEXT    NOT NULL,
	type     TEXT    NOT NULL, -- told from the content
	sha256   TEXT    NOT NULL,
	content  BLOB    NOT NULL,
	login    TEXT    NOT NULL,
	recorded INTEGER NOT NULL
) STRICT;

-- The documents plans rest on, entered once.
CREATE TABLE decision (
	number     TEXT    NOT NULL,
	day        TEXT    NOT NULL,
	issuer     TEXT    NOT NULL,
	title      TEXT    NOT NULL,
	unit       TEXT    NOT NULL REFERENCES unit (key), -- who keeps it
	attachment INTEGER REFERENCES attachment (id),
	version    INTEGER NOT NULL CHECK (version > 0),
	PRIMARY KEY (number, day, issuer)
) STRICT, WITHOUT ROWID;

-- What a column or a row of an office's own table stands for, remembered.
CREATE TABLE table_alias (
	unit   TEXT    NOT NULL REFERENCES unit (key),
	sort   TEXT    NOT NULL CHECK (sort IN ('column', 'indicator')),
	text   TEXT    NOT NULL, -- as compared: see the package that reads tables
	target TEXT    NOT NULL,
	PRIMARY KEY (unit, sort, text)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER submission_step_kept BEFORE UPDATE ON submission_step
BEGIN SELECT RAISE(ABORT, 'submission_step: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submission_step_stays BEFORE DELETE ON submission_step
BEGIN SELECT RAISE(ABORT, 'submission_step: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_kept BEFORE UPDATE ON answer
BEGIN SELECT RAISE(ABORT, 'answer: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_stays BEFORE DELETE ON answer
BEGIN SELECT RAISE(ABORT, 'answer: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER prose_kept BEFORE UPDATE ON prose
BEGIN SELECT RAISE(ABORT, 'prose: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER prose_stays BEFORE DELETE ON prose
BEGIN SELECT RAISE(ABORT, 'prose: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issued_report_kept BEFORE UPDATE ON issued_report
BEGIN SELECT RAISE(ABORT, 'issued_report: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issued_report_stays BEFORE DELETE ON issued_report
BEGIN SELECT RAISE(ABORT, 'issued_report: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issued_file_kept BEFORE UPDATE ON issued_file
BEGIN SELECT RAISE(ABORT, 'issued_file: rows are only added'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issued_file_stays BEFORE DELETE ON issued_file
BEGIN SELECT RAISE(ABORT, 'issued_file: rows are only added'); END;
-- +goose StatementEnd
