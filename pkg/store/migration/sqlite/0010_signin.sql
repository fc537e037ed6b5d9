-- +goose Up
-- When a password was set, for offices whose rules make passwords end; 0: there
-- is none. For those there are it is found in the audit. Times are Unix
-- seconds. Its twin lies in migration/postgres.
ALTER TABLE account ADD COLUMN password_set INTEGER NOT NULL DEFAULT 0;
UPDATE account SET password_set = coalesce(
	(SELECT max(recorded) FROM audit WHERE action = 'user.password' AND object = 'user/' || account.login), created)
	WHERE password_hash <> '';

-- Who signed in or tried to. The rows are kept for the time an administrator
-- sets and then removed, unlike those of the audit.
CREATE TABLE signin (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	recorded INTEGER NOT NULL,
	login    TEXT    NOT NULL, -- of an account there is; empty: what was typed is the login of none, and may have been a password
	method   TEXT    NOT NULL CHECK (method IN ('password', 'link', 'oidc')),
	outcome  TEXT    NOT NULL, -- 'ok', or why not
	address  TEXT    NOT NULL,
	agent    TEXT    NOT NULL  -- what the browser calls itself
) STRICT;
CREATE INDEX signin_recorded ON signin (recorded);

-- Terms are saved with the version that was seen, as everything else.
ALTER TABLE term ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
