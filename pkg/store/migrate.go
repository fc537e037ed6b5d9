package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"muctieu/pkg/errs"
	"muctieu/pkg/store/migration"
)

// migrate brings the schema up to date. A step that fails leaves nothing
// behind. On SQLite the caller holds a lock file; on PostgreSQL a lock in the
// database keeps several servers apart, schema by schema.
func (s *Store) migrate(ctx context.Context) error {
	pool, err := s.writer.DB()
	if err != nil {
		return err
	}
	if !s.postgres {
		return s.up(ctx, goose.DialectSQLite3, pool, "sqlite")
	}
	unlock, err := lockSchema(ctx, pool)
	if err != nil {
		return err
	}
	return errors.Join(s.up(ctx, goose.DialectPostgres, pool, "postgres"), unlock())
}

// up takes the steps of a folder that are missing, after a backup where there
// is something to lose. goose itself is content with a schema that is newer
// than all its steps.
func (s *Store) up(ctx context.Context, dialect goose.Dialect, pool *sql.DB, folder string) error {
	steps, err := fs.Sub(migration.Files, folder)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, pool, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", err)
	}
	if current > target {
		return errs.E(errs.Unavailable, "store.newer_schema", "have", current, "known", target)
	}
	if current == target {
		return nil
	}
	if current > 0 && s.backups != "" {
		if err := s.beforeUpgrade(ctx, current); err != nil {
			return fmt.Errorf("backup before the upgrade: %w", err)
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// lockSchema waits until no other process migrates the same schema.
func lockSchema(ctx context.Context, pool *sql.DB) (unlock func() error, err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	const key = "hashtextextended('muctieu migrate ' || current_database() || ' ' || current_schema(), 0)"
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock("+key+")"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+key+")")
		return errors.Join(err, conn.Close())
	}, nil
}
