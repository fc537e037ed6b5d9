-- +goose Up
-- Where a person gets mail and which kinds they refuse. Its twin lies in
-- migration/postgres.
CREATE TABLE mail_account (
	account_id INTEGER PRIMARY KEY REFERENCES account (id),
	address    TEXT    NOT NULL,        -- empty: none
	off        TEXT    NOT NULL,        -- the kinds refused, with commas between
	word       TEXT    NOT NULL UNIQUE  -- stands in each mail: who has it may refuse kinds for the person, nothing else
) STRICT, WITHOUT ROWID;

-- Mails to be sent and those that were: one row for each, told apart by what
-- it is about and for whom, so that nothing is put in twice. What it says is
-- written when it is sent. Times are Unix seconds.
CREATE TABLE mail (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	dedupe     TEXT    NOT NULL UNIQUE,
	kind       TEXT    NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	unit       TEXT    NOT NULL,            -- empty: about none in particular
	period     TEXT    NOT NULL,            -- empty: about none in particular
	data       TEXT    NOT NULL,            -- a mail.Data as JSON
	created    INTEGER NOT NULL,
	until      INTEGER NOT NULL,            -- after which it is of no use
	state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'dropped')),
	attempts   INTEGER NOT NULL DEFAULT 0,
	next_try   INTEGER NOT NULL DEFAULT 0,
	claimed    INTEGER NOT NULL DEFAULT 0,  -- when it was taken to be sent
	worker     TEXT    NOT NULL DEFAULT '', -- who took it
	last_error TEXT    NOT NULL DEFAULT '',
	address    TEXT    NOT NULL DEFAULT '', -- it was sent to
	subject    TEXT    NOT NULL DEFAULT '', -- as it was sent
	body       TEXT    NOT NULL DEFAULT '', -- its plain text
	sent_at    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX mail_due ON mail (state, next_try);
