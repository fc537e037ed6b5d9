package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"muctieu/pkg/errs"
)

// KeyName is the file of the key in the data folder.
const KeyName = "muctieu.key"

// KeyPath is the file that holds the key of sealed secrets: the one that was
// set, else one in the data folder, beside the settings.
func (c Common) KeyPath() string {
	if c.KeyFile != "" {
		return c.KeyFile
	}
	return filepath.Join(c.DataDir, KeyName)
}

// ReadKey reads the text of the key's file; ok is false where there is no such
// file. The error is Invalid, "cli.key_file" {file, cause}.
func (c Common) ReadKey() (text string, ok bool, err error) {
	raw, err := readFile(c.KeyPath())
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	return string(raw), true, keyError(c.KeyPath(), err)
}

// WriteKey makes the key's file, which only its owner can read; it replaces
// none. The error is that of ReadKey.
func (c Common) WriteKey(text string) error {
	path := c.KeyPath()
	err := os.MkdirAll(filepath.Dir(path), 0o750)
	if err == nil {
		err = writeNew(path, text+"\n")
	}
	return keyError(path, err)
}

func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- whoever starts the program names it
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

func keyError(path string, err error) error {
	if err == nil {
		return nil
	}
	return errs.E(errs.Invalid, "cli.key_file", "file", path, "cause", err).Because(err)
}
