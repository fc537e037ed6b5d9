package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// An AuditRow says who changed what. Rows are never changed; each carries the
// hash of the one before it.
type AuditRow struct {
	ID            int64 // from 1 without gaps
	At            time.Time
	Login, Name   string // as they were; an empty login is the command line
	From          string // network address, or "cli"
	Action        string // such as "figure.save"
	Object        string // such as "lechan/2022/thu_ns"
	Before, After string // JSON; empty: nothing
	Reason        string
	PrevHash      string // of the row before it; empty for the first
	Hash          string // SHA-256 of all above, in hex
}

// sum computes the row's hash. Its input is a JSON array of all fields, so
// that no two rows give the same input.
func (r AuditRow) sum() string {
	raw, err := json.Marshal([]any{r.ID, r.At.Unix(), r.Login, r.Name, r.From, r.Action, r.Object, r.Before, r.After, r.Reason, r.PrevHash})
	if err != nil {
		panic(err) // numbers and texts always become JSON
	}
	hash := sha256.Sum256(raw)
	return hex.EncodeToString(hash[:])
}

// chain numbers rows and links them to the end of the audit.
func (c *counterRow) chain(rows []AuditRow) {
	for i := range rows {
		c.AuditID++
		rows[i].ID, rows[i].PrevHash = c.AuditID, c.AuditHash
		rows[i].Hash = rows[i].sum()
		c.AuditHash = rows[i].Hash
	}
}

// An auditRecord is a row of the table audit.
type auditRecord struct {
	ID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Recorded int64
	Login    string
	Name     string
	Address  string
	Action   string
	Object   string
	Before   string
	After    string
	Reason   string
	PrevHash string
	Hash     string
}

func auditRecords(rows []AuditRow) []auditRecord {
	records := make([]auditRecord, len(rows))
	for i, r := range rows {
		records[i] = auditRecord{r.ID, r.At.Unix(), r.Login, r.Name, r.From, r.Action, r.Object, r.Before, r.After, r.Reason, r.PrevHash, r.Hash}
	}
	return records
}

const auditColumns = "SELECT id, recorded, login, name, address, action, object, before, after, reason, prev_hash, hash FROM audit"

func scanAudit(rows *sql.Rows) (r AuditRow, err error) {
	var at int64
	err = rows.Scan(&r.ID, &at, &r.Login, &r.Name, &r.From, &r.Action, &r.Object, &r.Before, &r.After, &r.Reason, &r.PrevHash, &r.Hash)
	r.At = time.Unix(at, 0).UTC()
	return r, err
}

// An AuditFilter chooses rows of the audit. Zero fields choose everything.
type AuditFilter struct {
	From, Until time.Time // Until itself is left out
	Login       string
	Action      string // "figure.save", or a prefix that ends in a point: "figure."
	Object      string // whole, or a prefix that ends in a slash: "lechan/"
	Below       int64  // only rows with a smaller id: the next page
	Limit       int    // at most so many; zero: 100
}

// Audit gives rows of the audit, the newest first.
func (s *Store) Audit(ctx context.Context, f AuditFilter) ([]AuditRow, error) {
	q := f.where(s.reader.WithContext(ctx).Table("audit"))
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	var records []auditRecord
	if err := q.Order("id DESC").Limit(limit).Find(&records).Error; err != nil {
		return nil, told(err)
	}
	rows := make([]AuditRow, len(records))
	for i, r := range records {
		rows[i] = AuditRow{r.ID, time.Unix(r.Recorded, 0).UTC(), r.Login, r.Name, r.Address, r.Action, r.Object, r.Before, r.After, r.Reason, r.PrevHash, r.Hash}
	}
	return rows, nil
}

func (f AuditFilter) where(q *gorm.DB) *gorm.DB {
	q = whereSince(q, f.From, f.Until)
	if f.Login != "" {
		q = q.Where("login = ?", f.Login)
	}
	if f.Below > 0 {
		q = q.Where("id < ?", f.Below)
	}
	return wherePrefix(wherePrefix(q, "action", f.Action, '.'), "object", f.Object, '/')
}

// wherePrefix compares a column with a text, or with its beginning if the text
// ends in the separator.
func wherePrefix(q *gorm.DB, column, text string, separator byte) *gorm.DB {
	switch {
	case text == "":
		return q
	case text[len(text)-1] == separator:
		return q.Where("substr("+column+", 1, ?) = ?", utf8.RuneCountInString(text), text)
	}
	return q.Where(column+" = ?", text)
}

// VerifyAudit reads the whole audit and returns how many rows it has. The
// error is Invalid, "store.audit_broken" {id}, and names the first row that is
// missing or not what it was when it was written; rows cut off the end count
// as missing.
func (s *Store) VerifyAudit(ctx context.Context) (n int64, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var want counterRow
		if err := tx.Raw("SELECT audit_id, audit_hash FROM counter WHERE id = 1").Row().Scan(&want.AuditID, &want.AuditHash); err != nil {
			return err
		}
		last, err := followAudit(tx)
		if err != nil {
			return err
		}
		if last.AuditID != want.AuditID || last.AuditHash != want.AuditHash {
			return brokenAudit(min(last.AuditID, want.AuditID) + 1)
		}
		n = last.AuditID
		return nil
	})
	return n, err
}

// followAudit goes from the first row to the last and gives the end.
func followAudit(tx *gorm.DB) (last counterRow, err error) {
	rows, err := tx.Raw(auditColumns + " ORDER BY id").Rows()
	if err != nil {
		return last, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanAudit(rows)
		if err != nil {
			return last, err
		}
		if r.ID != last.AuditID+1 || r.PrevHash != last.AuditHash || r.Hash != r.sum() {
			return last, brokenAudit(last.AuditID + 1)
		}
		last = counterRow{AuditID: r.ID, AuditHash: r.Hash}
	}
	return last, rows.Err()
}

func brokenAudit(id int64) error {
	return errs.E(errs.Invalid, "store.audit_broken", "id", id)
}
