package config

import (
	"net"
	"net/mail"
	"os"
	"strings"

	"muctieu/pkg/errs"
)

// A Mail holds the settings of sending mail. Without a host none is sent.
type Mail struct {
	SMTPHost         string `name:"smtp-host" placeholder:"HOST" help:"${help_smtp_host}"`
	SMTPPort         int    `name:"smtp-port" default:"587" placeholder:"PORT" help:"${help_smtp_port}"`
	SMTPTLS          string `name:"smtp-tls" default:"starttls" enum:"none,starttls,tls" help:"${help_smtp_tls}"`
	SMTPUser         string `name:"smtp-user" placeholder:"USER" help:"${help_smtp_user}"`
	SMTPPasswordFile string `name:"smtp-password-file" placeholder:"FILE" help:"${help_smtp_password_file}"`
	SMTPPassword     string `name:"smtp-password" hidden:"" help:"${help_smtp_password}"`
	MailFrom         string `name:"mail-from" placeholder:"ADDRESS" help:"${help_mail_from}"`
}

// Check reports settings that cannot be meant: Invalid, "cli.bad_smtp" {text}
// or "cli.bad_mail_from" {text}.
func (m Mail) Check() error {
	if m.SMTPHost == "" {
		return nil
	}
	if m.SMTPPort < 1 || m.SMTPPort > 65535 || strings.ContainsAny(m.SMTPHost, "/ :@") && net.ParseIP(m.SMTPHost) == nil {
		return errs.E(errs.Invalid, "cli.bad_smtp", "text", m.SMTPHost)
	}
	if _, err := mail.ParseAddress(m.MailFrom); err != nil {
		return errs.E(errs.Invalid, "cli.bad_mail_from", "text", m.MailFrom).Because(err)
	}
	return nil
}

// Password gives the password at the mail server: of the file that is named,
// without space around it, else of the environment or the settings file; empty
// for none. The error is Invalid, "cli.smtp_password_file" {file}.
func (m Mail) Password() (string, error) {
	if m.SMTPPasswordFile == "" {
		return m.SMTPPassword, nil
	}
	raw, err := os.ReadFile(m.SMTPPasswordFile)
	password := strings.TrimSpace(string(raw))
	if err != nil || password == "" {
		return "", errs.E(errs.Invalid, "cli.smtp_password_file", "file", m.SMTPPasswordFile).Because(err)
	}
	return password, nil
}
