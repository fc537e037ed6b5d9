package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

const writers = 8

// eachWriter runs do in as many goroutines as there are writers, every other
// one on a second store, as if two processes had opened the database.
func eachWriter(t *testing.T, o store.Options, do func(n int, s *store.Store) error) {
	t.Helper()
	stores := []*store.Store{storetest.Open(t, o), storetest.Open(t, o)}
	var wg sync.WaitGroup
	for n := range writers {
		wg.Go(func() {
			if err := do(n, stores[n%2]); err != nil {
				t.Errorf("writer %d: %v", n, err)
			}
		})
	}
	wg.Wait()
}

func wide(t *testing.T, o store.Options, n int) *store.Store {
	t.Helper()
	s := storetest.Open(t, o)
	storetest.Fill(t, s)
	storetest.Apply(t, s, storetest.Wide(n))
	return s
}

func code(n int) indicator.Code { return indicator.Code(fmt.Sprintf("i%03d", n)) }

func count(n int) *number.Amount {
	a := number.New(int64(n), 0)
	return &a
}

func save(s *store.Store, c indicator.Code, value, version int) error {
	_, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, []store.CellSave{{Indicator: c, Value: count(value), Status: indicator.Final, Version: version}})
	return err
}

func TestWritersOfDifferentCells(t *testing.T) {
	const rounds = 15
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, writers)
		before := counter(t, s)
		eachWriter(t, o, func(n int, s *store.Store) error {
			for v := range rounds {
				if err := save(s, code(n), 100+v, v); err != nil {
					return err
				}
			}
			return nil
		})
		for n := range writers {
			all := versions(t, s, code(n))
			if len(all) != rounds || text(all[rounds-1].Value) != fmt.Sprint(100+rounds-1) {
				t.Errorf("cell %d has %d versions, want %d", n, len(all), rounds)
			}
		}
		if got := counter(t, s) - before; got != writers*rounds {
			t.Errorf("counter rose by %d, want %d", got, writers*rounds)
		}
		verified(t, s)
	})
}

// Of several who saw the same version one saves, the others are told.
func TestWritersOfOneCell(t *testing.T) {
	const rounds = 8
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, 1)
		var won [rounds]atomic.Int32
		eachWriter(t, o, func(n int, s *store.Store) error {
			for v := range rounds {
				err := save(s, code(0), 1000*v+n, v)
				var conflicts *store.Conflicts
				switch {
				case err == nil:
					won[v].Add(1)
				case !errors.As(err, &conflicts):
					return err
				case len(conflicts.Cells) != 1 || conflicts.Cells[0].Stored.Version <= v:
					return fmt.Errorf("conflict names version %d, seen %d", conflicts.Cells[0].Stored.Version, v)
				}
			}
			return nil
		})
		for v := range rounds {
			if won[v].Load() != 1 {
				t.Errorf("%d writers saved version %d, want 1", won[v].Load(), v+1)
			}
		}
		if n := len(versions(t, s, code(0))); n != rounds {
			t.Errorf("%d versions, want %d", n, rounds)
		}
		verified(t, s)
	})
}

// Saves of many cells in opposite orders, of which each is all or nothing.
func TestWritersOfOverlappingCells(t *testing.T) {
	const cells, rounds = 20, 6
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, cells)
		var saved atomic.Int32
		eachWriter(t, o, func(n int, s *store.Store) error {
			for round := range rounds {
				batch := make([]store.CellSave, cells)
				for i := range batch {
					batch[i] = store.CellSave{Indicator: code(i), Value: count(10000*round + n), Status: indicator.Final, Version: round}
				}
				if n%2 == 1 {
					slices.Reverse(batch)
				}
				_, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, batch)
				if err == nil {
					saved.Add(1)
				} else if errs.KindOf(err) != errs.Conflict {
					return err
				}
			}
			return nil
		})
		if saved.Load() != rounds {
			t.Errorf("%d saves were taken, want %d: one of each version", saved.Load(), rounds)
		}
		first := versions(t, s, code(0))
		for i := range cells {
			all := versions(t, s, code(i))
			if len(all) != rounds {
				t.Fatalf("cell %d has %d versions, want %d", i, len(all), rounds)
			}
			for v := range all {
				if text(all[v].Value) != text(first[v].Value) {
					t.Errorf("version %d of cell %d = %s, of cell 0 %s: a save was not whole", v+1, i, text(all[v].Value), text(first[v].Value))
				}
			}
		}
		verified(t, s)
	})
}

// A book is of one moment: with cells that are always saved together, it never
// shows two of them apart, and what was acknowledged is in the next one.
func TestBooksBesideWriters(t *testing.T) {
	const cells, rounds = 5, 30
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, cells)
		other := storetest.Open(t, o)
		done := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			defer close(done)
			for v := range rounds {
				batch := make([]store.CellSave, cells)
				for i := range batch {
					batch[i] = store.CellSave{Indicator: code(i), Value: count(v), Status: indicator.Final, Version: v}
				}
				if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, batch); err != nil {
					t.Error(err)
				}
				if got := newestOf(t, other, 0); got != v+1 {
					t.Errorf("the book after the save of version %d has %d", v+1, got)
				}
			}
		})
		for reading := true; reading; {
			select {
			case <-done:
				reading = false
			default:
			}
			newestOf(t, other, cells-1)
		}
		wg.Wait()
	})
}

// newestOf gives the version of a cell in a new book, and holds all cells of
// the book against each other.
func newestOf(t *testing.T, s *store.Store, cell int) int {
	b, err := s.Book(ctx, store.BookQuery{Units: []org.Key{"lechan"}, FromYear: 2022, ToYear: 2022})
	if err != nil {
		t.Error(err)
		return 0
	}
	got := b.Figures[cellKey(code(cell))].Version
	for k, f := range b.Figures {
		if f.Version != got {
			t.Errorf("a book with version %d of %s and %d of %s", f.Version, k.Indicator, got, code(cell))
		}
	}
	return got
}

// A long change, such as an import, holds the others up; it loses none of them.
func TestSaveWaitsForAnImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, 2)
		other := storetest.Open(t, o)
		begun := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			err := s.Change(ctx, storetest.CLI, func(*indicator.State) (indicator.Change, error) {
				close(begun)
				time.Sleep(200 * time.Millisecond)
				return indicator.Change{Figures: []indicator.Figure{{CellKey: cellKey(code(0)), Value: count(1), Status: indicator.Final}}}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-begun
		if err := save(other, code(0), 2, 0); errs.KindOf(err) != errs.Conflict {
			t.Errorf("save of the imported cell = %v, want Conflict", err)
		}
		if err := save(other, code(1), 2, 0); err != nil {
			t.Errorf("save of another cell = %v", err)
		}
		wg.Wait()
	})
}
