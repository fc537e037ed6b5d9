package main

import (
	"io"

	"muctieu/pkg/store"
)

type backupCommand struct {
	File string `arg:"" name:"file" help:"${help_archive}"`
}

// Run writes an archive of everything, beside a running server too.
func (c *backupCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		var m store.Manifest
		err := p.output(c.File, func(w io.Writer) (err error) {
			m, err = s.Backup(p.ctx, w, "muctieu "+version)
			return err
		})
		if err != nil {
			return err
		}
		p.say("cli.backup_done", "file", c.File, "rows", m.Rows())
		return nil
	})
}
