package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	smtp "github.com/wneessen/go-mail"

	"muctieu/pkg/mail"
)

// A MailTLS is how the way to the mail server is encrypted.
type MailTLS string

// The ways.
const (
	MailNoTLS    MailTLS = "none"     // relays inside an office have none
	MailStartTLS MailTLS = "starttls" // the default
	MailFullTLS  MailTLS = "tls"      // from the first byte
)

// A MailServer holds the settings of sending mail. Without a host none is
// sent.
type MailServer struct {
	Host     string
	Port     int
	TLS      MailTLS
	User     string // empty: the server asks for no login
	Password string // shown nowhere
	From     string // "Mục tiêu <kpi@haiphong.gov.vn>"
	Base     string // address of this server in links, "https://kpi.haiphong.gov.vn"
}

// A mailer sends letters. An error of another kind than *mailFault says that
// the letter was certainly not sent and may be tried again.
type mailer interface {
	send(ctx context.Context, e envelope, l mail.Letter) error
}

// An envelope says where a letter goes.
type envelope struct {
	To     string // address
	ID     string // the same for each attempt, so that mail servers know a letter again
	Refuse string // address of the page that refuses the kind; empty: none
}

// A mailFault is a letter that was not sent, and what that means.
type mailFault struct {
	final     bool // trying again is no use: the server refused it for good
	uncertain bool // the server may have taken it
	err       error
}

func (f *mailFault) Error() string { return f.err.Error() }
func (f *mailFault) Unwrap() error { return f.err }

// smtpTimeout is how long each step at the mail server may take. It is far
// below store.MailLease.
const smtpTimeout = 30 * time.Second

// An smtpMailer sends by a mail server.
type smtpMailer struct{ server MailServer }

func (m smtpMailer) options() []smtp.Option {
	o := []smtp.Option{smtp.WithPort(m.server.Port), smtp.WithTimeout(smtpTimeout)}
	switch m.server.TLS {
	case MailNoTLS:
		o = append(o, smtp.WithTLSPolicy(smtp.NoTLS))
	case MailFullTLS:
		o = append(o, smtp.WithSSL())
	default:
		o = append(o, smtp.WithTLSPolicy(smtp.TLSMandatory))
	}
	if m.server.User == "" {
		return o
	}
	auth := smtp.SMTPAuthAutoDiscover
	if m.server.TLS == MailNoTLS { // who sets no encryption knows the network
		auth = smtp.SMTPAuthPlainNoEnc
	}
	return append(o, smtp.WithSMTPAuth(auth), smtp.WithUsername(m.server.User), smtp.WithPassword(m.server.Password))
}

// send hands one letter to the mail server.
func (m smtpMailer) send(ctx context.Context, e envelope, l mail.Letter) error {
	msg, err := m.message(e, l)
	if err != nil {
		return &mailFault{final: true, err: err}
	}
	client, err := smtp.NewClient(m.server.Host, m.options()...)
	if err != nil {
		return &mailFault{final: true, err: err}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	sent := client.Send(msg)
	if err := client.Close(); err != nil && sent == nil && !msg.IsDelivered() {
		return err
	}
	if msg.IsDelivered() { // what goes wrong afterwards concerns no letter
		return nil
	}
	return faultOf(sent)
}

// faultOf says what an error of sending means. Until the end of the letter has
// been sent the server has nothing to deliver; when the answer to that end is
// lost, it may.
func faultOf(err error) error {
	var sent *smtp.SendError
	if !errors.As(err, &sent) {
		return err
	}
	code := sent.ErrorCode()
	return &mailFault{final: code >= 500, uncertain: sent.Reason == smtp.ErrSMTPDataClose && code == 0, err: err}
}

func (m smtpMailer) message(e envelope, l mail.Letter) (*smtp.Msg, error) {
	msg := smtp.NewMsg()
	if err := msg.From(m.server.From); err != nil {
		return nil, err
	}
	if err := msg.To(e.To); err != nil {
		return nil, err
	}
	msg.Subject(l.Subject)
	msg.SetDate()
	msg.SetMessageIDWithValue(e.ID)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // so that no answering machine answers
	if e.Refuse != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+e.Refuse+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(smtp.TypeTextPlain, l.Text)
	if l.HTML != "" {
		msg.AddAlternativeString(smtp.TypeTextHTML, l.HTML)
	}
	return msg, nil
}
