package export

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"time"
)

// zipTime is the time of every file in every archive: the earliest that the
// format knows. A real time would make equal documents differ.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// An archive collects files and writes them as a ZIP in a fixed order, with a
// fixed time. It serves excelize as its writer.
type archive struct {
	to    io.Writer
	files []*archiveFile
}

type archiveFile struct {
	name string
	bytes.Buffer
}

// first is the file readers look for before any other.
const first = "[Content_Types].xml"

// Create adds a file; what is written to it is kept until Close.
func (a *archive) Create(name string) (io.Writer, error) {
	f := &archiveFile{name: name}
	a.files = append(a.files, f)
	return f, nil
}

// AddFS adds the files of a file system.
func (a *archive) AddFS(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a.put(name, string(body))
		return nil
	})
}

// put adds a whole file.
func (a *archive) put(name, body string) {
	f := &archiveFile{name: name}
	f.WriteString(body)
	a.files = append(a.files, f)
}

// Close writes the archive.
func (a *archive) Close() error {
	slices.SortStableFunc(a.files, func(x, y *archiveFile) int {
		if (x.name == first) != (y.name == first) {
			if x.name == first {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.name, y.name)
	})
	z := zip.NewWriter(a.to)
	for _, f := range a.files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: zipTime})
		if err != nil {
			return err
		}
		body := f.Bytes()
		if f.name == first {
			body = inOrder(body)
		}
		if _, err := w.Write(body); err != nil {
			return err
		}
	}
	return z.Close()
}

var typeOfPart = regexp.MustCompile(`<(?:Default|Override) [^>]*>(?:</(?:Default|Override)>)?`)

// inOrder sorts the list of types, which excelize writes in the order of a map.
func inOrder(types []byte) []byte {
	list := typeOfPart.FindAll(types, -1)
	slices.SortFunc(list, bytes.Compare)
	next := 0
	return typeOfPart.ReplaceAllFunc(bytes.Clone(types), func([]byte) []byte {
		next++
		return list[next-1]
	})
}
