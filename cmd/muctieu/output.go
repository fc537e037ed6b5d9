package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"muctieu/pkg/errs"
)

// output writes a file, or to stdout if path is empty. A file appears whole or
// not at all: a failed export leaves the one before it as it was.
func (p *program) output(path string, write func(io.Writer) error) error {
	if path == "" {
		buffered := bufio.NewWriter(p.stdout)
		return errors.Join(write(buffered), buffered.Flush())
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".muctieu-*")
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(f.Name()) // gone already where all went well
	buffered := bufio.NewWriter(f)
	if err := write(buffered); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(buffered.Flush(), f.Chmod(0o640), f.Sync(), f.Close()); err != nil {
		return unwritable(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return errs.E(errs.Invalid, "cli.unwritable", "file", path, "cause", cause(err)).Because(err)
}

func unreadable(path string, err error) *errs.Error {
	return errs.E(errs.Invalid, "cli.unreadable", "file", path, "cause", cause(err)).Because(err)
}

// cause gives what the system says, without repeating the path.
func cause(err error) string {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
