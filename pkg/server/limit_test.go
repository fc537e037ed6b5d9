package server

import (
	"context"
	"sync"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

func TestRateLimiter(t *testing.T) {
	l := newRateLimiter(2)
	at := func(second int) time.Time { return time.Unix(6000+int64(second), 0) }
	steps := []struct {
		name        string
		caller      string
		second      int
		after, left int
	}{
		{"the first", "an", 10, 0, 1},
		{"the second", "an", 20, 0, 0},
		{"the third", "an", 30, 30, 0},
		{"another caller", "binh", 30, 0, 1},
		{"still the same minute", "an", 59, 1, 0},
		{"the next minute", "an", 60, 0, 1},
		{"the clock goes back", "an", 30, 0, 1},
	}
	for _, s := range steps {
		if after, left := l.take(s.caller, at(s.second)); after != s.after || left != s.left {
			t.Errorf("%s: wait %d, %d left; want %d, %d", s.name, after, left, s.after, s.left)
		}
	}
}

func TestRateLimiterCountsAllAtOnce(t *testing.T) {
	const most, callers = 50, 200
	l := newRateLimiter(most)
	var wg sync.WaitGroup
	var mu sync.Mutex
	passed := 0
	for range callers {
		wg.Go(func() {
			if after, _ := l.take("an", time.Unix(6000, 0)); after == 0 {
				mu.Lock()
				passed++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if passed != most {
		t.Errorf("%d of %d pass, want %d", passed, callers, most)
	}
}

func TestWaitAfter(t *testing.T) {
	now := time.Unix(10_000, 0)
	s := &Server{now: func() time.Time { return now }}
	tests := []struct {
		name     string
		failures store.Failures
		want     time.Duration
	}{
		{"none", store.Failures{}, 0},
		{"below the limit", store.Failures{Count: 9, Latest: now}, 0},
		{"at the limit", store.Failures{Count: 10, Latest: now}, quietTime},
		{"some time later", store.Failures{Count: 12, Latest: now.Add(-5 * time.Minute)}, 10 * time.Minute},
		{"after the quiet time", store.Failures{Count: 12, Latest: now.Add(-quietTime)}, 0},
		{"long after", store.Failures{Count: 12, Latest: now.Add(-24 * time.Hour)}, 0},
	}
	for _, tt := range tests {
		if got := s.waitAfter(tt.failures, loginLimit); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// No more than two passwords are worked on at once, and who has gone away does
// not wait for a place.
func TestHashingPlaces(t *testing.T) {
	s := &Server{hashing: make(chan struct{}, 2)}
	ctx, cancel := context.WithCancel(context.Background())
	first, err := s.hashingPlace(ctx)
	must(t, err)
	_, err = s.hashingPlace(ctx)
	must(t, err)
	waiting := make(chan error)
	go func() {
		_, err := s.hashingPlace(ctx)
		waiting <- err
	}()
	select {
	case err := <-waiting:
		t.Fatalf("a third place is given: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	cancel()
	if err := <-waiting; errs.KindOf(err) != errs.Unavailable {
		t.Errorf("who has gone away is told %v", err)
	}
	first()
	again, err := s.hashingPlace(context.Background())
	must(t, err)
	again()
}
