package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"

	"muctieu/data"
	"muctieu/pkg/account"
	"muctieu/pkg/config"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/server"
	"muctieu/pkg/store"
)

type demoCommand struct {
	config.Web `group:"settings"`
}

// demoUsers are one person for each role. They are fictitious.
var demoUsers = []struct{ login, name, grant string }{
	{"trang", "Nguyễn Thu Trang", "official@lechan"},
	{"hanh", "Nguyễn Thị Hạnh", "reviewer@lechan+below"},
	{"hung", "Đỗ Quang Hưng", "leader@lechan+below"},
	{"tuan", "Hoàng Văn Tuấn", "administrator@haiphong+below"},
}

// Run serves the embedded data from a folder of its own, which is removed at
// the end.
func (c *demoCommand) Run(p *program) (err error) {
	if err := c.Check(); err != nil {
		return usage{err}
	}
	dir, err := os.MkdirTemp("", "muctieu-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p.settings.DataDir, p.settings.Database = dir, ""
	return p.with(func(s *store.Store) error {
		s.UseKey(store.NewKey()) // it goes with the folder
		if err := p.importShipped(s); err != nil {
			return err
		}
		people, err := p.addDemoUsers(s)
		if err != nil {
			return err
		}
		return p.serve(s, c.Web, false, func(_ context.Context, _ *server.Server, base string) error {
			p.say("cli.demo_serving", "address", base)
			return p.listDemoUsers(people)
		})
	})
}

// importShipped takes the exchange files that come with the program.
func (p *program) importShipped(s *store.Store) error {
	var files []exchange.File
	err := fs.WalkDir(data.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := data.Files.ReadFile(path)
		files = append(files, exchange.File{Name: path, Data: content})
		return err
	})
	if err != nil {
		return err
	}
	batch := exchange.Read(files...)
	return s.Change(p.ctx, actor, func(state *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(state, batch)
		return change, err
	})
}

// A demoUser is a person of the demo with the password of this run.
type demoUser struct {
	account.User
	password string
}

func (p *program) addDemoUsers(s *store.Store) ([]demoUser, error) {
	var people []demoUser
	for _, u := range demoUsers {
		g, err := account.ParseGrant(u.grant)
		if err != nil {
			return nil, err
		}
		password := newPassword()
		user, err := s.AddUser(p.ctx, actor, store.NewUser{Login: u.login, Name: u.name, Grants: []account.Grant{g}, PasswordHash: account.HashPassword(password)})
		if err != nil {
			return nil, err
		}
		people = append(people, demoUser{user, password})
	}
	return people, nil
}

// newPassword makes a password of 80 random bits that is easy to type: no
// password is the same in two installations.
func newPassword() string {
	raw := make([]byte, 10)
	rand.Read(raw) // never fails: the program stops where the system gives no randomness
	text := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
}

func (p *program) listDemoUsers(people []demoUser) error {
	t := tabwriter.NewWriter(p.stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join([]string{p.words.T("cli.demo_role"), p.words.T("account.login"), p.words.T("account.password"), p.words.T("account.name")}, "\t"))
	for _, u := range people {
		fmt.Fprintln(t, strings.Join([]string{p.words.T("account.role_" + string(u.Grants[0].Role)), u.Login, u.password, u.Name}, "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	p.say("cli.demo_end")
	return nil
}
