package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"muctieu/pkg/errs"
)

// A workbook is read part by part, as a stream: the library that writes
// workbooks holds a whole sheet in memory to tell formulas and formats, which
// a hostile file would use up.
type workbook struct {
	parts   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	strings []string
	styles  []style
	since   bool // days count from 1904
	sheets  []sheetPart
}

// A sheetPart is one sheet of a workbook.
type sheetPart struct {
	name, part string
	hidden     bool
}

var (
	errTooLarge = errors.New("more than may be unpacked")
	errNoPart   = errors.New("a part is missing")
)

// readWorkbook reads each visible sheet as a table. Empty sheets are passed
// over, as a new workbook may have three of them.
func (b *Batch) readWorkbook(whole *sheet, data []byte) {
	w, err := openWorkbook(data)
	if err != nil {
		b.refuseWorkbook(whole, err)
		return
	}
	tables := 0
	for _, p := range w.sheets {
		if p.hidden {
			b.doubts.add(at{whole, 1}, "", errs.E(errs.Invalid, "exchange.hidden_sheet", "sheet", p.name))
			continue
		}
		s := b.newSheet(whole.file, p.name)
		begun, err := b.readSheet(w, s, p.part)
		if err != nil {
			b.refuseWorkbook(s, err)
			return
		}
		if begun {
			tables++
		}
	}
	if tables == 0 {
		b.refuse(whole, 1, "exchange.empty_file")
	}
}

func (b *Batch) refuseWorkbook(s *sheet, err error) {
	if errors.Is(err, errTooLarge) {
		b.refuse(s, 1, "exchange.too_large_unpacked", "max", maxSheet>>20)
		return
	}
	b.refuse(s, 1, "exchange.not_workbook")
}

// openWorkbook reads what stands beside the sheets.
func openWorkbook(data []byte) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > maxParts {
		return nil, errTooLarge
	}
	w := &workbook{parts: make(map[string]*zip.File, len(z.File)), left: maxSheet}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	main := "xl/workbook.xml"
	for _, r := range w.relations("_rels/.rels", "") {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.target
		}
	}
	if err := w.readBook(main); err != nil {
		return nil, err
	}
	return w, nil
}

// readBook reads the list of sheets, the shared texts and the formats.
func (w *workbook) readBook(main string) error {
	dir := path.Dir(main)
	targets := map[string]string{}
	texts, styles := dir+"/sharedStrings.xml", dir+"/styles.xml"
	for _, r := range w.relations(dir+"/_rels/"+path.Base(main)+".rels", dir) {
		switch {
		case strings.HasSuffix(r.kind, "/worksheet"):
			targets[r.id] = r.target
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			texts = r.target
		case strings.HasSuffix(r.kind, "/styles"):
			styles = r.target
		}
	}
	err := w.each(main, func(e xml.StartElement) {
		switch e.Name.Local {
		case "workbookPr":
			w.since = truth(attribute(e, "date1904"))
		case "sheet":
			if part, ok := targets[attribute(e, "id")]; ok {
				state := attribute(e, "state")
				w.sheets = append(w.sheets, sheetPart{attribute(e, "name"), part, state == "hidden" || state == "veryHidden"})
			}
		}
	})
	if err != nil {
		return err
	}
	return errors.Join(optional(w.readTexts(texts)), optional(w.readStyles(styles)))
}

// optional forgives a part that is not there: a workbook of numbers alone has
// no shared texts.
func optional(err error) error {
	if errors.Is(err, errNoPart) {
		return nil
	}
	return err
}

// A relation says where another part of a workbook lies, and what it is.
type relation struct{ id, kind, target string }

// relations reads which parts belong to a part; none if it names none.
func (w *workbook) relations(name, dir string) []relation {
	var all []relation
	err := w.each(name, func(e xml.StartElement) {
		if e.Name.Local == "Relationship" && attribute(e, "TargetMode") != "External" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(dir, target)
			}
			all = append(all, relation{attribute(e, "Id"), attribute(e, "Type"), strings.TrimPrefix(target, "/")})
		}
	})
	if err != nil {
		return nil
	}
	return all
}

// open unpacks a part. What all parts unpack to together is limited, and so
// is the length of one piece: a text, or an element with its attributes.
func (w *workbook) open(name string) (*pieces, error) {
	f, ok := w.parts[strings.ToLower(name)]
	if !ok {
		return nil, errNoPart
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	p := &pieces{part: r, w: w}
	p.d = xml.NewDecoder(p)
	return p, nil
}

// pieces reads a part piece by piece.
type pieces struct {
	part  io.ReadCloser
	d     *xml.Decoder
	w     *workbook
	piece int // bytes read for the piece at hand
}

// Read is how the decoder reads from the part.
func (p *pieces) Read(to []byte) (int, error) {
	if p.w.left <= 0 || p.piece > maxPiece {
		return 0, errTooLarge
	}
	n, err := p.part.Read(to)
	p.w.left -= int64(n)
	p.piece += n
	return n, err
}

// next gives the next piece; io.EOF at the end. Only elements of the part
// itself are read: entities it declares are refused by the decoder.
func (p *pieces) next() (xml.Token, error) {
	p.piece = 0
	return p.d.RawToken()
}

func (p *pieces) close() { _ = p.part.Close() } // read to its end or refused already

// each calls take for each element of a part.
func (w *workbook) each(name string, take func(xml.StartElement)) error {
	p, err := w.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		token, err := p.next()
		if err != nil {
			return ended(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			take(e)
		}
	}
}

// ended turns the end of a part into no error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// attribute gives an attribute by its name without prefix.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" }
