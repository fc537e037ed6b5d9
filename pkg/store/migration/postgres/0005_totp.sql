-- +goose Up
-- The second factor of logins: codes of an app that change with time, and
-- codes on paper for whoever loses it. Times are Unix seconds. Its twin lies
-- in migration/sqlite.
CREATE TABLE account_totp (
	account_id BIGINT PRIMARY KEY REFERENCES account (id),
	secret     TEXT    NOT NULL, -- in base32; the server has to compute with it
	used       BIGINT NOT NULL, -- the newest step of 30 seconds whose code was taken: none is taken twice
	created    BIGINT NOT NULL
);

-- What is left of a person's codes on paper. Only their SHA-256 is kept; a row
-- goes when its code is used.
CREATE TABLE recovery_code (
	account_id BIGINT NOT NULL REFERENCES account_totp (account_id),
	hash       TEXT    NOT NULL,
	PRIMARY KEY (account_id, hash)
);
