// Package server answers browsers and programs over HTTP. routes.go lists
// every route with who may use it; each page has a file of its own; errors.go
// turns kinds of failure into answers.
package server

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/chart"
	"muctieu/pkg/export"
	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
	"muctieu/web"
)

// Options are what a server is made of.
type Options struct {
	Store *store.Store
	Now   func() time.Time
	Zone  *time.Location // of dates people type and read; nil: UTC
	Log   *slog.Logger   // nil: nothing is logged
	// Random is where the codes of issued reports come from; nil: the system's.
	Random io.Reader
	// Jobs: while it serves, the server does by itself what is due, such as
	// scheduled backups.
	Jobs bool
	Config
}

// A Config holds the settings of an installation that concern HTTP. The zero
// value is right for a browser on the same machine.
type Config struct {
	Secure          bool          // cookies only over TLS; needed behind a TLS proxy
	Origins         []string      // addresses this server is reached by behind a proxy, "https://kpi.example.vn"
	TrustProxy      bool          // the client's address stands in X-Forwarded-For, set by a proxy on a private address
	SessionLifetime time.Duration // after which one logs in again; 0: 12 hours
	APIRate         int           // requests to the API a minute, for each person or token; 0: 600
	Door            Door          // of administration
	Version         string        // of the program, shown to administrators
	Mail            MailServer    // without a host no mail is sent
	Push            PushTo        // where approved figures are sent
	LogDays         int           // for how long a log file is kept; 0: there is none
	Provider        Provider      // the office's own sign-in system
}

// Defaults of Config.
const (
	defaultLifetime = 12 * time.Hour
	defaultAPIRate  = 600
)

// A Server is the whole web side. It is made by New and serves until the
// context of Serve ends.
type Server struct {
	store     *store.Store
	now       func() time.Time
	zone      *time.Location
	log       *slog.Logger
	config    Config
	echo      *echo.Echo
	templates *templateSet
	manuals   map[i18n.Lang]manual
	sessions  *scs.SessionManager
	hashing   chan struct{} // a place for each password that may be hashed at once
	rates     *rateLimiter
	jobs      bool
	meter     *meter
	rules     map[string]access // by method and path
	api       huma.API
	kept      pageCache
	drawn     drawnMaps
	navKept   keptValues[countsKey, navCounts]
	later     laterKept // what has changed in a period after its approval
	random    io.Reader
	bundles   *summaryBundler
	mailer    mailer                          // nil: no mail is sent
	worker    string                          // this server among those on one database
	wait      func(time.Duration)             // time.Sleep but in tests
	verifying *rateLimiter                    // of the public page that checks reports
	providing *rateLimiter                    // of sign-ins that begin at the provider
	provider  *providerClient                 // nil: none is set
	charts    func() (*chart.Renderer, error) // made at the first document
}

// New makes a server. The error is a fault of the program or its templates.
func New(o Options) (*Server, error) {
	templates, err := parseTemplates(web.Templates())
	if err != nil {
		return nil, err
	}
	manuals, err := readManuals(web.Help())
	if err != nil {
		return nil, err
	}
	s := &Server{
		store: o.Store, now: o.Now, zone: o.Zone, log: o.Log, config: o.Config,
		jobs: o.Jobs, meter: newMeter(), templates: templates, manuals: manuals, hashing: make(chan struct{}, 2), rules: map[string]access{},
		random: o.Random, verifying: newRateLimiter(verifyRate), charts: sync.OnceValues(newCharts),
	}
	s.bundles = &summaryBundler{server: s}
	s.worker, s.wait = rand.Text(), time.Sleep
	if o.Mail.Host != "" {
		s.mailer = smtpMailer{o.Mail}
	}
	s.kept.rounds.ask = s.store.Standings
	s.setDefaults()
	s.sessions = s.newSessions()
	s.rates = newRateLimiter(s.config.APIRate)
	s.providing = newRateLimiter(providerRate)
	if o.Provider.Issuer != "" {
		s.provider = newProviderClient(o.Provider, o.Now)
	}
	s.echo = echo.New()
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.handleError
	s.echo.IPExtractor = echo.ExtractIPDirect()
	if s.config.TrustProxy {
		s.echo.IPExtractor = echo.ExtractIPFromXFFHeader()
	}
	if err := s.use(); err != nil {
		return nil, err
	}
	s.register()
	s.api = s.newAPI()
	return s, nil
}

func (s *Server) setDefaults() {
	if s.zone == nil {
		s.zone = time.UTC
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	if s.config.SessionLifetime <= 0 {
		s.config.SessionLifetime = defaultLifetime
	}
	if s.config.APIRate <= 0 {
		s.config.APIRate = defaultAPIRate
	}
}

// newCharts makes what draws charts for documents: it takes a third of a
// second and much memory, so servers that print nothing do without.
func newCharts() (*chart.Renderer, error) {
	return chart.NewRenderer(web.Static(), export.ChartFonts())
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// today is the day it is in the server's zone, at midnight UTC as days are
// kept everywhere.
func (s *Server) today() time.Time {
	y, m, d := s.now().In(s.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
