// Package logfile writes the log of the program into files by day, and removes
// those that are older than they are kept.
package logfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"muctieu/pkg/errs"
)

// LeastDays is for how long files are kept at least: rules for internal
// software ask for a year.
const LeastDays = 365

// Options are what a File is made of.
type Options struct {
	// Path is where the log goes; the day is put before its extension:
	// "log/muctieu.log" is written as "log/muctieu-2026-11-25.log".
	Path     string
	Days     int // for how long files are kept; LeastDays at least
	Now      func() time.Time
	Zone     *time.Location // of days
	Fallback io.Writer      // gets what could not be written to a file
}

// A File is a log whose lines go to the file of their day. It may be used by
// several goroutines, and by several processes on one machine: each line is
// appended with one write.
type File struct {
	o    Options
	mu   sync.Mutex
	day  string
	file *os.File
}

// Open makes the file of today, so that a folder which cannot be written to is
// found at once: Unavailable, "cli.log_file" {file,cause}. Fewer days than
// LeastDays are Invalid, "cli.bad_log_days" {min}.
func Open(o Options) (*File, error) {
	if o.Days < LeastDays {
		return nil, errs.E(errs.Invalid, "cli.bad_log_days", "min", LeastDays)
	}
	f := &File{o: o}
	if err := f.turn(f.today()); err != nil {
		return nil, errs.E(errs.Unavailable, "cli.log_file", "file", o.Path, "cause", err).Because(err)
	}
	return f, nil
}

// Write appends one line to the file of today. What cannot be written there
// goes to Fallback, and the next line is tried in the file again.
func (f *File) Write(line []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.turn(f.today())
	if err == nil {
		if _, err = f.file.Write(line); err == nil {
			return len(line), nil
		}
	}
	return f.o.Fallback.Write(line)
}

// Close ends the log.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.shut()
}

func (f *File) shut() error {
	if f.file == nil {
		return nil
	}
	file := f.file
	f.file, f.day = nil, ""
	return file.Close()
}

func (f *File) today() string { return f.o.Now().In(f.o.Zone).Format(time.DateOnly) }

// turn goes on to the file of a day, and removes old ones.
func (f *File) turn(day string) error {
	if day == f.day {
		return nil
	}
	file, err := os.OpenFile(f.name(day), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	closed := f.shut()
	f.file, f.day = file, day
	return errors.Join(closed, f.prune())
}

func (f *File) parts() (folder, stem, extension string) {
	folder, base := filepath.Split(f.o.Path)
	extension = filepath.Ext(base)
	return folder, strings.TrimSuffix(base, extension) + "-", extension
}

func (f *File) name(day string) string {
	folder, stem, extension := f.parts()
	return folder + stem + day + extension
}

// prune removes the files of days that are over for longer than they are kept.
// Only names of the log itself are touched.
func (f *File) prune() error {
	folder, stem, extension := f.parts()
	entries, err := os.ReadDir(filepath.Dir(f.o.Path))
	if err != nil {
		return err
	}
	first := f.o.Now().In(f.o.Zone).AddDate(0, 0, -f.o.Days).Format(time.DateOnly)
	for _, e := range entries {
		day, ours := strings.CutPrefix(e.Name(), stem)
		day, also := strings.CutSuffix(day, extension)
		if _, err := time.Parse(time.DateOnly, day); err != nil || !ours || !also || e.IsDir() || day >= first {
			continue
		}
		if err := os.Remove(folder + e.Name()); err != nil {
			return err
		}
	}
	return nil
}
