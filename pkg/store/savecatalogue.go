package store

import (
	"context"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// SaveSet saves a whole set. The error is Conflict, "store.changed_meanwhile",
// if its Version is not the stored one, and otherwise as of Change.
func (s *Store) SaveSet(ctx context.Context, by Actor, set indicator.Set) error {
	return s.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		key := indicator.SetKey{Unit: set.Unit, Year: set.Year}
		return indicator.Change{Sets: []indicator.Set{set}}, sameVersion(setObject(key), st.Sets[key].Version, set.Version)
	})
}

// SaveIndicator saves an indicator, likewise.
func (s *Store) SaveIndicator(ctx context.Context, by Actor, i indicator.Indicator) error {
	return s.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		return indicator.Change{Indicators: []indicator.Indicator{i}}, sameVersion(string(i.Code), st.Indicators[i.Code].Version, i.Version)
	})
}

// SaveLevel saves a plan level, likewise.
func (s *Store) SaveLevel(ctx context.Context, by Actor, l indicator.Level) error {
	return s.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		have := 0
		for _, stored := range st.Levels {
			if stored.Code == l.Code {
				have = stored.Version
			}
		}
		return indicator.Change{Levels: []indicator.Level{l}}, sameVersion(l.Code, have, l.Version)
	})
}

// SaveUnit saves a unit with all its rows, likewise.
func (s *Store) SaveUnit(ctx context.Context, by Actor, u org.Unit) error {
	return s.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		stored, _ := st.Tree.Unit(u.Key)
		return indicator.Change{Units: []org.Unit{u}}, sameVersion(string(u.Key), stored.Version, u.Version)
	})
}

// SaveSuccession saves a succession in place of one of the same units and day.
// The error is as of Change; successions count no versions.
func (s *Store) SaveSuccession(ctx context.Context, by Actor, x org.Succession) error {
	return s.Change(ctx, by, func(*indicator.State) (indicator.Change, error) {
		return indicator.Change{Successions: []org.Succession{x}}, nil
	})
}

// SaveTerm saves a term in place of the same word's, as SaveSet does. A term
// without a Vietnamese word is Invalid: nothing could refer to it.
func (s *Store) SaveTerm(ctx context.Context, by Actor, t i18n.Term) error {
	if strings.TrimSpace(t.Vi) == "" {
		return errs.E(errs.Invalid, "store.text_empty")
	}
	return s.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		have := 0
		for _, stored := range st.Terms {
			if stored.Sort == t.Sort && stored.Vi == t.Vi {
				have = stored.Version
			}
		}
		return indicator.Change{Terms: []i18n.Term{t}}, sameVersion(t.Vi, have, t.Version)
	})
}

func sameVersion(object string, have, seen int) error {
	if have != seen {
		return changedMeanwhile(object, have, seen)
	}
	return nil
}
