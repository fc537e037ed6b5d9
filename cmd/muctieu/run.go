package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
)

// What the program ends with.
const (
	exitDone    = 0
	exitRefused = 1 // nothing changed; the reasons are on stderr
	exitUsage   = 2 // the command line or a setting is wrong
)

// A commandLine is all that can be written behind "muctieu".
type commandLine struct {
	config.Common `group:"settings"`

	Serve    serveCommand    `cmd:"" help:"${help_serve}"`
	Demo     demoCommand     `cmd:"" help:"${help_demo}"`
	Import   importCommand   `cmd:"" help:"${help_import}"`
	Export   exportCommand   `cmd:"" help:"${help_export}"`
	Summary  summaryCommand  `cmd:"" help:"${help_summary}"`
	Workbook workbookCommand `cmd:"" help:"${help_workbook}"`
	User     userCommand     `cmd:"" help:"${help_user}"`
	Token    tokenCommand    `cmd:"" help:"${help_token}"`
	Backup   backupCommand   `cmd:"" help:"${help_backup}"`
	Restore  restoreCommand  `cmd:"" help:"${help_restore}"`
	Push     pushCommand     `cmd:"" help:"${help_push}"`
	Verify   verifyCommand   `cmd:"" help:"${help_verify}"`
	NewKey   newKeyCommand   `cmd:"" help:"${help_new_key}"`
	Health   healthCommand   `cmd:"" help:"${help_health}"`
	Version  versionCommand  `cmd:"" help:"${help_version}"`

	platformCommands
}

// helps are the messages that the help texts above stand for.
var helps = []string{
	"data_dir", "database", "config", "key_file", "zone", "lang",
	"listen", "secure", "origin", "trust_proxy", "session_lifetime", "api_rate",
	"admin_listen", "admin_only", "admin_networks", "admin_hours",
	"log_file", "log_days", "push", "push_to", "push_token_file", "push_unit", "oidc_issuer", "oidc_client", "oidc_secret_file", "oidc_claim", "oidc_name",
	"smtp_host", "smtp_port", "smtp_tls", "smtp_user", "smtp_password_file", "smtp_password", "mail_from", "email",
	"serve", "demo", "import", "export", "summary", "workbook", "user", "token", "backup", "restore", "verify", "new_key", "health", "version",
	"dry_run", "as", "files", "kind", "format", "output", "unit", "period", "decimals", "as_of", "summary_format",
	"user_add", "user_list", "user_disable", "user_reset", "user_totp", "login", "name", "grant", "password_stdin", "token_add", "token_user", "token_name", "archive",
	"service", "service_action",
}

// A program is one run: where it reads and writes, and its settings.
type program struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	settings       config.Common
	zone           *time.Location
	words          *i18n.Printer
}

// run is the whole program. It returns what the process ends with, when ctx is
// done or the command is. Tests call it with streams and an environment of
// their own.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	words := i18n.For(earlyLang(args, getenv))
	var line commandLine
	helped := false
	parser, err := kong.New(&line, kong.Name("muctieu"), kong.Description(words.T("cli.description")), kong.Writers(stdout, stderr),
		kong.Vars(helpTexts(words)), kong.Exit(func(int) { helped = true }), kong.ShortUsageOnError(), kong.Resolvers(config.NewSource(getenv)),
		kong.ExplicitGroups([]kong.Group{{Key: config.Group, Title: words.T("cli.help_settings")}}))
	if err != nil {
		return refuse(stderr, words, err, exitRefused)
	}
	parsed, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		return refuse(stderr, words, usageError(err), exitUsage)
	}
	if err := line.Check(); err != nil {
		return refuse(stderr, words, err, exitUsage)
	}
	zone, err := line.Zone()
	if err != nil {
		return refuse(stderr, words, err, exitUsage)
	}
	p := &program{ctx, stdin, stdout, stderr, time.Now, line.Common, zone, i18n.For(line.Lang())}
	err = parsed.Run(p)
	var wrong usage
	if errors.As(err, &wrong) {
		return refuse(stderr, p.words, wrong.error, exitUsage)
	}
	return refuse(stderr, p.words, err, exitRefused)
}

// usage marks an error of the command line that kong cannot see.
type usage struct{ error }

// Unwrap gives the error itself.
func (u usage) Unwrap() error { return u.error }

// usageError gives an error of a setting as it is; what kong says about the
// command line itself is framed.
func usageError(err error) error {
	var ours *errs.Error
	if errors.As(err, &ours) {
		return ours
	}
	return errs.E(errs.Invalid, "cli.usage", "problem", err.Error())
}

// refuse says an error on stderr, a line for each fault, and gives what the
// program ends with; no error is success.
func refuse(stderr io.Writer, words *i18n.Printer, err error, code int) int {
	if err == nil {
		return exitDone
	}
	for _, line := range words.Faults(err) {
		fmt.Fprintln(stderr, line)
	}
	if errs.KindOf(err) == errs.Internal {
		fmt.Fprintln(stderr, words.T("cli.cause", "cause", err.Error()))
	}
	return code
}

// earlyLang finds the language before the command line is parsed: help and
// complaints about the line itself are in it too.
func earlyLang(args []string, getenv func(string) string) i18n.Lang {
	lang := getenv(config.Variable("lang"))
	for i, a := range args {
		if value, ok := strings.CutPrefix(a, "--lang="); ok {
			lang = value
		} else if a == "--lang" && i+1 < len(args) {
			lang = args[i+1]
		}
	}
	return i18n.ParseLang(lang)
}

func helpTexts(words *i18n.Printer) map[string]string {
	texts := make(map[string]string, len(helps))
	for _, name := range helps {
		texts["help_"+name] = words.T("cli.help_" + name)
	}
	return texts
}

// open opens the database of the settings.
func (p *program) open() (*store.Store, error) {
	return store.Open(p.ctx, store.Options{DataDir: p.settings.DataDir, Database: p.settings.Database, Now: p.now, Zone: p.zone})
}

// with opens the database for the length of do.
func (p *program) with(do func(*store.Store) error) error {
	s, err := p.open()
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

// actor is who the audit names for what the command line does.
var actor = store.Actor{From: "cli"}

// account finds a person by login; the error says which one there is not.
func (p *program) account(s *store.Store, login string) (store.Account, error) {
	a, err := s.UserByLogin(p.ctx, login)
	if errs.KindOf(err) == errs.NotFound {
		err = errs.E(errs.NotFound, "cli.no_user", "login", login)
	}
	return a, err
}

func (p *program) say(key string, args ...any) {
	fmt.Fprintln(p.stdout, p.words.T(key, args...))
}
