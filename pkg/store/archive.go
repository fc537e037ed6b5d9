package store

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"muctieu/pkg/errs"
)

// An archive is a ZIP file. manifest.json comes last and says what is in it:
// the format, the schema's version, and for each table its columns, the number
// of rows and the SHA-256 of its file. manifest.sha256 holds the hash of the
// manifest. table/NAME.jsonl holds the rows of a table, a JSON array a line:
// numbers, texts, null, and content of files in base64; truth is 1 or 0. It is
// the same whichever engine it comes from, and may be restored into either.

// archiveFormat is the version of the format above.
const archiveFormat = 1

// A Manifest says what an archive holds.
type Manifest struct {
	Format  int             `json:"format"`
	Program string          `json:"program"` // "muctieu" and its version
	Schema  int64           `json:"schema"`  // of the database it was taken from
	Taken   time.Time       `json:"taken"`   // the moment whose state it holds
	Tables  []ManifestTable `json:"tables"`
}

// A ManifestTable says what an archive holds of one table.
type ManifestTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Rows counts the rows of all tables.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// archiveTables are the tables of an archive, each after those it refers to.
// Who is logged in, one-time links and failed logins stay behind: a restored
// installation begins with everyone logged out.
var archiveTables = []string{
	"unit", "unit_row", "succession", "tile", "unit_outline", "level", "term", "indicator", "indicator_set", "indicator_set_row",
	"period_window", "submission", "figure", "plan", "audit", "counter",
	"account", "account_grant", "api_token", "mail_account", "mail", "account_totp", "recovery_code", "signin",
	"submission_step", "deadline_exception", "setting", "check_setting", "question", "answer", "prose",
	"issued_report", "issued_file", "proposal", "proposal_cell", "push_sent", "push_log", "attachment", "decision", "table_alias", "report_template",
}

// keptOut are the tables no archive holds.
var keptOut = []string{"session", "account_link", "login_failure", "rescale", "job", "bundle", "bundle_unit", "bundle_file"}

// An archiveWriter writes an archive table by table.
type archiveWriter struct {
	zip      *zip.Writer
	manifest Manifest
}

func newArchiveWriter(w io.Writer, m Manifest) *archiveWriter {
	m.Format = archiveFormat
	return &archiveWriter{zip.NewWriter(w), m}
}

// create begins a file. All carry the moment of the snapshot.
func (a *archiveWriter) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.manifest.Taken})
}

// table writes one table; rows hands each of its rows to add.
func (a *archiveWriter) table(name string, columns []string, rows func(add func(values []any) error) error) error {
	file, err := a.create(tablePath(name))
	if err != nil {
		return err
	}
	sum, entry := sha256.New(), ManifestTable{Name: name, Columns: columns}
	lines := json.NewEncoder(io.MultiWriter(file, sum))
	lines.SetEscapeHTML(false)
	err = rows(func(values []any) error {
		entry.Rows++
		return lines.Encode(values)
	})
	if err != nil {
		return err
	}
	entry.SHA256 = hex.EncodeToString(sum.Sum(nil))
	a.manifest.Tables = append(a.manifest.Tables, entry)
	return nil
}

func tablePath(name string) string { return "table/" + name + ".jsonl" }

// close writes the manifest and ends the archive.
func (a *archiveWriter) close() error {
	raw, err := json.MarshalIndent(a.manifest, "", "\t")
	if err != nil {
		return err
	}
	for _, f := range []struct{ name, content string }{{"manifest.json", string(raw)}, {"manifest.sha256", sum256(raw)}} {
		w, err := a.create(f.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, f.content); err != nil {
			return err
		}
	}
	return a.zip.Close()
}

// An archive is a file opened for reading whose every byte has been checked.
type archive struct {
	zip      *zip.Reader
	manifest Manifest
}

// damaged is the error of an archive that is not what was written.
func damaged(why string) *errs.Error {
	return errs.E(errs.Invalid, "store.archive_damaged", "why", why)
}

// maxManifest bounds what is read before anything is trusted.
const maxManifest = 1 << 20

// openArchive reads an archive through once and refuses it whole if anything
// is cut, changed, missing or of a newer program. The error is Invalid.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged("zip").Because(err)
	}
	a := &archive{zip: z}
	raw, err := a.small("manifest.json")
	if err != nil {
		return nil, err
	}
	want, err := a.small("manifest.sha256")
	if err != nil {
		return nil, err
	}
	if sum256(raw) != string(want) {
		return nil, damaged("manifest.json")
	}
	if err := json.Unmarshal(raw, &a.manifest); err != nil {
		return nil, damaged("manifest.json").Because(err)
	}
	if a.manifest.Format > archiveFormat {
		return nil, errs.E(errs.Invalid, "store.archive_newer", "have", a.manifest.Format, "known", archiveFormat)
	}
	for _, t := range a.manifest.Tables {
		if err := a.check(t); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *archive) small(name string) ([]byte, error) {
	f, err := a.zip.Open(name)
	if err != nil {
		return nil, damaged(name).Because(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return nil, damaged(name).Because(err)
	}
	return raw, nil
}

// check holds a table's file against the manifest.
func (a *archive) check(t ManifestTable) error {
	var n int64
	sum := sha256.New()
	err := a.lines(t, sum, func([]json.RawMessage) error { n++; return nil })
	if err != nil {
		return damaged(tablePath(t.Name)).Because(err)
	}
	if n != t.Rows || hex.EncodeToString(sum.Sum(nil)) != t.SHA256 {
		return damaged(tablePath(t.Name))
	}
	return nil
}

// lines hands every row of a table to do; sum, if given, sees all bytes.
func (a *archive) lines(t ManifestTable, sum hash.Hash, do func([]json.RawMessage) error) error {
	f, err := a.zip.Open(tablePath(t.Name))
	if err != nil {
		return err
	}
	defer f.Close()
	var from io.Reader = bufio.NewReaderSize(f, 1<<16)
	if sum != nil {
		from = io.TeeReader(from, sum)
	}
	for lines := json.NewDecoder(from); ; {
		var row []json.RawMessage
		switch err := lines.Decode(&row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case len(row) != len(t.Columns):
			return fmt.Errorf("%d values for %d columns", len(row), len(t.Columns))
		}
		if err := do(row); err != nil {
			return err
		}
	}
}
