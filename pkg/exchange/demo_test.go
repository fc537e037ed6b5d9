package exchange_test

import (
	"io/fs"
	"slices"
	"testing"

	"muctieu/data"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
)

// shipped gives the exchange files that come with the program.
func shipped(t testing.TB) []exchange.File {
	t.Helper()
	var files []exchange.File
	err := fs.WalkDir(data.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := data.Files.ReadFile(name)
		files = append(files, exchange.File{Name: name, Data: content})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestShippedFilesImport(t *testing.T) {
	m := newMemory()
	m.now = now.AddDate(4, 0, 0)
	report := m.take(t, shipped(t)...)
	for _, k := range exchange.Kinds {
		if n := report.Counts[k]; n.New == 0 || n.Unchanged > 0 {
			t.Errorf("%s: %+v, want new rows, and none that is there already", k, n)
		}
	}
	for _, d := range i18n.For(i18n.En).Faults(report.Doubts.Err()) {
		t.Errorf("doubt: %s", d)
	}
	again := m.take(t, shipped(t)...)
	if again.Changes() {
		t.Errorf("the same files again change something: %+v", again.Counts)
	}
}

func TestFilesImportInAnyOrder(t *testing.T) {
	files := shipped(t)
	slices.Reverse(files)
	m := newMemory()
	m.now = now.AddDate(4, 0, 0)
	m.take(t, files...)
}

func TestExportImportsAgain(t *testing.T) {
	m := newMemory()
	m.now = now.AddDate(4, 0, 0)
	m.take(t, shipped(t)...)
	for _, format := range exchange.Formats {
		t.Run(string(format), func(t *testing.T) {
			var files []exchange.File
			for _, k := range exchange.Kinds {
				files = append(files, exchange.File{Name: string(k) + "." + string(format), Data: export(t, m, format, k)})
			}
			if again := m.take(t, files...); again.Changes() {
				t.Errorf("the export changes where it came from: %+v", again.Counts)
			}
			fresh := newMemory()
			fresh.now = m.now
			fresh.take(t, files...)
			for _, k := range exchange.Kinds {
				if got, want := export(t, fresh, exchange.CSV, k), export(t, m, exchange.CSV, k); string(got) != string(want) {
					t.Errorf("%s differ after export and import", k)
				}
			}
		})
	}
}
