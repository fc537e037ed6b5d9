package main

import (
	"errors"
	"os"

	"muctieu/pkg/store"
)

type restoreCommand struct {
	File string `arg:"" name:"file" help:"${help_archive}"`
}

// Run fills an empty installation from an archive. The folder is held
// meanwhile, so that no server begins on half of it.
func (c *restoreCommand) Run(p *program) (err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return unreadable(c.File, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return unreadable(c.File, err)
	}
	release, err := p.hold()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return p.with(func(s *store.Store) error {
		m, err := s.Restore(p.ctx, f, info.Size())
		if err != nil {
			return err
		}
		p.say("cli.restore_done", "taken", p.words.DateTime(m.Taken, p.zone), "rows", m.Rows())
		return nil
	})
}
