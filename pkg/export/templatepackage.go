package export

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

// Limits of a template.
const (
	// MostTemplate is the size of the largest template that is taken, in bytes.
	MostTemplate      = 5 << 20
	mostTemplateParts = 500
	mostUnpacked      = 50 << 20 // of all its parts, in bytes
)

// A templatePackage is an office file taken apart: its parts by name, and
// their names in the file's order.
type templatePackage struct {
	parts map[string][]byte
	names []string
}

// openTemplate takes a file apart whose main part has this name. Whatever
// could run, reach out or swell is refused: macros, embedded objects, links to
// files elsewhere, archives that unpack to too much. The error is Invalid, or
// Faults that name the parts.
func openTemplate(raw []byte, main string) (*templatePackage, error) {
	switch {
	case len(raw) > MostTemplate:
		return nil, errs.E(errs.Invalid, "template.too_large", "max", MostTemplate>>20)
	case bytes.HasPrefix(raw, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, errs.E(errs.Invalid, "template.old_or_locked")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, errs.E(errs.Invalid, "template.not_office").Because(err)
	}
	if len(z.File) > mostTemplateParts {
		return nil, errs.E(errs.Invalid, "template.unpacks_too_large")
	}
	t := &templatePackage{parts: map[string][]byte{}}
	left := int64(mostUnpacked)
	for _, f := range z.File {
		if err := t.take(f, &left); err != nil {
			return nil, err
		}
	}
	if t.parts[main] == nil || t.parts[first] == nil {
		return nil, errs.E(errs.Invalid, "template.not_office")
	}
	return t, t.harmless()
}

// take reads one part, as long as so many bytes are left for all of them.
func (t *templatePackage) take(f *zip.File, left *int64) error {
	if strings.HasSuffix(f.Name, "/") {
		return nil
	}
	if t.parts[f.Name] != nil || f.Name != path.Clean(f.Name) || strings.HasPrefix(f.Name, "/") || strings.HasPrefix(f.Name, "..") || strings.Contains(f.Name, `\`) {
		return errs.E(errs.Invalid, "template.not_office")
	}
	r, err := f.Open()
	if err != nil {
		return errs.E(errs.Invalid, "template.not_office").Because(err)
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, *left+1))
	if int64(len(body)) > *left {
		return errs.E(errs.Invalid, "template.unpacks_too_large")
	}
	if err != nil {
		return errs.E(errs.Invalid, "template.not_office").Because(err)
	}
	*left -= int64(len(body))
	t.parts[f.Name], t.names = body, append(t.names, f.Name)
	return nil
}

// harmless names every part that a template must not have.
func (t *templatePackage) harmless() error {
	var faults errs.Faults
	for _, name := range t.names {
		body, lower := t.parts[name], strings.ToLower(name)
		switch {
		case strings.Contains(lower, "vbaproject") || name == first && bytes.Contains(bytes.ToLower(body), []byte("macroenabled")):
			faults.Add(name, errs.E(errs.Invalid, "template.macros"))
		case strings.Contains(lower, "/embeddings/") || strings.Contains(lower, "/activex/"):
			faults.Add(name, errs.E(errs.Invalid, "template.embedded"))
		case strings.HasSuffix(lower, ".rels"):
			t.inside(name, &faults)
		case strings.HasSuffix(lower, ".xml") && !plainXML(body):
			faults.Add(name, errs.E(errs.Invalid, "template.bad_xml"))
		}
	}
	return faults.Err()
}

// A partRelation ties a part to another.
type partRelation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// relationsIn reads a part with relations; none for a part that is not there.
func (t *templatePackage) relationsIn(name string) ([]partRelation, error) {
	var list struct {
		Relations []partRelation `xml:"Relationship"`
	}
	if t.parts[name] == nil {
		return nil, nil
	}
	err := xml.Unmarshal(t.parts[name], &list)
	return list.Relations, err
}

// inside refuses relations that lead out of the file; an address to click on
// is none.
func (t *templatePackage) inside(name string, faults *errs.Faults) {
	list, err := t.relationsIn(name)
	if err != nil || !plainXML(t.parts[name]) {
		faults.Add(name, errs.E(errs.Invalid, "template.bad_xml"))
		return
	}
	for _, r := range list {
		if strings.EqualFold(r.Mode, "External") && !strings.HasSuffix(r.Type, "/hyperlink") {
			faults.Add(name, errs.E(errs.Invalid, "template.external", "target", shortened(clean(r.Target))))
		}
	}
}

// plainXML reports whether a part is well-formed and declares no entities.
func plainXML(body []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := d.Token()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if _, declared := token.(xml.Directive); declared {
			return false
		}
	}
}

// write writes the parts as a file: the same parts give the same bytes.
func (t *templatePackage) write(w io.Writer) error {
	a := &archive{to: w}
	for _, name := range t.names {
		a.put(name, string(t.parts[name]))
	}
	return a.Close()
}

// put sets a part, new or not.
func (t *templatePackage) put(name, body string) {
	if t.parts[name] == nil {
		t.names = append(t.names, name)
	}
	t.parts[name] = []byte(body)
}

// before puts a text before the last end of an element in a part.
func (t *templatePackage) before(name, end, text string) {
	body := t.parts[name]
	if i := bytes.LastIndex(body, []byte(end)); i >= 0 {
		t.parts[name] = append(append(append([]byte{}, body[:i]...), text...), body[i:]...)
	}
}

// relate ties a part to another; relations of its own are begun if it has
// none.
func (t *templatePackage) relate(part, relations string) {
	name := path.Dir(part) + "/_rels/" + path.Base(part) + ".rels"
	if t.parts[name] == nil {
		t.put(name, xmlHead+"<Relationships "+spaceRelations+"></Relationships>")
	}
	body := string(t.parts[name])
	if i := strings.LastIndex(body, "</"); i < 0 { // an empty list: <Relationships …/>
		t.put(name, xmlHead+"<Relationships "+spaceRelations+"></Relationships>")
	}
	t.before(name, "</", relations)
}
