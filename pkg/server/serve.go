package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Limits of a connection. A slow client holds none longer; a workbook or a
// scanned decision of 10 MB still comes through a slow line.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 90 * time.Second
	writeTimeout  = 120 * time.Second
	idleTimeout   = 120 * time.Second
	stopTimeout   = 15 * time.Second
	maxHeader     = 32 << 10
)

// Serve answers on a listener until ctx ends. Then it takes no new request,
// finishes those it has within 15 seconds, and returns nil; where one takes
// longer it is cut off and the error says so.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer s.bundles.stop()
	defer s.work(ctx)()
	return serveUntil(ctx, l, s)
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		return errors.Join(err, srv.Close())
	}
	return nil
}
