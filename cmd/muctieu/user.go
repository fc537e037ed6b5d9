package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"${help_user_add}"`
	List    userListCommand    `cmd:"" help:"${help_user_list}"`
	Disable userDisableCommand `cmd:"" help:"${help_user_disable}"`
	Reset   userResetCommand   `cmd:"" help:"${help_user_reset}"`
}

// linkLife is how long a printed link is good.
const linkLife = 7 * 24 * time.Hour

type userAddCommand struct {
	Login         string   `name:"login" required:"" placeholder:"LOGIN" help:"${help_login}"`
	Name          string   `name:"name" required:"" placeholder:"NAME" help:"${help_name}"`
	Grants        []string `name:"grant" sep:"none" placeholder:"ROLE@UNIT[+below][:AGENCY]" help:"${help_grant}"`
	Email         string   `name:"email" placeholder:"ADDRESS" help:"${help_email}"`
	PasswordStdin bool     `name:"password-stdin" help:"${help_password_stdin}"`
}

// Run makes an account. Without a password a one-time link is printed with
// which the person sets one.
func (c *userAddCommand) Run(p *program) error {
	n := store.NewUser{Login: c.Login, Name: c.Name, Email: c.Email}
	for _, text := range c.Grants {
		g, err := account.ParseGrant(text)
		if err != nil {
			return err
		}
		n.Grants = append(n.Grants, g)
	}
	return p.with(func(s *store.Store) (err error) {
		if c.PasswordStdin {
			if n.PasswordHash, err = p.newPassword(s, c.Login, c.Name); err != nil {
				return err
			}
		}
		user, err := s.AddUser(p.ctx, actor, n)
		if err != nil {
			return err
		}
		if c.PasswordStdin {
			p.say("cli.user_added", "login", user.Login)
			return nil
		}
		return p.link(s, user, store.SetupLink)
	})
}

// newPassword reads the password of a new account, holds it against the rules
// of the installation, and hashes it.
func (p *program) newPassword(s *store.Store, login, name string) (hash string, err error) {
	password, err := p.password()
	if err != nil {
		return "", err
	}
	policy, err := s.PasswordPolicy(p.ctx)
	if err != nil {
		return "", err
	}
	if err := policy.Check(password, login, name); err != nil {
		return "", err
	}
	return account.HashPassword(password), nil
}

// password reads a password from stdin, without the end of its line.
func (p *program) password() (string, error) {
	raw, err := io.ReadAll(io.LimitReader(p.stdin, 4096))
	if err != nil {
		return "", errs.E(errs.Invalid, "cli.no_password").Because(err)
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}

// link prints a link with which a person sets a password. Its first part, the
// server's address, is known to people alone.
func (p *program) link(s *store.Store, user account.User, purpose store.Purpose) error {
	word, err := s.NewLink(p.ctx, actor, user.ID, purpose, p.now().Add(linkLife))
	if err != nil {
		return err
	}
	p.say("cli.user_link", "login", user.Login, "path", "/link/"+word)
	return nil
}

type userListCommand struct{}

// Run lists all accounts.
func (*userListCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		users, err := s.Users(p.ctx)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(p.stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(t, strings.Join([]string{p.words.T("account.login"), p.words.T("account.name"), p.words.T("account.rights"), p.words.T("cli.user_state")}, "\t"))
		for _, u := range users {
			grants := make([]string, len(u.Grants))
			for i, g := range u.Grants {
				grants[i] = g.String()
			}
			fmt.Fprintln(t, strings.Join([]string{u.Login, u.Name, strings.Join(grants, ", "), p.userState(u)}, "\t"))
		}
		return t.Flush()
	})
}

func (p *program) userState(u store.Account) string {
	switch {
	case u.Disabled:
		return p.words.T("cli.user_disabled_state")
	case !u.HasPassword:
		return p.words.T("cli.user_no_password")
	}
	return p.words.T("cli.user_active")
}

type userDisableCommand struct {
	Login string `arg:"" name:"login" help:"${help_login}"`
}

// Run shuts an account out.
func (c *userDisableCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		u, err := p.account(s, c.Login)
		if err != nil {
			return err
		}
		if err := s.SetDisabled(p.ctx, actor, u.ID, u.Version, true); err != nil {
			return err
		}
		p.say("cli.user_disabled", "login", c.Login)
		return nil
	})
}

type userResetCommand struct {
	Login string `arg:"" name:"login" help:"${help_login}"`
	TOTP  bool   `name:"totp" help:"${help_user_totp}"`
}

// Run prints a link with which a person sets a new password; on demand it takes
// the second factor away, which even the only administrator may lose.
func (c *userResetCommand) Run(p *program) error {
	return p.with(func(s *store.Store) error {
		u, err := p.account(s, c.Login)
		if err != nil {
			return err
		}
		if c.TOTP {
			if err := s.DisableTOTP(p.ctx, actor, u.ID); err != nil {
				return err
			}
		}
		return p.link(s, u.User, store.ResetLink)
	})
}
