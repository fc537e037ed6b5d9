package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// adminListener serves the world's server on a listener for administration
// too, and moves its browsers there.
func (w *world) adminListener(b *browser) {
	l := httptest.NewServer(http.HandlerFunc(w.server.serveAdmin))
	w.t.Cleanup(l.Close)
	b.w = &world{t: w.t, http: l}
}

func TestDoorOfAdministration(t *testing.T) {
	local, other := netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")
	midnight := func() time.Duration {
		h, m, _ := time.Now().In(time.FixedZone("", 7*3600)).Clock()
		return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	}()
	tests := []struct {
		name        string
		door        Door
		front, back int // of the usual listener and of that for administration
	}{
		{"open", Door{}, 200, 200},
		{"only there", Door{OnlyThere: true}, 404, 200},
		{"from this network", Door{Networks: []netip.Prefix{other, local}}, 200, 200},
		{"from another network", Door{Networks: []netip.Prefix{other}}, 403, 403},
		{"at this hour", Door{From: max(0, midnight-time.Hour), To: midnight + time.Hour}, 200, 200},
		{"before it opens", Door{From: midnight + time.Hour, To: midnight + 2*time.Hour}, 403, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{Door: tt.door})
			b := w.as("quan_tri")
			for _, path := range []string{"/admin", "/admin/users", "/admin/audit.csv", "/admin/audit.xlsx"} {
				if a := b.get(path); a.status != tt.front {
					t.Errorf("%s: %d, want %d", path, a.status, tt.front)
				}
			}
			if a := b.get("/account"); a.status != http.StatusOK {
				t.Errorf("a page of everyone: %d", a.status)
			}
			w.adminListener(b)
			if a := b.get("/admin"); a.status != tt.back {
				t.Errorf("on its own listener: %d, want %d", a.status, tt.back)
			}
		})
	}
}

func TestAddressesOfTheDoor(t *testing.T) {
	d := Door{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for address, want := range map[string]bool{"10.1.2.3": true, "::ffff:10.1.2.3": true, "fd00::1": true, "fd00::1%eth0": true, "11.0.0.1": false, "::1": false, "": false, "x": false} {
		if got := d.admits(address); got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
	if !(Door{}).admits("x") {
		t.Error("a door without networks keeps someone out")
	}
}

func TestHoursOfTheDoor(t *testing.T) {
	d := Door{From: 7 * time.Hour, To: 18 * time.Hour}
	for at, want := range map[string]bool{"00:00:00": false, "06:59:59": false, "07:00:00": true, "17:59:59": true, "18:00:00": false} {
		moment, err := time.Parse(time.TimeOnly, at)
		must(t, err)
		if got := d.open(moment); got != want {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
	}
}

func TestMetrics(t *testing.T) {
	w := newWorld(t, Config{Version: "9.9"})
	b := w.as("lanh_dao")
	b.get("/units/lechan/board?period=2022")
	b.get("/units/khong_co/board?period=2022")
	b.get("/khong/co")
	if a := b.get("/metrics"); a.status != http.StatusNotFound {
		t.Errorf("on the usual listener: %d", a.status)
	}
	if _, err := w.store.TakeBackup(context.Background(), "x"); err != nil {
		t.Fatal(err)
	}
	w.adminListener(b)
	a := b.get("/metrics")
	for _, line := range []string{
		`muctieu_info{version="9.9"} 1`,
		`muctieu_requests_total{method="GET",route="/units/:unit/board",status="200"} 1`,
		`muctieu_requests_total{method="GET",route="/units/:unit/board",status="404"} 1`,
		`muctieu_requests_total{method="GET",route="other",status="404"} 2`,
		`muctieu_request_seconds_count{route="/units/:unit/board"} 2`,
		`muctieu_request_seconds_bucket{route="/units/:unit/board",le="+Inf"} 2`,
		`muctieu_backup_timestamp_seconds `,
	} {
		if !strings.Contains(a.body, line) {
			t.Errorf("no line %s", line)
		}
	}
	if strings.Contains(a.body, "lechan") || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Errorf("names a unit, or is of the type %q", a.header.Get("Content-Type"))
	}
	if a := b.post("/metrics", nil); a.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", a.status)
	}
	w.server.config.Door.Networks = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	if a := b.get("/metrics"); a.status != http.StatusNotFound {
		t.Errorf("from another network: %d", a.status)
	}
}

func TestServeAdminEnds(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	ctx, stop := context.WithCancel(context.Background())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- w.server.ServeAdmin(ctx, l) }()
	a, err := http.Get("http://" + l.Addr().String() + "/metrics")
	must(t, err)
	body, err := io.ReadAll(a.Body)
	must(t, err)
	must(t, a.Body.Close())
	if a.StatusCode != http.StatusOK || !strings.Contains(string(body), "go_goroutines") {
		t.Errorf("%d %s", a.StatusCode, body)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("ends with %v", err)
	}
}
