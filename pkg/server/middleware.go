package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"muctieu/pkg/errs"
	"muctieu/web"
)

// contentPolicy lets a page load from this server alone and run no script
// that stands in the page itself.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxBody is what one request may bring: a scanned decision of 10 MB with the
// form around it.
const maxBody = "12M"

// use puts the middleware in order. What concerns every answer comes first;
// who asks is found out before it is asked whether they may.
func (s *Server) use() error {
	guard, err := s.crossOrigin()
	if err != nil {
		return err
	}
	s.echo.Use(
		s.measure,
		ownRequestID,
		middleware.RequestID(),
		s.requestLog(),
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: s.logPanic}),
		secureHeaders,
		s.showKept,
		middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024, Skipper: ownEncoding}),
		middleware.BodyLimit(maxBody),
		skipping(plainRoute, echo.WrapMiddleware(s.sessions.LoadAndSave)),
		finish,
		guard,
		skipping(plainRoute, s.identify),
		skipping(plainRoute, s.limitAPI),
		skipping(plainRoute, s.requireFactor),
		s.guardAdmin,
		s.authorize,
	)
	return nil
}

// ownRequestID drops a number the client made up: those in the log are ours.
func ownRequestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Request().Header.Del(echo.HeaderXRequestID)
		return next(c)
	}
}

// plainRoute is true for what needs no session and no person: static files
// and the signs of life.
func plainRoute(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, web.Prefix) || path == "/healthz" || path == "/readyz"
}

// isAPI is true for what programs call.
func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }

func skipping(skip func(echo.Context) bool, m echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		with := m(next)
		return func(c echo.Context) error {
			if skip(c) {
				return next(c)
			}
			return with(c)
		}
	}
}

// finish answers errors here, inside the session's middleware: it writes the
// session when the answer begins, and would write it twice if the answer of
// an error came after it.
func finish(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := next(c); err != nil {
			c.Error(err)
		}
		return nil
	}
}

// secured is what every answer says of what a browser must not do with it.
// The values are shared by all answers and never written to.
var secured = http.Header{
	"Content-Security-Policy":    {contentPolicy},
	"X-Content-Type-Options":     {"nosniff"},
	"X-Frame-Options":            {"DENY"},
	"Referrer-Policy":            {"same-origin"},
	"Cross-Origin-Opener-Policy": {"same-origin"},
	"Permissions-Policy":         {"camera=(), microphone=(), geolocation=()"},
}

func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		maps.Copy(h, secured)
		h.Set("Cache-Control", "private, no-cache")
		return next(c)
	}
}

// crossOrigin refuses what another site's page makes a browser send.
func (s *Server) crossOrigin() (echo.MiddlewareFunc, error) {
	guard := http.NewCrossOriginProtection()
	for _, origin := range s.config.Origins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, errs.E(errs.Invalid, "server.origin_form", "origin", origin).Because(err)
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := guard.Check(c.Request()); err != nil {
				return errs.E(errs.Forbidden, "server.cross_site").Because(err)
			}
			return next(c)
		}
	}, nil
}

// requestLog writes a line for each request, with its route in place of its
// address: nothing in it says who asked for whom.
func (s *Server) requestLog() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogMethod: true, LogLatency: true, LogRequestID: true, LogResponseSize: true, LogRoutePath: true,
		Skipper: func(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, web.Prefix) },
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			s.log.LogAttrs(context.Background(), slog.LevelInfo, "request",
				slog.String("method", v.Method), slog.String("route", v.RoutePath), slog.Int("status", c.Response().Status),
				slog.Int64("bytes", v.ResponseSize), slog.Duration("took", v.Latency), slog.String("request", v.RequestID))
			return nil
		},
	})
}

// errPanic marks an error that was a panic.
var errPanic = errors.New("panic")

func (s *Server) logPanic(c echo.Context, err error, stack []byte) error {
	s.log.Error("panic", "error", err, "route", c.Path(), "request", requestID(c), "stack", string(stack))
	return fmt.Errorf("%w: %w", errPanic, err)
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
