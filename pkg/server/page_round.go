package server

import (
	"context"
	"runtime"
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
		t.run(ctx)
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
	t.next.hashes = append(t.next.hashes, hash)
	lead = !t.running
	t.running = true
	return t.next, lead
}

// run asks for the next round, and leaves the one after it, if anybody waits
// for it, to a goroutine of its own. Requests that are ready to be read go
// first: the more of them a round holds, the fewer queries there are.
func (t *roundTable) run(ctx context.Context) {
	runtime.Gosched()
	t.mutex.Lock()
	r := t.next
	t.next = nil
	t.mutex.Unlock()
	r.counter, r.by, r.err = t.ask(ctx, distinctTexts(r.hashes))
	close(r.done)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.running = t.next != nil
	if t.running {
		go t.run(context.WithoutCancel(ctx))
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
