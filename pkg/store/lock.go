package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"muctieu/pkg/errs"
)

// A Lock is a data folder held by one process. The system lets go of it when
// the process ends, however it ends.
type Lock struct{ file *os.File }

// errHeld says that another process has the file.
var errHeld = errors.New("held by another process")

// Hold takes the lock file of a data folder, which is made if absent. serve and
// restore hold it, so that neither runs beside the other; further commands do
// without. The error is Conflict, "store.folder_in_use" {folder}, if another
// process has it.
func Hold(dataDir string) (*Lock, error) {
	if err := os.MkdirAll(dataDir, 0o750); err != nil {
		return nil, told(err)
	}
	l, err := takeLock(filepath.Join(dataDir, "muctieu.lock"))
	if errors.Is(err, errHeld) {
		return nil, errs.E(errs.Conflict, "store.folder_in_use", "folder", dataDir)
	}
	return l, told(err)
}

// Release lets go of the folder. The file stays: removing it would let two
// processes hold two files of one name.
func (l *Lock) Release() error { return l.file.Close() }

func takeLock(path string) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640) // #nosec G302 G304 -- an empty file in the data folder
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Lock{f}, nil
}

// waitForLock takes a lock file as soon as it is free.
func waitForLock(ctx context.Context, path string) (*Lock, error) {
	const pause = 10 * time.Millisecond
	for {
		l, err := takeLock(path)
		if !errors.Is(err, errHeld) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}
