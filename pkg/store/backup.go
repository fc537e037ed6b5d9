package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"gorm.io/gorm"
)

// Backup writes an archive of everything to w, from one snapshot, beside
// whatever else reads and writes. program names the program and its version.
func (s *Store) Backup(ctx context.Context, w io.Writer, program string) (m Manifest, err error) {
	return s.backup(ctx, s.reader, w, program)
}

// backup reads from a pool. Tables that a later schema brings are left out
// where the schema is older.
func (s *Store) backup(ctx context.Context, from *gorm.DB, w io.Writer, program string) (m Manifest, err error) {
	err = s.readFrom(ctx, from, func(tx *gorm.DB) error {
		schema, err := schemaVersion(tx)
		if err != nil {
			return err
		}
		a := newArchiveWriter(w, Manifest{Program: program, Schema: schema, Taken: s.second()})
		for _, name := range archiveTables {
			err := s.backupTable(tx, a, name)
			if err != nil && !errors.Is(err, errNoTable) {
				return fmt.Errorf("backup %s: %w", name, err)
			}
		}
		m = a.manifest
		return a.close()
	})
	return m, err
}

// errNoTable says that the schema has no such table.
var errNoTable = errors.New("no such table")

func schemaVersion(tx *gorm.DB) (version int64, err error) {
	err = tx.Raw("SELECT max(version_id) FROM goose_db_version WHERE is_applied").Row().Scan(&version)
	return version, err
}

// backupTable copies the rows of one table in the order of its key, so that
// versions come one after the other.
func (s *Store) backupTable(tx *gorm.DB, a *archiveWriter, name string) error {
	columns, err := columnsOf(tx, name, s.postgres)
	if err != nil {
		return err
	}
	q := "SELECT " + quoted(columns) + " FROM " + name + " ORDER BY " + keyOf(name, columns)
	return a.table(name, columns, func(add func([]any) error) error {
		return each(tx.Raw(q), func(rows *sql.Rows) error {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			for i, v := range values {
				if values[i], err = archived(v); err != nil {
					return fmt.Errorf("%s: %w", columns[i], err)
				}
			}
			return add(values)
		})
	})
}

// archived gives a value of the database as an archive holds it.
func archived(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64, string:
		return v, nil
	case int32:
		return int64(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case []byte:
		return base64.StdEncoding.EncodeToString(v), nil
	case time.Time:
		return nil, fmt.Errorf("a time of the database, want seconds")
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

// columnsOf lists the columns of a table in alphabetical order: both engines
// then give the same archive.
func columnsOf(tx *gorm.DB, table string, postgres bool) ([]string, error) {
	kinds, err := columnKinds(tx, table, postgres)
	if err != nil {
		return nil, err
	}
	columns := make([]string, 0, len(kinds))
	for name := range kinds {
		columns = append(columns, name)
	}
	slices.Sort(columns)
	return columns, nil
}

// columnKinds tells the type of each column as the engine names it.
func columnKinds(tx *gorm.DB, table string, postgres bool) (map[string]string, error) {
	q := "SELECT name, type FROM pragma_table_info(?)"
	if postgres {
		q = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
	}
	kinds := map[string]string{}
	err := each(tx.Raw(q, table), func(rows *sql.Rows) error {
		var name, kind string
		err := rows.Scan(&name, &kind)
		kinds[name] = kind
		return err
	})
	if err == nil && len(kinds) == 0 {
		err = fmt.Errorf("%w: %s", errNoTable, table)
	}
	return kinds, err
}

func quoted(columns []string) string {
	list := ""
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += `"` + c + `"`
	}
	return list
}

// keyOf gives the columns a table is ordered by: those of its primary key,
// which all begin with what identifies a row and end with its version.
func keyOf(table string, columns []string) string {
	if order, ok := map[string]string{
		"figure": "unit, year, indicator, period, version",
		"plan":   "unit, year, indicator, level, version",
		"prose":  "unit, period, section, version",
		"answer": "question, position",
	}[table]; ok {
		return order
	}
	if slices.Contains(columns, "id") {
		return "id"
	}
	return quoted(columns)
}
