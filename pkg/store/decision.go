package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A StoredDecision is a decision that was entered once, for many plans.
type StoredDecision struct {
	indicator.Decision
	Unit    org.Key // who keeps it
	Scan    int64   // the id of its scanned document; 0: none
	Name    string  // of the scan's file
	Version int     // counts changes; 0: not stored yet
}

// A Scan is a scanned document: a PDF, PNG or JPEG. Its type is told from what
// it holds, never from its name.
type Scan struct {
	ID      int64
	Name    string
	Type    string // "application/pdf", "image/png", "image/jpeg"
	SHA256  string // in hex
	Content []byte
}

// MaxScan is how many bytes a scanned document may have.
const MaxScan = 10 << 20

type decisionRecord struct {
	Number     string `gorm:"primaryKey"`
	Day        string `gorm:"primaryKey"`
	Issuer     string `gorm:"primaryKey"`
	Title      string
	Unit       string
	Attachment *int64
	Version    int
	Name       string `gorm:"->"` // of the scan's file, where a query gives it
}

type attachmentRecord struct {
	ID       int64 `gorm:"primaryKey"`
	Name     string
	Type     string
	SHA256   string `gorm:"column:sha256"`
	Content  []byte
	Login    string
	Recorded int64
}

func (r decisionRecord) decision() StoredDecision {
	d := StoredDecision{Decision: indicator.Decision{Number: r.Number, Date: dayOf(r.Day), Issuer: r.Issuer, Title: r.Title},
		Unit: org.Key(r.Unit), Name: r.Name, Version: r.Version}
	if r.Attachment != nil {
		d.Scan = *r.Attachment
	}
	return d
}

// Decisions gives the decisions a unit keeps, and those its plans rest on, the
// newest first.
func (s *Store) Decisions(ctx context.Context, unit org.Key) (all []StoredDecision, err error) {
	const q = `SELECT d.number, d.day, d.issuer, d.title, d.unit, d.attachment, d.version, coalesce(a.name, '') AS name
		FROM decision d LEFT JOIN attachment a ON a.id = d.attachment
		WHERE d.unit = ? OR EXISTS (SELECT 1 FROM plan p WHERE p.unit = ? AND p.document = d.number
			AND p.document_date = d.day AND p.issuer = d.issuer)
		ORDER BY d.day DESC, d.number, d.issuer`
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []decisionRecord
		if err := tx.Raw(q, unit, unit).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			all = append(all, r.decision())
		}
		return nil
	})
	return all, err
}

// DecisionScan gives the scanned document of a decision that Decisions gives
// for the unit; NotFound for any other.
func (s *Store) DecisionScan(ctx context.Context, unit org.Key, id int64) (scan Scan, err error) {
	const q = `SELECT a.* FROM attachment a JOIN decision d ON d.attachment = a.id
		WHERE a.id = ? AND (d.unit = ? OR EXISTS (SELECT 1 FROM plan p WHERE p.unit = ? AND p.document = d.number
			AND p.document_date = d.day AND p.issuer = d.issuer))`
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []attachmentRecord
		if err := tx.Raw(q, id, unit, unit).Scan(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return notFound("plans.no_such_scan")
		}
		r := rows[0]
		scan = Scan{ID: r.ID, Name: r.Name, Type: r.Type, SHA256: r.SHA256, Content: r.Content}
		return nil
	})
	return scan, err
}

// SavePlansOf saves a decision, with its scan if there is one, and plans that
// rest on it, all or nothing. A decision of the same number, date and issuer
// is the same one: another title or a scan is added to it. The errors are those
// of SavePlans, and Invalid for a decision without number or date and for a
// scan that is none.
func (s *Store) SavePlansOf(ctx context.Context, by Actor, unit org.Key, d indicator.Decision, scan *Scan, plans []PlanSave) (saved []indicator.Plan, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		if err := w.saveDecision(unit, d, scan); err != nil {
			return err
		}
		saved, err = w.savePlans(plans)
		return err
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

func (w *writer) saveDecision(unit org.Key, d indicator.Decision, scan *Scan) error {
	if d.Number == "" {
		return errs.E(errs.Invalid, "plans.decision_number")
	}
	if d.Date.IsZero() {
		return errs.E(errs.Invalid, "plans.decision_date")
	}
	after := decisionRecord{Number: d.Number, Day: dayText(d.Date), Issuer: d.Issuer, Title: d.Title, Unit: string(unit)}
	var before decisionRecord
	if err := w.tx.Where("number = ? AND day = ? AND issuer = ?", after.Number, after.Day, after.Issuer).Limit(1).Find(&before).Error; err != nil {
		return err
	}
	after.Attachment, after.Version = before.Attachment, before.Version+1
	if before.Version > 0 {
		after.Unit = before.Unit
		if after.Title == "" {
			after.Title = before.Title
		}
	}
	if scan != nil {
		id, err := w.attach(*scan)
		if err != nil {
			return err
		}
		after.Attachment = &id
	} else if before.Version > 0 && before.Title == after.Title {
		return nil
	}
	if err := w.tx.Save(&after).Error; err != nil {
		return err
	}
	return w.note("decision.save", "decision/"+after.Number+"/"+after.Day, decisionNote(before), decisionNote(after), "")
}

func decisionNote(r decisionRecord) any {
	if r.Version == 0 {
		return nil
	}
	return map[string]any{"number": r.Number, "date": r.Day, "issuer": r.Issuer, "title": r.Title, "unit": r.Unit, "scan": r.Attachment}
}

// attach stores a scanned document and returns its id.
func (w *writer) attach(scan Scan) (int64, error) {
	kind, err := scanType(scan.Content)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(scan.Content)
	r := attachmentRecord{Name: fileName(scan.Name, kind), Type: kind, SHA256: hex.EncodeToString(sum[:]), Content: scan.Content,
		Login: w.actor.Login, Recorded: w.now.Truncate(time.Second).Unix()}
	err = w.tx.Create(&r).Error
	return r.ID, err
}

// scanTypes are what a scanned document may be, by its first bytes.
var scanTypes = []struct{ begins, kind, ending string }{
	{"%PDF-", "application/pdf", ".pdf"},
	{"\x89PNG\r\n\x1a\n", "image/png", ".png"},
	{"\xff\xd8\xff", "image/jpeg", ".jpg"},
}

func scanType(content []byte) (string, error) {
	if len(content) > MaxScan {
		return "", errs.E(errs.Invalid, "plans.scan_too_large", "max", MaxScan>>20)
	}
	for _, t := range scanTypes {
		if bytes.HasPrefix(content, []byte(t.begins)) {
			return t.kind, nil
		}
	}
	return "", errs.E(errs.Invalid, "plans.scan_type")
}

// fileName keeps of a name what can stand in a header and a folder, with the
// ending that goes with the content.
func fileName(name, kind string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`"<>:|?*/;`, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.TrimSuffix(name, path.Ext(name)))
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > 100 {
		name = string(runes[:100])
	}
	if name == "" {
		name = "van-ban"
	}
	for _, t := range scanTypes {
		if t.kind == kind {
			name += t.ending
		}
	}
	return name
}
