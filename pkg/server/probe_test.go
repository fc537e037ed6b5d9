package server_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"muctieu/pkg/server"
)

func TestProbe(t *testing.T) {
	tests := []struct {
		name   string
		status int
		listen func(port string) string
		want   string // part of the error; empty: ready
	}{
		{"ready", http.StatusOK, func(port string) string { return "127.0.0.1:" + port }, ""},
		{"listening everywhere", http.StatusOK, func(port string) string { return "0.0.0.0:" + port }, ""},
		{"no host named", http.StatusOK, func(port string) string { return ":" + port }, ""},
		{"database away", http.StatusServiceUnavailable, func(port string) string { return "127.0.0.1:" + port }, "503"},
		{"another program's port", http.StatusNotFound, func(port string) string { return "127.0.0.1:" + port }, "404"},
		{"no port named", http.StatusOK, func(string) string { return "127.0.0.1" }, "missing port"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ready := func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/readyz" {
					t.Errorf("probe asks for %s, want /readyz", r.URL.Path)
				}
				w.WriteHeader(tt.status)
			}
			srv := httptest.NewServer(http.HandlerFunc(ready))
			defer srv.Close()
			_, port, err := net.SplitHostPort(srv.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			err = server.Probe(t.Context(), tt.listen(port))
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Probe: %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestProbeOfNoServer(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	if err := server.Probe(t.Context(), address); err == nil {
		t.Errorf("Probe(%q) = nil where nobody listens", address)
	}
}
