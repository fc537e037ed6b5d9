package server

import (
	"context"
	"errors"
	"sync"
	"time"
)

// jobPause is how often a server looks for what is due: what was missed while
// none ran is done soon after the next start.
const jobPause = time.Minute

// work begins to do what is due, until ctx ends. The function it gives waits
// for what is under way then.
func (s *Server) work(ctx context.Context) (wait func()) {
	var wg sync.WaitGroup
	if s.jobs {
		wg.Go(func() {
			for {
				if err := s.doDue(ctx); err != nil && ctx.Err() == nil {
					s.log.Error("job", "error", err)
				}
				select {
				case <-ctx.Done():
					return
				case <-time.After(jobPause):
				}
			}
		})
	}
	return wg.Wait
}

// doDue does once whatever is due.
func (s *Server) doDue(ctx context.Context) error {
	return errors.Join(s.backupWhenDue(ctx), s.pruneSignIns(ctx), s.bundles.resume(ctx))
}
