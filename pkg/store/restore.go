package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// Restore fills an empty database with what an archive holds, whichever engine
// it was taken from, in one transaction. The archive is read through first.
// Errors: Invalid, "store.archive_damaged" {why} or "store.archive_newer", for
// one that is cut, changed or of a newer program; Conflict,
// "store.not_empty", where anything has been stored already. Nothing is
// written then.
func (s *Store) Restore(ctx context.Context, r io.ReaderAt, size int64) (Manifest, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return Manifest{}, err
	}
	err = s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.checkEmpty(tx, a.manifest); err != nil {
			return err
		}
		for _, t := range a.manifest.Tables {
			if err := s.restoreTable(tx, a, t); err != nil {
				return fmt.Errorf("restore %s: %w", t.Name, err)
			}
		}
		return s.afterRestore(tx)
	})
	if errors.Is(err, gorm.ErrCheckConstraintViolated) || errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, gorm.ErrForeignKeyViolated) {
		err = damaged("rows").Because(err)
	}
	return a.manifest, told(err)
}

// checkEmpty refuses a database that holds anything, and an archive of another
// schema.
func (s *Store) checkEmpty(tx *gorm.DB, m Manifest) error {
	known, err := schemaVersion(tx)
	if err != nil {
		return err
	}
	if m.Schema > known {
		return errs.E(errs.Invalid, "store.archive_newer", "have", m.Schema, "known", known)
	}
	for _, table := range archiveTables {
		if table == "counter" {
			continue
		}
		var n int64
		if err := tx.Raw("SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT 1) AS found").Row().Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return errs.E(errs.Conflict, "store.not_empty")
		}
	}
	return nil
}

// restoreTable puts the rows of one table back. Columns that a later schema
// added keep their defaults.
func (s *Store) restoreTable(tx *gorm.DB, a *archive, t ManifestTable) error {
	kinds, err := columnKinds(tx, t.Name, s.postgres)
	if err != nil {
		return err
	}
	for _, c := range t.Columns {
		if _, ok := kinds[c]; !ok {
			return damaged(t.Name + "." + c)
		}
	}
	if t.Name == "counter" {
		if err := tx.Exec("DELETE FROM counter").Error; err != nil {
			return err
		}
	}
	insert := bulkInsert{tx: tx, table: t.Name, columns: t.Columns}
	err = a.lines(t, nil, func(row []json.RawMessage) error {
		values := make([]any, len(row))
		for i, raw := range row {
			if values[i], err = restored(raw, kinds[t.Columns[i]]); err != nil {
				return fmt.Errorf("%s: %w", t.Columns[i], err)
			}
		}
		return insert.add(values)
	})
	return errors.Join(err, insert.flush())
}

// restored gives a value of an archive as a column of that kind takes it.
func restored(raw json.RawMessage, kind string) (any, error) {
	if string(raw) == "null" {
		return nil, nil //nolint:nilnil // NULL is a value
	}
	switch kind {
	case "TEXT", "text":
		var v string
		err := json.Unmarshal(raw, &v)
		return v, err
	case "BLOB", "bytea":
		var v string
		if err := json.Unmarshal(raw, &v); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(v)
	case "boolean":
		var v int64
		err := json.Unmarshal(raw, &v)
		return v != 0, err
	}
	var v int64
	err := json.Unmarshal(raw, &v)
	return v, err
}

// A bulkInsert adds rows to a table, many with each statement.
type bulkInsert struct {
	tx      *gorm.DB
	table   string
	columns []string
	rows    []map[string]any
	bytes   int
}

// maxStatement is about how many bytes of content one statement carries.
const maxStatement = 4 << 20

func (b *bulkInsert) add(values []any) error {
	row := make(map[string]any, len(values))
	for i, v := range values {
		row[b.columns[i]] = v
		switch v := v.(type) {
		case []byte:
			b.bytes += len(v)
		case string:
			b.bytes += len(v)
		}
	}
	b.rows = append(b.rows, row)
	if len(b.rows)*len(b.columns) > 10_000 || b.bytes > maxStatement {
		return b.flush()
	}
	return nil
}

func (b *bulkInsert) flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	err := b.tx.Table(b.table).Create(b.rows).Error
	b.rows, b.bytes = nil, 0
	return err
}

// afterRestore makes PostgreSQL number new rows after those restored, which
// SQLite does by itself. Mail that was to be sent waits for a person. The next
// server to start brings its key.
func (s *Store) afterRestore(tx *gorm.DB) error {
	if err := afterRestoreMail(tx); err != nil {
		return err
	}
	if err := tx.Where("name = ?", keySetting).Delete(&settingRecord{}).Error; err != nil {
		return err
	}
	if !s.postgres {
		return nil
	}
	const q = `SELECT table_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND is_identity = 'YES' AND column_name = 'id'`
	var tables []string
	err := each(tx.Raw(q), func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	})
	for _, name := range tables {
		if err != nil {
			return err
		}
		err = tx.Exec("SELECT setval(pg_get_serial_sequence(?, 'id'), coalesce((SELECT max(id) FROM "+name+"), 0) + 1, false)", name).Error
	}
	return err
}
