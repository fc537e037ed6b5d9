package main

import "muctieu/pkg/store"

type verifyCommand struct{}

// Run looks for damage in what is stored.
func (*verifyCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		k, ok, err := p.key()
		if err != nil {
			return err
		}
		if ok {
			s.UseKey(k)
		}
		v, err := s.Verify(p.ctx)
		if err != nil {
			return err
		}
		p.say("cli.verify_done", "figures", v.Figures, "plans", v.Plans, "audit", v.Audit, "approved", v.Approved, "issued", v.Issued)
		return nil
	})
}
