package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// The same document gives the same bytes, also when many are written at once.
func TestSameBytes(t *testing.T) {
	doc := whole(t)
	for _, f := range Formats {
		want := written(t, doc, f.Name)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				var b bytes.Buffer
				if err := f.Write(&b, doc); err != nil || !bytes.Equal(b.Bytes(), want) {
					t.Errorf("%s: written again, %d bytes differ from %d (%v)", f.Name, b.Len(), len(want), err)
				}
			})
		}
		wg.Wait()
	}
}

func TestOtherFiguresGiveOtherBytes(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi)}
	other := Document{Summary: lacking(t)}
	for _, f := range Formats {
		if bytes.Equal(written(t, doc, f.Name), written(t, other, f.Name)) {
			t.Errorf("%s does not show the difference", f.Name)
		}
	}
}

func TestZipTimes(t *testing.T) {
	for _, format := range []string{"docx", "xlsx"} {
		raw := written(t, whole(t), format)
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		if z.File[0].Name != first {
			t.Errorf("%s begins with %s, want %s", format, z.File[0].Name, first)
		}
		for _, f := range z.File {
			if !f.Modified.Equal(zipTime) {
				t.Errorf("%s: %s has the time %v", format, f.Name, f.Modified)
			}
		}
	}
}

func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats {
		if f.Name == "" || !strings.HasPrefix(f.Extension, ".") || f.ContentType == "" || seen[f.Name] || seen[f.Extension] {
			t.Errorf("format %+v", f)
		}
		seen[f.Name], seen[f.Extension] = true, true
		if got, err := FormatNamed(f.Name); err != nil || got.Name != f.Name {
			t.Errorf("FormatNamed(%q) = %q, %v", f.Name, got.Name, err)
		}
	}
	if _, err := FormatNamed("odt"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an unknown format: %v, want Invalid", err)
	}
	if err := Write(io.Discard, Document{}, "odt"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("Write in an unknown format: %v, want Invalid", err)
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterFails(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi)}
	for _, f := range Formats {
		if err := f.Write(full{}, doc); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want that of the writer", f.Name, err)
		}
	}
}

// A summary without rows is still a document.
func TestEmptySummary(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	s.Rows, s.Groups, s.Missing = nil, nil, nil
	for _, f := range Formats {
		if raw := written(t, Document{Summary: s}, f.Name); len(raw) == 0 {
			t.Errorf("%s: nothing written", f.Name)
		}
	}
}
