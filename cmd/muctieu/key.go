package main

import (
	"errors"
	"io/fs"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// key reads the key of sealed secrets from its file; ok is false where there
// is no such file.
func (p *program) key() (k store.Key, ok bool, err error) {
	text, ok, err := p.settings.ReadKey()
	if err != nil || !ok {
		return k, false, err
	}
	k, err = store.ParseKey(text)
	if err != nil {
		err = errs.E(errs.Invalid, "cli.key_file", "file", p.settings.KeyPath(), "cause", p.words.T("store.no_key")).Because(err)
	}
	return k, true, err
}

// adoptKey gives the store the key that all servers of its database share. The
// first server of a database makes it; a later one has to have it.
func (p *program) adoptKey(s *store.Store) error {
	k, ok, err := p.key()
	if err == nil && !ok {
		k, err = p.makeKey(s)
	}
	if err == nil {
		_, err = s.AdoptKey(p.ctx, actor, k, false)
	}
	var e *errs.Error
	if errors.As(err, &e) && e.Key == "store.other_key" {
		return errs.E(errs.Conflict, "cli.other_key", "file", p.settings.KeyPath()).Because(err)
	}
	return err
}

// makeKey makes the key's file. The error is Conflict, "store.other_key",
// where the database has a key already: it has to be brought here.
func (p *program) makeKey(s *store.Store) (store.Key, error) {
	shared, err := s.HasKey(p.ctx)
	if err != nil {
		return store.Key{}, err
	}
	if shared {
		return store.Key{}, errs.E(errs.Conflict, "store.other_key")
	}
	made := store.NewKey()
	err = p.settings.WriteKey(made.String())
	if errors.Is(err, fs.ErrExist) { // another server on this folder was quicker
		made, _, err = p.key()
	}
	return made, err
}

type newKeyCommand struct{}

// Run makes the key in the file, or a new one where there is no file, the one
// of this database: the one before it is lost.
func (*newKeyCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		k, ok, err := p.key()
		if err == nil && !ok {
			k = store.NewKey()
			err = p.settings.WriteKey(k.String())
		}
		if err != nil {
			return err
		}
		if _, err := s.AdoptKey(p.ctx, actor, k, true); err != nil {
			return err
		}
		p.say("cli.new_key_done", "file", p.settings.KeyPath())
		return nil
	})
}
