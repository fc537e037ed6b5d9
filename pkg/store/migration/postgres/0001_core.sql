-- +goose Up
-- Units, the catalogue, sets, plans, figures and the audit. Times are Unix
-- seconds, dates YYYY-MM-DD or empty where open. Its twin lies in
-- migration/sqlite.

-- One row. value is raised by every change and catalogue takes that value when
-- anything but figures and plans changed: caches compare them. The last two
-- are the newest row of the audit, so that rows cut off its end are missed.
-- Every writer updates this row first.
CREATE TABLE counter (
	id         INTEGER PRIMARY KEY CHECK (id = 1),
	value      BIGINT  NOT NULL,
	catalogue  BIGINT  NOT NULL,
	audit_id   BIGINT  NOT NULL,
	audit_hash TEXT    NOT NULL
);
INSERT INTO counter VALUES (1, 0, 0, 0, '');

CREATE TABLE unit (
	key     TEXT    COLLATE "C" PRIMARY KEY,
	version INTEGER NOT NULL CHECK (version > 0)
);

-- What a unit was called and where it belonged. The rows of a unit are
-- replaced together.
CREATE TABLE unit_row (
	unit       TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	position   INTEGER NOT NULL,
	code       TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	kind       TEXT    NOT NULL,
	parent     TEXT    COLLATE "C" REFERENCES unit (key) DEFERRABLE INITIALLY DEFERRED, -- NULL: none
	valid_from TEXT    NOT NULL,
	valid_to   TEXT    NOT NULL, -- the last valid day
	document   TEXT    NOT NULL,
	PRIMARY KEY (unit, position)
);

CREATE TABLE succession (
	from_unit TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	to_unit   TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	day       TEXT    COLLATE "C" NOT NULL, -- the first of the new state
	share     TEXT    NOT NULL CHECK (share IN ('whole', 'part')),
	document  TEXT    NOT NULL,
	PRIMARY KEY (from_unit, to_unit, day)
);

CREATE TABLE tile (
	unit       TEXT    COLLATE "C" PRIMARY KEY REFERENCES unit (key),
	map_column INTEGER NOT NULL,
	map_row    INTEGER NOT NULL
);

-- Who sets plans.
CREATE TABLE level (
	code      TEXT    COLLATE "C" PRIMARY KEY,
	position  INTEGER NOT NULL,
	name_vi   TEXT    NOT NULL,
	name_en   TEXT    NOT NULL,
	phrase_vi TEXT    NOT NULL,
	phrase_en TEXT    NOT NULL,
	version   INTEGER NOT NULL CHECK (version > 0)
);

-- The offices' own words with their English.
CREATE TABLE term (
	sort      TEXT    COLLATE "C" NOT NULL CHECK (sort IN ('measure', 'group', 'agency', 'kind')),
	vi        TEXT    COLLATE "C" NOT NULL,
	en        TEXT    NOT NULL,
	dimension TEXT    NOT NULL,
	factor    TEXT    NOT NULL, -- a plain decimal number, or empty
	position  INTEGER NOT NULL,
	PRIMARY KEY (sort, vi)
);

CREATE TABLE indicator (
	code           TEXT    COLLATE "C" PRIMARY KEY,
	name_vi        TEXT    NOT NULL,
	name_en        TEXT    NOT NULL,
	measure        TEXT    NOT NULL,
	decimals       INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 9), -- counts are of 10^-decimals
	shown_decimals INTEGER NOT NULL CHECK (shown_decimals BETWEEN 0 AND decimals),
	group_name     TEXT    NOT NULL,
	kind           TEXT    NOT NULL,
	direction      TEXT    NOT NULL,
	method         TEXT    NOT NULL,
	over_units     TEXT    NOT NULL,
	over_time      TEXT    NOT NULL,
	numerator      TEXT    COLLATE "C" REFERENCES indicator (code) DEFERRABLE INITIALLY DEFERRED,
	denominator    TEXT    COLLATE "C" REFERENCES indicator (code) DEFERRABLE INITIALLY DEFERRED,
	scale          INTEGER NOT NULL,
	parent         TEXT    COLLATE "C" REFERENCES indicator (code) DEFERRABLE INITIALLY DEFERRED,
	base           TEXT    NOT NULL,
	price_basis    TEXT    NOT NULL,
	growth_from    TEXT    COLLATE "C" REFERENCES indicator (code) DEFERRABLE INITIALLY DEFERRED,
	agency         TEXT    NOT NULL,
	version        INTEGER NOT NULL CHECK (version > 0)
);

-- What a unit is judged on in a year. The rows of a set are replaced together.
CREATE TABLE indicator_set (
	unit    TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	year    INTEGER NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	PRIMARY KEY (unit, year)
);

CREATE TABLE indicator_set_row (
	unit      TEXT    COLLATE "C" NOT NULL,
	year      INTEGER NOT NULL,
	indicator TEXT    COLLATE "C" NOT NULL REFERENCES indicator (code),
	position  INTEGER NOT NULL,
	judging   TEXT    COLLATE "C" NOT NULL REFERENCES level (code),
	source    TEXT    NOT NULL CHECK (source IN ('entered', 'rollup')),
	fall      TEXT    NOT NULL CHECK (fall IN ('change', 'ratio')),
	PRIMARY KEY (unit, year, indicator),
	FOREIGN KEY (unit, year) REFERENCES indicator_set (unit, year)
);

-- Dates of a period that differ from the usual ones.
CREATE TABLE period_window (
	period    TEXT    COLLATE "C" PRIMARY KEY,
	first_day TEXT    NOT NULL,
	last_day  TEXT    NOT NULL,
	cut_off   TEXT    NOT NULL,
	due       TEXT    NOT NULL,
	version   INTEGER NOT NULL CHECK (version > 0)
);

-- How far a unit is with a period; no row is a draft that was never handed
-- in. An approved one takes no figure.
CREATE TABLE submission (
	unit       TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	period     TEXT    COLLATE "C" NOT NULL,
	state      TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned', 'reopened')),
	version    INTEGER NOT NULL CHECK (version > 0),
	updated    BIGINT  NOT NULL,
	updated_by TEXT    NOT NULL, -- login; empty: the command line
	PRIMARY KEY (unit, period)
);

-- Every figure ever reported, one row for each version. Rows are added, never
-- changed: the table is its own history.
CREATE TABLE figure (
	unit      TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	year      INTEGER NOT NULL,
	indicator TEXT    COLLATE "C" NOT NULL REFERENCES indicator (code),
	period    TEXT    COLLATE "C" NOT NULL,
	version   INTEGER NOT NULL CHECK (version > 0),
	value     BIGINT ,          -- count of 10^-decimals of the indicator's measure
	status    TEXT    NOT NULL CHECK (status IN ('estimate', 'preliminary', 'official', 'withdrawn', 'not_applicable')),
	source    TEXT    NOT NULL,
	origin    TEXT    NOT NULL CHECK (origin IN ('', 'derived', 'illustrative')),
	note      TEXT    NOT NULL,
	dated     BIGINT  NOT NULL, -- from when on it counts
	recorded  BIGINT  NOT NULL, -- when the program took it
	login     TEXT    NOT NULL, -- of the person; empty: the command line
	PRIMARY KEY (unit, year, indicator, period, version),
	CHECK ((value IS NULL) = (status IN ('withdrawn', 'not_applicable'))),
	CHECK (CAST(substr(period, 1, 4) AS INTEGER) = year)
);

-- Every plan ever set, one row for each version, likewise.
CREATE TABLE plan (
	unit        TEXT    COLLATE "C" NOT NULL REFERENCES unit (key),
	year        INTEGER NOT NULL,
	indicator   TEXT    COLLATE "C" NOT NULL REFERENCES indicator (code),
	level       TEXT    COLLATE "C" NOT NULL REFERENCES level (code),
	version     INTEGER NOT NULL CHECK (version > 0),
	operator    TEXT    NOT NULL CHECK (operator IN ('=', 'range', '<', '<=', '>', '>=', 'about')),
	low         BIGINT ,          -- counts as in figure; NULL: taken back
	high        BIGINT ,          -- of a range
	basis       TEXT    NOT NULL CHECK (basis IN ('decided', 'proposed', 'unknown')),
	document    TEXT    NOT NULL, -- number of the decision
	document_date TEXT  NOT NULL,
	issuer      TEXT    NOT NULL,
	title       TEXT    NOT NULL,
	source      TEXT    NOT NULL,
	origin      TEXT    NOT NULL CHECK (origin IN ('', 'derived', 'illustrative')),
	price_basis TEXT    NOT NULL,
	note        TEXT    NOT NULL,
	withdrawn   BOOLEAN NOT NULL,
	dated       BIGINT  NOT NULL,
	recorded    BIGINT  NOT NULL,
	login       TEXT    NOT NULL,
	PRIMARY KEY (unit, year, indicator, level, version),
	CHECK ((low IS NULL) = (withdrawn)),
	CHECK ((high IS NULL) = (operator <> 'range' OR withdrawn))
);

-- Indicators whose decimals are growing just now: only while a row stands here
-- may counts change, and only to factor times what they were. It is empty
-- outside of that one transaction.
CREATE TABLE rescale (
	indicator TEXT    COLLATE "C" PRIMARY KEY REFERENCES indicator (code),
	factor    BIGINT  NOT NULL CHECK (factor IN (10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000))
);

-- Who changed what and when, from where, what it was before and after, why.
-- hash covers the whole row and the hash of the one before it.
CREATE TABLE audit (
	id        BIGINT  PRIMARY KEY,
	recorded  BIGINT  NOT NULL,
	login     TEXT    NOT NULL, -- empty: the command line
	name      TEXT    NOT NULL,
	address   TEXT    NOT NULL, -- where from
	action    TEXT    NOT NULL, -- such as figure.save
	object    TEXT    NOT NULL, -- such as lechan/2022/thu_ns
	before    TEXT    NOT NULL, -- JSON; empty: nothing
	after     TEXT    NOT NULL,
	reason    TEXT    NOT NULL,
	prev_hash TEXT    NOT NULL,
	hash      TEXT    NOT NULL
);
CREATE INDEX audit_object ON audit (object);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '%: rows are only added', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION figure_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.version <> 1 + (SELECT coalesce(max(version), 0) FROM figure
		WHERE unit = NEW.unit AND year = NEW.year AND indicator = NEW.indicator AND period = NEW.period) THEN
		RAISE EXCEPTION 'figure: versions are added one by one' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION figure_rescaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT 1 FROM rescale WHERE indicator = OLD.indicator AND NEW.value = OLD.value * factor) THEN
		RAISE EXCEPTION 'figure: rows are only added' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER figure_next BEFORE INSERT ON figure FOR EACH ROW EXECUTE FUNCTION figure_next();
CREATE TRIGGER figure_kept BEFORE DELETE OR UPDATE OF unit, year, indicator, period, version, status, source, origin, note, dated, recorded, login
	ON figure FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER figure_value_kept BEFORE UPDATE OF value ON figure FOR EACH ROW EXECUTE FUNCTION figure_rescaled();
CREATE TRIGGER figure_stays BEFORE TRUNCATE ON figure EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION plan_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.version <> 1 + (SELECT coalesce(max(version), 0) FROM plan
		WHERE unit = NEW.unit AND year = NEW.year AND indicator = NEW.indicator AND level = NEW.level) THEN
		RAISE EXCEPTION 'plan: versions are added one by one' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION plan_rescaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT 1 FROM rescale WHERE indicator = OLD.indicator
		AND NEW.low IS NOT DISTINCT FROM OLD.low * factor AND NEW.high IS NOT DISTINCT FROM OLD.high * factor) THEN
		RAISE EXCEPTION 'plan: rows are only added' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER plan_next BEFORE INSERT ON plan FOR EACH ROW EXECUTE FUNCTION plan_next();
CREATE TRIGGER plan_kept BEFORE DELETE OR UPDATE OF unit, year, indicator, level, version, operator, basis, document, document_date, issuer, title, source,
	origin, price_basis, note, withdrawn, dated, recorded, login ON plan FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_value_kept BEFORE UPDATE OF low, high ON plan FOR EACH ROW EXECUTE FUNCTION plan_rescaled();
CREATE TRIGGER plan_stays BEFORE TRUNCATE ON plan EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION audit_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.id <> 1 + (SELECT coalesce(max(id), 0) FROM audit) THEN
		RAISE EXCEPTION 'audit: rows are added one by one' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_next BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_next();
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse_change();
