package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
)

type healthCommand struct {
	config.Web `group:"settings"`
}

// Run asks the server of the same settings whether it answers. Containers
// that hold nothing but the program ask this way.
func (c *healthCommand) Run(p *program) error {
	if err := c.Check(); err != nil {
		return usage{err}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return usage{err}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return errs.E(errs.Unavailable, "cli.unhealthy", "listen", c.Listen).Because(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errs.E(errs.Unavailable, "cli.unhealthy", "listen", c.Listen).Because(fmt.Errorf("status %d", answer.StatusCode))
	}
	return nil
}
