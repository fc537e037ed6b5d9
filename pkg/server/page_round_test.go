package server

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"muctieu/pkg/store"
)

func left(t *roundTable) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.running || t.next != nil
}

// Whoever asks is told a state at least as new as the moment they asked.
func TestRoundsAreNeverOlderThanTheQuestion(t *testing.T) {
	var counter, asked atomic.Int64
	table := roundTable{ask: func(_ context.Context, hashes []string) (int64, map[string]store.Standing, error) {
		asked.Add(1)
		now := counter.Load()
		by := map[string]store.Standing{}
		for _, h := range hashes {
			n, err := strconv.ParseInt(h, 10, 64)
			if err != nil {
				return 0, nil, err
			}
			by[h] = store.Standing{UserID: n}
		}
		return now, by, nil
	}}
	var all sync.WaitGroup
	const people, times = 16, 200
	for p := range people {
		all.Go(func() {
			for range times {
				since := counter.Add(1)
				got, st, err := table.standing(context.Background(), strconv.Itoa(p))
				if err != nil || got < since || st.UserID != int64(p) {
					t.Errorf("asked at %d as %d: told %d, person %d, %v", since, p, got, st.UserID, err)
				}
			}
		})
	}
	all.Wait()
	if n := asked.Load(); n > people*times {
		t.Errorf("%d queries for %d questions", n, people*times)
	}
	for deadline := time.Now().Add(10 * time.Second); left(&table); runtime.Gosched() { // the last round is still being put away
		if time.Now().After(deadline) {
			t.Fatal("a round is left over")
		}
	}
}

func TestRoundsThatFail(t *testing.T) {
	broken := errors.New("no database")
	table := roundTable{ask: func(context.Context, []string) (int64, map[string]store.Standing, error) { return 0, nil, broken }}
	for range 2 {
		if _, _, err := table.standing(context.Background(), "a"); !errors.Is(err, broken) {
			t.Errorf("error %v, want that of the query", err)
		}
	}
}

func TestWhoGivesUpWaitsNoLonger(t *testing.T) {
	release := make(chan struct{})
	table := roundTable{ask: func(context.Context, []string) (int64, map[string]store.Standing, error) {
		<-release
		return 1, nil, nil
	}}
	var first sync.WaitGroup
	first.Go(func() {
		if n, _, err := table.standing(context.Background(), "a"); n != 1 || err != nil {
			t.Errorf("told %d, %v", n, err)
		}
	})
	for {
		table.mutex.Lock()
		running := table.running
		table.mutex.Unlock()
		if running {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := table.standing(ctx, "b"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the request", err)
	}
	close(release)
	first.Wait()
}

func TestDistinctTexts(t *testing.T) {
	if got := distinctTexts([]string{"b", "a", "b"}); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("got %q", got)
	}
}
