package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthz handles GET /healthz: the program runs.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz handles GET /readyz: the database answers too.
func (s *Server) readyz(c echo.Context) error {
	if err := s.store.Ping(c.Request().Context()); err != nil {
		s.log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "database\n")
	}
	return c.String(http.StatusOK, "ok\n")
}
