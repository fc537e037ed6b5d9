// Package export writes a summary as the files offices hand in: Word, Excel,
// PDF, CSV, JSON and plain text. Every number in them is one the summary holds
// ready to print, so all formats agree to the digit. The same document gives
// the same bytes.
package export

import (
	"encoding/json"
	"io"
	"slices"

	"muctieu/pkg/errs"
	"muctieu/pkg/report"
)

// A Document is what is to be written: a summary and what people added to it.
// Only Summary is needed; without Parts the built-in outline of the period is
// taken, without an issuer its lines are those of the unit's people's
// committee.
type Document struct {
	Summary report.Summary
	Parts   []report.Part
	// NextYear holds the main targets of the year after; may be empty.
	NextYear []report.Target
	Issuer   Issuer
	Draft    bool   // every page says so
	ID       string // of an issued report, on every page; empty: none
	// VerifyURL is where anyone may check an issued report. It stands on every
	// page as a QR code; empty: none.
	VerifyURL string
	Charts    []Image // drawn behind the sentences, before the annex
	// Templates are the office's own layouts; without them the built-in ones
	// are taken.
	Templates Templates
}

// Templates are files that an office made for its own reports, with
// placeholders where the report's contents go. They are checked by
// CheckTemplate before they are kept.
type Templates struct {
	Word  []byte // DOCX; empty: the built-in layout
	Sheet []byte // XLSX; empty: the built-in layout
}

// An Issuer is who hands the report in. Empty fields take the usual words, and
// a number, a date or a signer's name is never made up: their places stay
// blank.
type Issuer struct {
	Parent     string   // authority above: "UBND quận Lê Chân" over one of its offices; empty: no such line
	Name       string   // "Ủy ban nhân dân quận Lê Chân"; the heading prints it in capitals
	Mark       string   // type and issuer behind the number: "BC-UBND"
	Place      string   // "Lê Chân"
	Authority  string   // over the signer's title: "TM. ỦY BAN NHÂN DÂN"
	Signer     string   // title: "CHỦ TỊCH"
	SignerName string   // may be empty
	Recipients []string // each without dash and semicolon; empty: only the archive
}

// An Image is a chart as a picture.
type Image struct {
	PNG   []byte
	Title string // the line under it
	Alt   string // what it shows, in words, for those who cannot see it
}

// A Format is one kind of file.
type Format struct {
	Name        string // as in "--format docx"
	Extension   string // with its dot
	ContentType string
	// Paged reports whether the file is made for paper and bears the draft
	// mark and the id of an issued report.
	Paged bool
	write func(io.Writer, Document) error
}

// Formats lists the formats in the order they are offered.
var Formats = []Format{
	{"docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true, DOCX},
	{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true, XLSX},
	{"pdf", ".pdf", "application/pdf", true, PDF},
	{"csv", ".csv", "text/csv; charset=utf-8", false, CSV},
	{"json", ".json", "application/json", false, JSON},
	{"text", ".txt", "text/plain; charset=utf-8", false, Text},
}

// FormatNamed finds a format. The error is Invalid, "export.unknown_format"
// {format}.
func FormatNamed(name string) (Format, error) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, errs.E(errs.Invalid, "export.unknown_format", "format", name)
	}
	return Formats[i], nil
}

// Write writes a document in a named format. The error is that of FormatNamed,
// of the document (a picture that is not a PNG is Invalid), or of w.
func Write(w io.Writer, doc Document, format string) error {
	f, err := FormatNamed(format)
	if err != nil {
		return err
	}
	return f.Write(w, doc)
}

// Write writes a document in this format.
func (f Format) Write(w io.Writer, doc Document) error { return f.write(w, doc) }

// JSON writes the Summary JSON, indented and with a line feed at its end.
func JSON(w io.Writer, doc Document) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(doc.Summary)
}

// Text writes the summary as plain text, as it goes into an e-mail.
func Text(w io.Writer, doc Document) error {
	_, err := io.WriteString(w, report.Text(doc.Summary))
	return err
}
