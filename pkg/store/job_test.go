package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// Of several servers on one database one does a job, once for each moment it
// is due.
func TestAJobIsDoneOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		due := storetest.Now().Add(-time.Hour)
		var done atomic.Int32
		var wg sync.WaitGroup
		for range 3 {
			s := storetest.Open(t, o)
			for range 3 {
				wg.Go(func() {
					_, err := s.Job(ctx, "x", due, time.Hour, func() error { done.Add(1); return nil })
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if n := done.Load(); n != 1 {
			t.Errorf("done %d times, want once", n)
		}
	})
}

func TestAJobThatFailsIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := storetest.Open(t, o)
		due, broken := now, errors.New("no room")
		steps := []struct {
			name   string
			after  time.Duration
			due    time.Duration // later than the first
			err    error
			wanted bool
		}{
			{"first", 0, 0, broken, true},
			{"at once", 0, 0, nil, false},
			{"after the lease", 10 * time.Minute, 0, nil, true},
			{"done", time.Hour, 0, nil, false},
			{"due again", 0, 24 * time.Hour, nil, true},
			{"an earlier moment", 0, time.Hour, nil, false},
		}
		for _, step := range steps {
			now = now.Add(step.after)
			ran, err := s.Job(ctx, "x", due.Add(step.due), 10*time.Minute, func() error { return step.err })
			if ran != step.wanted || !errors.Is(err, step.err) {
				t.Errorf("%s: ran %v, %v; want %v, %v", step.name, ran, err, step.wanted, step.err)
			}
		}
	})
}
