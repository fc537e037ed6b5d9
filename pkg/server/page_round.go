package server

import (
	"context"
	"sync"

	"muctieu/pkg/store"
)

// A roundTable gathers requests that ask at the same time whether anything has
// changed, so that one query answers all of them. Each waits for a query that
// begins after it came, so none is told of a state older than itself.
type roundTable struct {
	mutex   sync.Mutex
	next    *round // of those who came since the last query began; nil: nobody
	running bool
	ask     func(ctx context.Context, hashes []string) (int64, map[string]store.Standing, error)
}

// A round is one query and those who wait for it.
type round struct {
	hashes  []string
	done    chan struct{}
	counter int64
	by      map[string]store.Standing
	err     error
}

// standing gives the counter and the person of a session.
func (t *roundTable) standing(ctx context.Context, hash string) (int64, store.Standing, error) {
	r, lead := t.join(hash)
	if lead {
		t.run(ctx, r)
	}
	select {
	case <-r.done:
		return r.counter, r.by[hash], r.err
	case <-ctx.Done():
		return 0, store.Standing{}, ctx.Err()
	}
}

// join adds a request to the next round. It leads that round where no query is
// under way.
func (t *roundTable) join(hash string) (r *round, lead bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.next == nil {
		t.next = &round{done: make(chan struct{})}
	}
	r = t.next
	r.hashes = append(r.hashes, hash)
	if t.running {
		return r, false
	}
	t.running, t.next = true, nil
	return r, true
}

// run asks for a round, and leaves the next one, if anybody waits for it, to a
// goroutine of its own.
func (t *roundTable) run(ctx context.Context, r *round) {
	r.counter, r.by, r.err = t.ask(ctx, distinctTexts(r.hashes))
	close(r.done)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	following := t.next
	t.next, t.running = nil, following != nil
	if following != nil {
		go t.run(context.WithoutCancel(ctx), following)
	}
}

// distinctTexts gives each text once.
func distinctTexts(all []string) []string {
	seen := make(map[string]bool, len(all))
	kept := all[:0:0]
	for _, text := range all {
		if !seen[text] {
			seen[text] = true
			kept = append(kept, text)
		}
	}
	return kept
}
