package server

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// probeTimeout is how long a server may take to say that it is ready.
const probeTimeout = 5 * time.Second

// Probe asks the server that listens on an address of this machine whether it
// and its database answer; nil means they do. The address is the one given to
// serve: one without a host, or with 0.0.0.0 or [::], is asked on the loopback
// interface. It is for container images, which hold no other program to ask.
func Probe(ctx context.Context, listen string) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("probe %q: %w", listen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, port) + "/readyz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return fmt.Errorf("probe %q: %w", listen, err)
	}
	// Not the default client, which would ask a proxy named in the environment.
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("probe: %s answers %s", url, response.Status)
	}
	return nil
}
