package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// BackupFolder is the folder within the data folder where the program keeps
// the archives it takes by itself.
const BackupFolder = "backup"

// A BackupFile is an archive in that folder.
type BackupFile struct {
	Name    string
	Taken   time.Time // when it was finished
	Size    int64     // bytes
	Upgrade bool      // taken before the schema was changed; never removed
}

// backupName is the form of the names of archives; nothing else in the folder
// is listed, read or removed.
var backupName = regexp.MustCompile(`^(muctieu|upgrade-\d+)-\d{8}-\d{6}\.muctieu$`)

const (
	scheduledPrefix = "muctieu-"
	unfinished      = ".part-"
)

// BackupFiles lists the archives, the newest first.
func (s *Store) BackupFiles() ([]BackupFile, error) {
	entries, err := os.ReadDir(s.backups)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, told(err)
	}
	var all []BackupFile
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !backupName.MatchString(e.Name()) {
			continue // removed meanwhile, or not ours
		}
		all = append(all, BackupFile{e.Name(), info.ModTime().UTC(), info.Size(), !strings.HasPrefix(e.Name(), scheduledPrefix)})
	}
	slices.SortFunc(all, func(a, b BackupFile) int {
		if n := b.Taken.Compare(a.Taken); n != 0 {
			return n
		}
		return strings.Compare(b.Name, a.Name)
	})
	return all, nil
}

// OpenBackup opens an archive for reading; NotFound for any name that is not
// listed.
func (s *Store) OpenBackup(name string) (*os.File, error) {
	if !backupName.MatchString(name) {
		return nil, errs.E(errs.NotFound, "operations.no_such_backup")
	}
	f, err := os.Open(filepath.Join(s.backups, name)) // #nosec G304 -- backupName allows no path
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.E(errs.NotFound, "operations.no_such_backup").Because(err)
	}
	return f, told(err)
}

// TakeBackup writes an archive of everything into the folder. It is there
// whole or not at all.
func (s *Store) TakeBackup(ctx context.Context, program string) (BackupFile, error) {
	return s.backupInto(ctx, s.reader, scheduledPrefix, program)
}

// backupInto reads from whichever pool is open.
func (s *Store) backupInto(ctx context.Context, from *gorm.DB, prefix, program string) (BackupFile, error) {
	name := prefix + s.now().In(s.zone).Format("20060102-150405") + ".muctieu"
	size, err := writeWhole(s.backups, name, func(w io.Writer) error {
		_, err := s.backup(ctx, from, w, program)
		return err
	})
	return BackupFile{name, s.second(), size, prefix != scheduledPrefix}, told(err)
}

// writeWhole writes a file under another name and gives it its own when all
// of it is on the disk.
func writeWhole(dir, name string, write func(io.Writer) error) (size int64, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	f, err := os.CreateTemp(dir, unfinished+"*") // mode 0600
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
		return 0, errors.Join(err, f.Close())
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	return info.Size(), os.Rename(f.Name(), filepath.Join(dir, name))
}

// PruneBackups removes the oldest scheduled archives past the number to keep,
// and what a server that died while writing one has left behind.
func (s *Store) PruneBackups(keep int) error {
	all, err := s.BackupFiles()
	if err != nil {
		return err
	}
	var faults []error
	for _, f := range all {
		if f.Upgrade {
			continue
		}
		if keep--; keep < 0 {
			faults = append(faults, os.Remove(filepath.Join(s.backups, f.Name)))
		}
	}
	left, err := filepath.Glob(filepath.Join(s.backups, unfinished+"*"))
	faults = append(faults, err)
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && s.now().Sub(info.ModTime()) > 24*time.Hour {
			faults = append(faults, os.Remove(path))
		}
	}
	return told(errors.Join(faults...))
}

// beforeUpgrade keeps an archive of a database whose schema is about to be
// changed. It goes back with "restore" as any other does.
func (s *Store) beforeUpgrade(ctx context.Context, schema int64) error {
	_, err := s.backupInto(ctx, s.writer, fmt.Sprintf("upgrade-%d-", schema), "muctieu")
	return err
}
