-- +goose Up
-- People who may log in. Times are Unix seconds. Its twin lies in
-- migration/postgres.
CREATE TABLE account (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	login         TEXT    NOT NULL UNIQUE, -- lower case
	name          TEXT    NOT NULL,
	password_hash TEXT    NOT NULL DEFAULT '', -- argon2id in its usual writing; empty: none set yet
	disabled      INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	lang          TEXT    NOT NULL DEFAULT '' CHECK (lang IN ('', 'vi', 'en')),
	version       INTEGER NOT NULL DEFAULT 1 CHECK (version > 0), -- raised with every change of name, state, password or grants
	created       INTEGER NOT NULL
) STRICT;

-- A role on a unit. The rows of an account are replaced together.
CREATE TABLE account_grant (
	account_id INTEGER NOT NULL REFERENCES account (id),
	position   INTEGER NOT NULL,
	role       TEXT    NOT NULL CHECK (role IN ('official', 'reviewer', 'leader', 'administrator')),
	unit       TEXT    NOT NULL,
	below      INTEGER NOT NULL CHECK (below IN (0, 1)),
	agency     TEXT    NOT NULL DEFAULT '', -- empty: all agencies
	PRIMARY KEY (account_id, position)
) STRICT;

-- One-time links that set a password. Only the SHA-256 of the word in the
-- link is kept; a row goes when its link is used or replaced.
CREATE TABLE account_link (
	hash       TEXT   PRIMARY KEY,
	account_id INTEGER REFERENCES account (id), -- NULL: sets up the first administrator
	purpose    TEXT   NOT NULL CHECK (purpose IN ('first', 'setup', 'reset')),
	until      INTEGER NOT NULL
) STRICT;
CREATE INDEX account_link_account ON account_link (account_id);

-- Who is logged in. hash is that of the cookie.
CREATE TABLE session (
	hash       TEXT   PRIMARY KEY,
	account_id INTEGER REFERENCES account (id), -- NULL: nobody has logged in yet
	data       BLOB   NOT NULL,
	until      INTEGER NOT NULL,
	started    INTEGER NOT NULL,
	address    TEXT   NOT NULL DEFAULT '',
	agent      TEXT   NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_until ON session (until);

-- Words other systems log in with. Only their SHA-256 is kept.
CREATE TABLE api_token (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	hash       TEXT    NOT NULL UNIQUE,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name       TEXT    NOT NULL,
	role       TEXT    NOT NULL DEFAULT '' CHECK (role IN ('', 'official', 'reviewer', 'leader')), -- empty: all the account's
	unit       TEXT    NOT NULL DEFAULT '', -- empty: all the account's
	created    INTEGER NOT NULL,
	until      INTEGER NOT NULL DEFAULT 0, -- 0: does not end by itself
	revoked    INTEGER NOT NULL DEFAULT 0  -- 0: valid
) STRICT;
CREATE INDEX api_token_account ON api_token (account_id);

-- Failed logins, by account and by address, counted so that a restart or a
-- second server process forgets none.
CREATE TABLE login_failure (
	subject TEXT    PRIMARY KEY,
	count   INTEGER NOT NULL,
	latest  INTEGER NOT NULL
) STRICT;
