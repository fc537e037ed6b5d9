package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
	"muctieu/pkg/logfile"
	"muctieu/pkg/server"
	"muctieu/pkg/store"
)

type serveCommand struct {
	config.Web `group:"settings"`
}

// Run serves until the context ends. Where there is no account yet it prints
// the link for the first administrator.
func (c *serveCommand) Run(p *program) (err error) {
	if err := c.Check(); err != nil {
		return usage{err}
	}
	release, err := p.hold()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return p.with(func(s *store.Store) error {
		if err := p.adoptKey(s); err != nil {
			return err
		}
		return p.serve(s, c.Web, true, func(ctx context.Context, web *server.Server, base string) error {
			p.say("cli.serving", "address", base)
			return web.AnnounceFirst(ctx, p.stdout, base, p.words.Lang())
		})
	})
}

// hold keeps a second server from the same data folder. Several may share a
// database server, which keeps order itself.
func (p *program) hold() (release func() error, err error) {
	if p.settings.Database != "" {
		return func() error { return nil }, nil
	}
	lock, err := store.Hold(p.settings.DataDir)
	if err != nil {
		return nil, err
	}
	return lock.Release, nil
}

// serve answers browsers until the context ends. announce is called as soon as
// the address is taken, with the address people reach it by. jobs: what is due
// meanwhile is done, such as backups.
func (p *program) serve(s *store.Store, web config.Web, jobs bool, announce func(context.Context, *server.Server, string) error) (err error) {
	log, closeLog, err := p.openLog(web.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLog()) }()
	c, err := serverConfig(web)
	if err != nil {
		return usage{err}
	}
	srv, err := server.New(server.Options{Store: s, Now: p.now, Zone: p.zone, Log: slog.New(slog.NewTextHandler(log, nil)), Jobs: jobs, Config: c})
	if err != nil {
		return err
	}
	l, err := p.listen(web.Listen)
	if err != nil {
		return err
	}
	if web.AdminListen == "" {
		if err := announce(p.ctx, srv, web.Address(l.Addr())); err != nil {
			return errors.Join(err, l.Close())
		}
		return srv.Serve(p.ctx, l)
	}
	admin, err := p.listen(web.AdminListen)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := announce(p.ctx, srv, web.Address(l.Addr())); err != nil {
		return errors.Join(err, l.Close(), admin.Close())
	}
	p.say("cli.serving_admin", "address", config.Web{}.Address(admin.Addr()))
	return p.serveBoth(srv, l, admin)
}

// serverConfig gives the settings as the server takes them.
func serverConfig(web config.Web) (server.Config, error) {
	c := server.Config{
		Secure: web.Secure, Origins: web.Origins, TrustProxy: web.TrustProxy,
		SessionLifetime: web.Lifetime, APIRate: web.APIRate, Version: version,
		Provider: server.Provider{Issuer: web.OIDCIssuer, Client: web.OIDCClient, Claim: web.OIDCClaim, Name: web.OIDCName},
	}
	if web.LogFile != "" {
		c.LogDays = web.LogDays
	}
	var err error
	if c.Push, err = pushOf(web.Push); err != nil {
		return c, err
	}
	if c.Door, err = doorOf(web.Admin); err != nil {
		return c, err
	}
	if c.Provider.Secret, err = web.Secret(); err != nil {
		return c, err
	}
	c.Mail, err = mailOf(web)
	return c, err
}

// mailOf gives the settings of mail as the server takes them. Links in mails
// lead where a proxy is reached, else where the server listens.
func mailOf(web config.Web) (m server.MailServer, err error) {
	m = server.MailServer{Host: web.SMTPHost, Port: web.SMTPPort, TLS: server.MailTLS(web.SMTPTLS), User: web.SMTPUser, From: web.MailFrom}
	if m.Host == "" {
		return m, nil
	}
	if m.Password, err = web.Mail.Password(); err != nil {
		return m, usage{err}
	}
	at, err := net.ResolveTCPAddr("tcp", web.Listen)
	if err != nil {
		return m, errs.E(errs.Invalid, "cli.bad_listen", "text", web.Listen).Because(err)
	}
	m.Base = web.Address(at)
	return m, nil
}

// openLog gives where the log goes: the files of --log-file, else stderr.
func (p *program) openLog(l config.Log) (io.Writer, func() error, error) {
	if l.LogFile == "" {
		return p.stderr, func() error { return nil }, nil
	}
	f, err := logfile.Open(logfile.Options{Path: l.LogFile, Days: l.LogDays, Now: p.now, Zone: p.zone, Fallback: p.stderr})
	switch {
	case err != nil && errs.KindOf(err) == errs.Invalid:
		return nil, nil, usage{err}
	case err != nil:
		return nil, nil, err
	}
	return f, f.Close, nil
}

// serveBoth answers on both listeners; when one ends, so does the other.
func (p *program) serveBoth(srv *server.Server, l, admin net.Listener) error {
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- srv.Serve(ctx, l) }()
	go func() { ended <- srv.ServeAdmin(ctx, admin) }()
	first := <-ended
	stop()
	return errors.Join(first, <-ended)
}

func (p *program) listen(address string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(p.ctx, "tcp", address)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "cli.listen_taken", "listen", address, "cause", errors.Unwrap(err)).Because(err)
	}
	return l, nil
}

// doorOf gives the settings of administration as the server takes them.
func doorOf(a config.Admin) (d server.Door, err error) {
	d.OnlyThere = a.AdminOnly
	if d.Networks, err = a.Networks(); err != nil {
		return d, err
	}
	d.From, d.To, err = a.Hours()
	return d, err
}
