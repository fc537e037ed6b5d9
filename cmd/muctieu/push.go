package main

import (
	"fmt"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/server"
	"muctieu/pkg/store"
)

type pushCommand struct {
	config.Push `group:"settings"`
}

// Run sends the approved figures the installation above has not got, and
// prints what became of each period. It is refused where one was not taken.
func (c *pushCommand) Run(p *program) error {
	if err := c.Check(); err != nil {
		return usage{err}
	}
	to, err := pushOf(c.Push)
	if err != nil {
		return usage{err}
	}
	if to.Address == "" {
		return usage{errs.E(errs.Invalid, "cli.bad_push")}
	}
	return p.with(func(s *store.Store) error {
		entries, err := server.Pusher{Store: s, Now: p.now, To: to}.Send(p.ctx, 0)
		refused := 0
		for _, e := range entries {
			state := p.words.T("push.state_" + string(e.State))
			if e.State == "" {
				refused++
				state = p.words.T("push.state_fault")
			}
			if _, err := fmt.Fprintf(p.stdout, "%s %s: %s\n", e.Unit, e.Period, state); err != nil {
				return err
			}
			if e.Words != "" {
				if _, err := fmt.Fprintln(p.stdout, e.Words); err != nil {
					return err
				}
			}
		}
		switch {
		case err != nil:
			return err
		case refused > 0:
			return errs.E(errs.Invalid, "push.not_taken", "count", refused)
		case len(entries) == 0:
			p.say("push.nothing")
		}
		return nil
	})
}

// pushOf gives where figures are sent as the server takes it.
func pushOf(c config.Push) (server.PushTo, error) {
	token, err := c.Token()
	return server.PushTo{Address: c.PushTo, Token: token, Unit: org.Key(c.PushUnit)}, err
}
