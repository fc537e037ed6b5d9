package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

// mailSetUp reports whether this installation sends mail.
func (s *Server) mailSetUp() bool { return s.mailer != nil }

// doMail prepares the mails of the day and sends what is due, one after the
// other, until there is none left.
func (s *Server) doMail(ctx context.Context) error {
	lost, err := s.store.SettleMail(ctx)
	if err != nil {
		return err
	}
	if lost > 0 {
		s.log.Warn("mail: not known whether it was sent", "count", lost)
	}
	if !s.mailSetUp() {
		return nil
	}
	faults := s.prepareMail(ctx)
	for ctx.Err() == nil {
		m, err := s.store.ClaimMail(ctx, s.worker)
		switch {
		case errs.KindOf(err) == errs.NotFound:
			return faults
		case err != nil:
			return errors.Join(faults, err)
		}
		if err := s.sendMail(ctx, m); err != nil {
			return errors.Join(faults, err)
		}
	}
	return faults
}

// sendMail sends a mail that was claimed, and keeps what came of it.
func (s *Server) sendMail(ctx context.Context, m store.Mail) error {
	post, reason, err := s.compose(ctx, m)
	if err != nil {
		return errors.Join(err, s.failed(ctx, m, err, false))
	}
	if reason != "" {
		return s.keep(ctx, func(ctx context.Context) error { return s.store.MailDropped(ctx, m, reason) })
	}
	err = s.mailer.send(context.WithoutCancel(ctx), post.envelope, post.letter)
	var fault *mailFault
	switch {
	case err == nil:
		return s.keep(ctx, func(ctx context.Context) error { return s.store.MailDone(ctx, m, post.To, post.letter) })
	case errors.As(err, &fault) && fault.uncertain:
		s.log.Warn("mail: not known whether it was sent", "mail", m.ID, "kind", m.Kind)
		return s.keep(ctx, func(ctx context.Context) error {
			return s.store.MailUncertain(ctx, m, post.To, post.letter, err.Error())
		})
	}
	return s.failed(ctx, m, err, fault != nil && fault.final)
}

// failed keeps that a mail was not sent. Words of mail servers hold addresses,
// so they stand in the log of mail alone and not in the program's.
func (s *Server) failed(ctx context.Context, m store.Mail, cause error, final bool) error {
	return s.keep(ctx, func(ctx context.Context) error {
		gaveUp, err := s.store.MailFailed(ctx, m, cause.Error(), final)
		if err == nil && gaveUp {
			s.log.Error("mail: given up", "mail", m.ID, "kind", m.Kind, "attempts", m.Attempts)
		}
		return err
	})
}

// keepPauses are how long to wait before what came of a mail is kept anew,
// where the database does not take it.
var keepPauses = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second}

// keep writes down what came of a mail, patiently: as long as it is not
// written the mail counts as being sent, and later as uncertain. It goes on
// for a moment when the server is about to end.
func (s *Server) keep(ctx context.Context, write func(context.Context) error) error {
	ctx = context.WithoutCancel(ctx)
	err := write(ctx)
	for _, pause := range keepPauses {
		if err == nil {
			return nil
		}
		s.wait(pause)
		err = write(ctx)
	}
	return err
}

// A posting is a letter with its envelope.
type posting struct {
	envelope
	letter mail.Letter
}

// compose writes a mail with what holds now: for its receiver's language,
// rights and choices of the moment, and figures of the moment. reason says why
// it is not to be sent; empty: it is.
func (s *Server) compose(ctx context.Context, m store.Mail) (post posting, reason string, err error) {
	user, err := s.store.UserByID(ctx, m.UserID)
	if err != nil {
		return post, "", err
	}
	choice, err := s.store.Mail(ctx, m.UserID)
	if err != nil {
		return post, "", err
	}
	switch {
	case user.Disabled:
		return post, mail.Disabled, nil
	case choice.Address == "":
		return post, mail.NoAddress, nil
	case choice.Refuses(m.Kind):
		return post, mail.Refused, nil
	}
	w, err := s.mailWriter(ctx, user)
	if err != nil {
		return post, "", err
	}
	facts, reason, err := w.facts(ctx, m)
	if err != nil || reason != "" {
		return post, reason, err
	}
	facts.Refuse = s.refusePath(choice.Word, m.Kind)
	post.envelope = envelope{To: choice.Address, ID: s.messageID(fmt.Sprint(m.ID, ".", m.Created.Unix())), Refuse: facts.Refuse}
	post.letter, err = mail.Write(w.p, facts)
	return post, "", err
}

// messageID names a letter; the part after the @ is the sender's.
func (s *Server) messageID(id string) string {
	_, host, _ := strings.Cut(s.config.Mail.From, "@")
	return "muctieu." + id + "@" + strings.TrimRight(host, "> ")
}

// refusePath is the address of the page that refuses a kind.
func (s *Server) refusePath(word string, kind mail.Kind) string {
	return s.config.Mail.Base + "/mail/off/" + word + "?kind=" + string(kind)
}
