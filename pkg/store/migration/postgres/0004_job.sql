-- +goose Up
-- What the running servers do by themselves, so that of several on one
-- database one does it. Times are Unix seconds. Its twin lies in
-- migration/sqlite.
CREATE TABLE job (
	name    TEXT   PRIMARY KEY,
	done    BIGINT NOT NULL, -- the moment it was last due and done
	claimed BIGINT NOT NULL  -- when a server began with it; 0: nobody has it
);
