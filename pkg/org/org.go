// Package org knows administrative units: what they are called and where they
// belong on a given day, and which unit came out of which. It is pure; all
// dates are whole days at midnight UTC, and a zero date is open.
package org

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Key names a unit for ever, such as "lechan". It is ours: neither the
// official code nor the name identifies a unit, since both are used again for
// others. Shape: [a-z0-9][a-z0-9_-]{0,63}.
type Key string

// A Row is what a unit was called, and where it belonged, between two days.
type Row struct {
	Code     string // official code, a string with its leading zeros; may be empty
	Name     string // without the kind: "Lê Chân"
	Kind     string // the Vietnamese word: "quận"
	Parent   Key    // empty for a unit without parent
	From, To time.Time
	Document string
}

// holds reports whether the row is valid on day. To is the last valid day.
func (r Row) holds(day time.Time) bool {
	return (r.From.IsZero() || !day.Before(r.From)) && (r.To.IsZero() || !day.After(r.To))
}

// FullName gives the name with its kind in Vietnamese: "Quận Lê Chân".
func (r Row) FullName() string {
	if r.Kind == "" {
		return r.Name
	}
	first, size := utf8.DecodeRuneInString(r.Kind)
	return string(unicode.ToUpper(first)) + r.Kind[size:] + " " + r.Name
}

// A Unit is an administrative unit with its dated rows, in order of From. Two
// rows of one key are the same unit renamed, re-coded or moved.
type Unit struct {
	Key     Key
	Rows    []Row
	Version int // counts changes; 0: not stored yet
}

// A Share says how much of a unit passes into its successor.
type Share string

// The shares of a succession.
const (
	Whole Share = "whole"
	Part  Share = "part"
)

// A Succession says that From passed, whole or in part, into To on Date.
type Succession struct {
	From, To Key
	Date     time.Time // the first day of the new state
	Share    Share
	Document string
}

// A Tree holds units and successions and answers for any day. It is built
// once and then only read, so it may be used by many goroutines.
type Tree struct {
	units       map[Key]Unit
	keys        []Key
	successions []Succession
	into        map[Key][]Succession
	days        sync.Map // time.Time -> map[Key][]Key: who is below whom on a day
}

// NewTree makes a tree. Rows of each unit are put in order of From.
func NewTree(units []Unit, successions []Succession) *Tree {
	t := &Tree{units: make(map[Key]Unit, len(units)), successions: slices.Clone(successions), into: map[Key][]Succession{}}
	for _, u := range units {
		u.Rows = slices.Clone(u.Rows)
		slices.SortStableFunc(u.Rows, func(a, b Row) int { return a.From.Compare(b.From) })
		t.units[u.Key] = u
		t.keys = append(t.keys, u.Key)
	}
	slices.Sort(t.keys)
	for _, s := range t.successions {
		t.into[s.To] = append(t.into[s.To], s)
	}
	return t
}

// Has reports whether there is a unit of that key on any day.
func (t *Tree) Has(key Key) bool { _, ok := t.units[key]; return ok }

// Keys gives the keys of all units, sorted.
func (t *Tree) Keys() []Key { return slices.Clone(t.keys) }

// Unit gives a unit with all its rows; ok is false for an unknown key.
func (t *Tree) Unit(key Key) (Unit, bool) { u, ok := t.units[key]; return u, ok }

// Successions gives all successions in the order they were given.
func (t *Tree) Successions() []Succession { return slices.Clone(t.successions) }

// At gives the row of a unit that is valid on day; ok is false if the unit
// did not exist then.
func (t *Tree) At(key Key, day time.Time) (Row, bool) {
	for _, r := range t.units[key].Rows {
		if r.holds(day) {
			return r, true
		}
	}
	return Row{}, false
}

// Nearest gives the row valid on day, else the last row before it, else the
// first: a name to print for a unit that did not exist on that day. It is the
// zero Row for an unknown key.
func (t *Tree) Nearest(key Key, day time.Time) Row {
	rows := t.units[key].Rows
	if len(rows) == 0 {
		return Row{}
	}
	best := rows[0]
	for _, r := range rows {
		if r.holds(day) {
			return r
		}
		if !r.From.IsZero() && r.From.After(day) {
			break
		}
		best = r
	}
	return best
}

// Parent gives the parent of a unit on day, empty if it has none or did not
// exist.
func (t *Tree) Parent(key Key, day time.Time) Key {
	r, _ := t.At(key, day)
	return r.Parent
}

// Ancestors gives the units above key on day, the nearest first. A unit that
// did not exist has none. A circle in the data ends the walk.
func (t *Tree) Ancestors(key Key, day time.Time) []Key {
	var up []Key
	for at := t.Parent(key, day); at != "" && at != key && !slices.Contains(up, at); at = t.Parent(at, day) {
		up = append(up, at)
	}
	return up
}

// Children gives the units directly below key on day, by code, then key.
// Children of the empty key are the units without parent.
func (t *Tree) Children(key Key, day time.Time) []Key {
	return slices.Clone(t.onDay(day)[key])
}

// onDay gives the children of every unit on a day. It is worked out once for
// each day asked for: boards ask for a few days, again and again.
func (t *Tree) onDay(day time.Time) map[Key][]Key {
	if known, ok := t.days.Load(day); ok {
		return known.(map[Key][]Key)
	}
	below, codes := map[Key][]Key{}, make(map[Key]string, len(t.keys))
	for _, k := range t.keys {
		if r, ok := t.At(k, day); ok {
			codes[k] = r.Code
			below[r.Parent] = append(below[r.Parent], k)
		}
	}
	for _, children := range below {
		slices.SortFunc(children, func(a, b Key) int {
			return cmp.Or(strings.Compare(codes[a], codes[b]), strings.Compare(string(a), string(b)))
		})
	}
	t.days.Store(day, below)
	return below
}

// Below gives all units under key on day, each before those under it. A
// circle in the data ends the walk.
func (t *Tree) Below(key Key, day time.Time) []Key {
	children, seen := t.onDay(day), map[Key]bool{key: true}
	var all []Key
	var walk func(Key)
	walk = func(top Key) {
		for _, k := range children[top] {
			if !seen[k] {
				seen[k] = true
				all = append(all, k)
				walk(k)
			}
		}
	}
	walk(key)
	return all
}

// Within reports whether unit is top or lay below it on day.
func (t *Tree) Within(unit, top Key, day time.Time) bool {
	return unit == top || slices.Contains(t.Ancestors(unit, day), top)
}

// BesideAny reports whether a unit lay directly below the same unit as one of
// others on some day.
func (t *Tree) BesideAny(key Key, others []Key) bool {
	for _, other := range others {
		for _, a := range t.units[key].Rows {
			if slices.ContainsFunc(t.units[other].Rows, func(b Row) bool { return a.Parent != "" && a.Parent == b.Parent && a.overlaps(b) }) {
				return true
			}
		}
	}
	return false
}

// overlaps reports whether two rows hold on one day.
func (r Row) overlaps(other Row) bool {
	after := func(from, to time.Time) bool { return !from.IsZero() && !to.IsZero() && from.After(to) }
	return !after(r.From, other.To) && !after(other.From, r.To)
}

// Into gives the successions into key after one day and up to another, in
// order of date.
func (t *Tree) Into(key Key, after, upTo time.Time) []Succession {
	var found []Succession
	for _, s := range t.into[key] {
		if s.Date.After(after) && !s.Date.After(upTo) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b Succession) int { return a.Date.Compare(b.Date) })
	return found
}
