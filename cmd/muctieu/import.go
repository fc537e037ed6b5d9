package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

type importCommand struct {
	DryRun bool     `name:"dry-run" help:"${help_dry_run}"`
	As     string   `name:"as" placeholder:"LOGIN" help:"${help_as}"`
	Files  []string `arg:"" name:"file" help:"${help_files}"`
}

// errDryRun ends the transaction of a trial without keeping it.
var errDryRun = errors.New("only a trial")

// Run reads the files and takes them whole or not at all.
func (c *importCommand) Run(p *program) error {
	files, err := readFiles(c.Files)
	if err != nil {
		return err
	}
	return p.with(func(s *store.Store) error {
		by, err := p.actorNamed(s, c.As)
		if err != nil {
			return err
		}
		batch := exchange.Read(files...)
		var report exchange.Report
		err = s.Change(p.ctx, by, func(state *indicator.State) (change indicator.Change, err error) {
			change, report, err = exchange.Decide(state, batch)
			if err == nil && c.DryRun {
				err = errDryRun
			}
			return change, err
		})
		if err != nil && !errors.Is(err, errDryRun) {
			return err
		}
		p.tell(report, c.DryRun)
		return nil
	})
}

// tell says what an import has done, or would do; doubts go to stderr.
func (p *program) tell(report exchange.Report, trial bool) {
	for _, line := range report.Differences(p.words) {
		fmt.Fprintln(p.stdout, line)
	}
	for _, line := range report.Warnings(p.words) {
		fmt.Fprintln(p.stderr, line)
	}
	switch {
	case trial:
		p.say("cli.import_trial")
	case report.Changes():
		p.say("cli.import_done")
	default:
		p.say("cli.import_nothing")
	}
}

// actorNamed gives who the audit names: the command line, or a person it acts
// for.
func (p *program) actorNamed(s *store.Store, login string) (store.Actor, error) {
	if login == "" {
		return actor, nil
	}
	a, err := p.account(s, login)
	if err != nil {
		return actor, err
	}
	return store.Actor{UserID: a.ID, Login: a.Login, Name: a.Name, From: actor.From}, nil
}

// readFiles reads all files; those that cannot be read are all named.
func readFiles(paths []string) ([]exchange.File, error) {
	var faults errs.Faults
	files := make([]exchange.File, 0, len(paths))
	for _, path := range paths {
		content, err := readLimited(path)
		if err != nil {
			faults.Add("", unreadable(path, err))
			continue
		}
		files = append(files, exchange.File{Name: path, Data: content})
	}
	return files, faults.Err()
}

// readLimited reads a file, but no more of it than shows that it is too large.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- whoever starts the program names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, exchange.MaxFile+1))
}
