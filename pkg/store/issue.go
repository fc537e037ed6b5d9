package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// An Issued is a report as it was issued. It is never changed or made again.
type Issued struct {
	ID         string
	Unit       org.Key
	Period     period.Period
	Lang       i18n.Lang
	Decimals   int
	Incomplete bool   // issued though figures were missing
	Summary    string // JSON
	Prose      string // JSON: the written parts by section
	Hash       string // SHA-256 over summary and prose, in hex
	By, ByName string
	At         time.Time
	Files      []IssuedFile // content only from IssuedFile
	// Layouts are the office's own templates the files were made with, by
	// format; a format without one is in the built-in layout. They are written
	// into the audit, and not read back.
	Layouts map[string]Layout
}

// A Layout names a template as it was when a report was issued.
type Layout struct {
	Unit   org.Key `json:"unit"` // whose template it is
	Name   string  `json:"name"` // of the file as it was uploaded
	SHA256 string  `json:"sha256"`
}

// An IssuedFile is one file of an issued report.
type IssuedFile struct {
	Format  string
	Name    string
	SHA256  string // in hex
	Content []byte
}

type issuedReportRecord struct {
	ID         string `gorm:"primaryKey"`
	Unit       string
	Period     string
	Lang       string
	Decimals   int
	Incomplete bool
	Summary    string
	Prose      string
	Hash       string
	Login      string
	Recorded   int64
	Name       string `gorm:"->"` // of the person, where a query gives it
}

type issuedFileRecord struct {
	Report  string `gorm:"primaryKey"`
	Format  string `gorm:"primaryKey"`
	Name    string
	Sha256  string `gorm:"column:sha256"`
	Content []byte
}

// HashOf is the hash of an issued report: SHA-256 over its summary, a zero
// byte and its prose, in hex.
func HashOf(summary, prose string) string { return sum256([]byte(summary + "\x00" + prose)) }

func sum256(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}

// Issue freezes a report with its files. The hashes are computed here. An id
// that is taken is Conflict.
func (s *Store) Issue(ctx context.Context, by Actor, r Issued) error {
	return s.write(ctx, by, func(w *writer) error {
		var taken int64
		if err := w.tx.Model(&issuedReportRecord{}).Where("id = ?", r.ID).Count(&taken).Error; err != nil {
			return err
		}
		if r.ID == "" || taken > 0 {
			return errs.E(errs.Conflict, "store.issued_already", "id", r.ID)
		}
		row := issuedReportRecord{r.ID, string(r.Unit), r.Period.String(), string(r.Lang), r.Decimals, r.Incomplete, r.Summary, r.Prose,
			HashOf(r.Summary, r.Prose), by.Login, w.now.Unix(), ""}
		if err := w.tx.Create(&row).Error; err != nil {
			return err
		}
		files := map[string]string{}
		for _, f := range r.Files {
			file := issuedFileRecord{r.ID, f.Format, f.Name, sum256(f.Content), f.Content}
			if err := w.tx.Create(&file).Error; err != nil {
				return err
			}
			files[f.Format] = file.Sha256
		}
		note := map[string]any{"id": r.ID, "hash": row.Hash, "files": files, "incomplete": r.Incomplete}
		if len(r.Layouts) > 0 {
			note["templates"] = r.Layouts
		}
		return w.note("report.issue", row.Unit+"/"+row.Period, nil, note, "")
	})
}

// IssuedReports gives the reports issued for a unit's period, the newest
// first, without summary, prose and content. A zero period asks for those of
// all periods.
func (s *Store) IssuedReports(ctx context.Context, unit org.Key, p period.Period) (all []Issued, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		q := tx.Table("issued_report r").Joins("LEFT JOIN account a ON a.login = r.login").Where("r.unit = ?", unit).
			Select("r.id, r.unit, r.period, r.lang, r.decimals, r.incomplete, '' AS summary, '' AS prose, r.hash, r.login, r.recorded, coalesce(a.name, '') AS name")
		if !p.IsZero() {
			q = q.Where("r.period = ?", p.String())
		}
		all, err = issuedIn(tx, q.Order("r.recorded DESC, r.id"))
		return err
	})
	return all, err
}

// IssuedReport gives one issued report with summary and prose, and its files
// without content; NotFound if there is none of that id.
func (s *Store) IssuedReport(ctx context.Context, id string) (found Issued, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		q := tx.Table("issued_report r").Joins("LEFT JOIN account a ON a.login = r.login").Where("r.id = ?", id).
			Select("r.*, coalesce(a.name, '') AS name")
		all, err := issuedIn(tx, q)
		if err == nil && len(all) == 0 {
			err = notFound("store.no_such_report")
		}
		if err != nil {
			return err
		}
		found = all[0]
		return nil
	})
	return found, err
}

func issuedIn(tx, q *gorm.DB) ([]Issued, error) {
	var rows []issuedReportRecord
	if err := q.Scan(&rows).Error; err != nil {
		return nil, err
	}
	all := make([]Issued, len(rows))
	for i, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		all[i] = Issued{ID: r.ID, Unit: org.Key(r.Unit), Period: p, Lang: i18n.Lang(r.Lang), Decimals: r.Decimals, Incomplete: r.Incomplete,
			Summary: r.Summary, Prose: r.Prose, Hash: r.Hash, By: r.Login, ByName: r.Name, At: moment(r.Recorded)}
		var files []issuedFileRecord
		if err := tx.Select("report, format, name, sha256").Where("report = ?", r.ID).Order("format").Find(&files).Error; err != nil {
			return nil, err
		}
		for _, f := range files {
			all[i].Files = append(all[i].Files, IssuedFile{Format: f.Format, Name: f.Name, SHA256: f.Sha256})
		}
	}
	return all, nil
}

// IssuedFile gives one file of an issued report, byte for byte; NotFound if
// there is none.
func (s *Store) IssuedFile(ctx context.Context, id, format string) (IssuedFile, error) {
	var r issuedFileRecord
	err := s.reader.WithContext(ctx).Where("report = ? AND format = ?", id, format).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return IssuedFile{}, notFound("store.no_such_report")
	}
	return IssuedFile{r.Format, r.Name, r.Sha256, r.Content}, told(err)
}

// VerifyIssued holds every issued report and file against its hash, and
// returns how many there are. The error is Invalid, "store.issued_changed"
// {id}, and names the first that is not what it was.
func (s *Store) VerifyIssued(ctx context.Context) (n int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var reports []issuedReportRecord
		if err := tx.Order("id").Find(&reports).Error; err != nil {
			return err
		}
		for _, r := range reports {
			if HashOf(r.Summary, r.Prose) != r.Hash {
				return errs.E(errs.Invalid, "store.issued_changed", "id", r.ID)
			}
		}
		n = len(reports)
		rows, err := tx.Raw("SELECT report, format, sha256, content FROM issued_file ORDER BY report, format").Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var f issuedFileRecord
			if err := rows.Scan(&f.Report, &f.Format, &f.Sha256, &f.Content); err != nil {
				return err
			}
			if sum256(f.Content) != f.Sha256 {
				return errs.E(errs.Invalid, "store.issued_changed", "id", f.Report+"/"+f.Format)
			}
		}
		return rows.Err()
	})
	return n, err
}
