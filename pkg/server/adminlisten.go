package server

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
)

// A Door says from where and when administration is open. The zero value is
// open to all who may administer.
type Door struct {
	OnlyThere bool           // only on the listener of its own
	Networks  []netip.Prefix // only from these; empty: from anywhere
	From, To  time.Duration  // only between these times of the day in the zone of dates; both 0: always
}

// viaAdmin marks requests that came in by the listener of its own.
type viaAdmin struct{}

// ServeAdmin answers on a listener for administrators and for what watches
// the server, until ctx ends: everything Serve answers, and /metrics.
func (s *Server) ServeAdmin(ctx context.Context, l net.Listener) error {
	return serveUntil(ctx, l, http.HandlerFunc(s.serveAdmin))
}

func (s *Server) serveAdmin(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), viaAdmin{}, true)))
		return
	}
	if !s.config.Door.admits(hostOf(r.RemoteAddr)) {
		http.NotFound(w, r)
		return
	}
	if r.Method != get && r.Method != http.MethodHead {
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	s.metrics(w, r)
}

func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}

// admits reports whether an address lies in one of the networks.
func (d Door) admits(address string) bool {
	if len(d.Networks) == 0 {
		return true
	}
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, n := range d.Networks {
		if n.Contains(ip.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// open reports whether a moment lies in the hours of administration.
func (d Door) open(at time.Time) bool {
	if d.From == 0 && d.To == 0 {
		return true
	}
	h, m, sec := at.Clock()
	now := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	return now >= d.From && now < d.To
}

// guardAdmin keeps the pages of administration behind the door.
func (s *Server) guardAdmin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		path, door := c.Request().URL.Path, s.config.Door
		if path != "/admin" && !strings.HasPrefix(path, "/admin/") && !strings.HasPrefix(path, "/admin.") {
			return next(c)
		}
		there, _ := c.Request().Context().Value(viaAdmin{}).(bool)
		switch {
		case door.OnlyThere && !there:
			return errs.E(errs.NotFound, "server.no_such_page")
		case !door.admits(c.RealIP()):
			return errs.E(errs.Forbidden, "operations.admin_network")
		case !door.open(s.now().In(s.zone)):
			return errs.E(errs.Forbidden, "operations.admin_hours", "from", clockText(door.From), "to", clockText(door.To))
		}
		return next(c)
	}
}

// clockText prints a time of the day.
func clockText(d time.Duration) string { return time.Time{}.Add(d).Format("15:04") }
