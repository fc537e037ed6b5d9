package main

import (
	"fmt"

	"muctieu/pkg/store"
)

type tokenCommand struct {
	Add tokenAddCommand `cmd:"" help:"${help_token_add}"`
}

type tokenAddCommand struct {
	User string `name:"user" required:"" placeholder:"LOGIN" help:"${help_token_user}"`
	Name string `name:"name" required:"" placeholder:"NAME" help:"${help_token_name}"`
}

// Run makes a token and prints it alone, so that a script may take it.
func (c *tokenAddCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		u, err := p.account(s, c.User)
		if err != nil {
			return err
		}
		word, err := s.AddToken(p.ctx, actor, store.Token{UserID: u.ID, Name: c.Name})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.stdout, word)
		return err
	})
}
