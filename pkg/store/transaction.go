package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// An Actor is who changes something, for the audit.
type Actor struct {
	UserID int64 // zero: the command line
	Login  string
	Name   string
	From   string // network address, or "cli"
}

// read runs do on one snapshot: whatever it asks, it sees one moment.
func (s *Store) read(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.readFrom(ctx, s.reader, do)
}

func (s *Store) readFrom(ctx context.Context, pool *gorm.DB, do func(tx *gorm.DB) error) error {
	snapshot := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	return told(begun(pool.WithContext(ctx), do, snapshot))
}

// begun runs do in a transaction. Connections that have been lost, as when
// PostgreSQL was started again, show that only when they are used: as long as
// do has not run, the next connection is tried.
func begun(db *gorm.DB, do func(*gorm.DB) error, o ...*sql.TxOptions) (err error) {
	for range postgresReaders + 1 {
		ran := false
		err = db.Transaction(func(tx *gorm.DB) error {
			ran = true
			return do(tx)
		}, o...)
		if ran || !lost(err) {
			return err
		}
	}
	return err
}

// A writer is a change under way: its transaction, and what it will leave in
// the audit. Inside a change only tx may be asked: the pool of writers has no
// second connection on SQLite.
type writer struct {
	tx        *gorm.DB
	store     *Store
	actor     Actor
	now       time.Time // whole seconds UTC
	counter   counterRow
	log       []AuditRow
	catalogue bool        // set when anything changes that a Catalogue holds
	locks     *lockMemory // see lockedAmong
}

// A counterRow is the one row of the table counter.
type counterRow struct {
	Value, Catalogue, AuditID int64
	AuditHash                 string
}

// write runs do in a transaction with what belongs to every change: the
// counter and the audit. Writers come one after the other on both engines,
// SQLite by its lock, PostgreSQL by the row of the counter, which is the first
// thing a writer takes; so whatever do reads is the newest there is, no two
// wait for each other, and the audit has one order. If do fails, or notes
// nothing in the audit, nothing changes.
func (s *Store) write(ctx context.Context, by Actor, do func(*writer) error) error {
	err := begun(s.writer.WithContext(ctx), func(tx *gorm.DB) error {
		w := &writer{tx: tx, store: s, actor: by, now: s.second()}
		if err := w.begin(); err != nil {
			return err
		}
		if err := do(w); err != nil {
			return err
		}
		return w.finish()
	}, &sql.TxOptions{Isolation: sql.LevelReadCommitted}) // after a wait, what is newest then
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return told(err)
}

// errUnchanged ends a transaction that has nothing to write.
var errUnchanged = errors.New("nothing changed")

func (w *writer) begin() error {
	c := &w.counter
	const next = "UPDATE counter SET value = value + 1 WHERE id = 1 RETURNING value, catalogue, audit_id, audit_hash"
	return w.tx.Raw(next).Row().Scan(&c.Value, &c.Catalogue, &c.AuditID, &c.AuditHash)
}

// finish writes the audit and the end of its chain.
func (w *writer) finish() error {
	if len(w.log) == 0 {
		return errUnchanged
	}
	c := &w.counter
	c.chain(w.log)
	if err := w.tx.CreateInBatches(auditRecords(w.log), batch).Error; err != nil {
		return err
	}
	if w.catalogue {
		c.Catalogue = c.Value
	}
	return w.tx.Exec("UPDATE counter SET catalogue = ?, audit_id = ?, audit_hash = ? WHERE id = 1",
		c.Catalogue, c.AuditID, c.AuditHash).Error
}

// batch is how many rows one INSERT takes: both engines bound the number of
// arguments, SQLite at 32766.
const batch = 500

// note leaves a row in the audit. before and after become JSON; nil leaves the
// field empty.
func (w *writer) note(action, object string, before, after any, reason string) error {
	r := AuditRow{At: w.now, Login: w.actor.Login, Name: w.actor.Name, From: w.actor.From, Action: action, Object: object, Reason: reason}
	var err error
	if r.Before, err = auditText(before); err != nil {
		return err
	}
	if r.After, err = auditText(after); err != nil {
		return err
	}
	w.log = append(w.log, r)
	return nil
}

func auditText(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // people read it, and templates escape
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

// changedMeanwhile is the Conflict of everything that counts its changes.
func changedMeanwhile(object string, have, seen int) error {
	return errs.E(errs.Conflict, "store.changed_meanwhile", "object", object, "have", have, "seen", seen)
}
