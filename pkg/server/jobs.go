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
	var jobs, mail sync.WaitGroup
	if s.jobs {
		jobs.Go(func() { s.again(ctx, s.doDue) })
		mail.Go(func() { s.again(ctx, s.doMail) })
	}
	return func() {
		jobs.Wait()
		waitAtMost(&mail, mailStop)
	}
}

// mailStop is how long a server that ends waits for the answer of a mail
// server. A mail it did not wait for becomes uncertain.
const mailStop = 10 * time.Second

func waitAtMost(wg *sync.WaitGroup, most time.Duration) {
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(most):
	}
}

// again does something now and each jobPause after, until ctx ends.
func (s *Server) again(ctx context.Context, do func(context.Context) error) {
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("job", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(jobPause):
		}
	}
}

// doDue does once whatever is due.
func (s *Server) doDue(ctx context.Context) error {
	return errors.Join(s.backupWhenDue(ctx), s.pruneRecords(ctx), s.pushWhenDue(ctx), s.bundles.resume(ctx))
}
