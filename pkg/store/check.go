package store

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// keyForm is the shape of keys and codes.
var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// checkCatalogue refuses a change that names what does not exist, or breaks
// what already counts on the catalogue. All that is wrong is listed.
func (w *writer) checkCatalogue(c *indicator.Catalogue, change indicator.Change) error {
	var faults errs.Faults
	tree := treeAfter(c.Tree, change)
	checkUnits(tree, change.Units, &faults)
	for _, s := range change.Successions {
		if !tree.Has(s.From) || !tree.Has(s.To) || s.From == s.To {
			faults.Add(successionObject(newSuccessionRecord(s)), errs.E(errs.Invalid, "save.succession_units"))
		}
	}
	for _, t := range change.Tiles {
		if !tree.Has(t.Unit) {
			faults.Add(string(t.Unit), unknownUnit(t.Unit))
		}
	}
	for _, o := range change.Outlines {
		if !tree.Has(o.Unit) {
			faults.Add(string(o.Unit), unknownUnit(o.Unit))
		}
		if !o.Closed() {
			faults.Add(string(o.Unit), errs.E(errs.Invalid, "unitmap.no_area"))
		}
	}
	checkCodes(change, &faults)
	for _, t := range change.Terms {
		if !wellFormed(t.Vi, t.En, t.Dimension, t.Factor) {
			faults.Add(string(t.Sort), badText())
		}
	}
	for _, l := range change.Levels {
		if !wellFormed(l.NameVi, l.NameEn, l.PhraseVi, l.PhraseEn) {
			faults.Add(l.Code, badText())
		}
	}
	exists := func(code indicator.Code) bool {
		_, stored := c.Indicators[code]
		return stored || slices.ContainsFunc(change.Indicators, func(i indicator.Indicator) bool { return i.Code == code })
	}
	for _, i := range change.Indicators {
		checkIndicator(i, exists, &faults)
	}
	checkSets(c, change, tree, exists, &faults)
	if err := w.checkFixed(c, change.Indicators, &faults); err != nil {
		return err
	}
	return faults.Err()
}

// treeAfter gives the units as they will be.
func treeAfter(before *org.Tree, change indicator.Change) *org.Tree {
	if len(change.Units) == 0 {
		return before
	}
	units := make([]org.Unit, 0, len(change.Units))
	for _, key := range before.Keys() {
		u, _ := before.Unit(key)
		units = append(units, u)
	}
	return org.NewTree(append(units, change.Units...), nil)
}

func checkCodes(change indicator.Change, faults *errs.Faults) {
	var codes []string
	for _, u := range change.Units {
		codes = append(codes, string(u.Key))
	}
	for _, l := range change.Levels {
		codes = append(codes, l.Code)
	}
	for _, i := range change.Indicators {
		codes = append(codes, string(i.Code))
	}
	for _, code := range codes {
		if !keyForm.MatchString(code) {
			faults.Add(code, errs.E(errs.Invalid, "save.key_form", "key", code))
		}
	}
}

func checkUnits(tree *org.Tree, units []org.Unit, faults *errs.Faults) {
	days := boundaries(tree)
	for _, changed := range units {
		u, _ := tree.Unit(changed.Key)
		place := string(u.Key)
		if len(u.Rows) == 0 {
			faults.Add(place, errs.E(errs.Invalid, "save.unit_empty"))
		}
		for i, r := range u.Rows {
			if r.Parent != "" && !tree.Has(r.Parent) {
				faults.Add(place, unknownUnit(r.Parent))
			}
			if r.Name == "" {
				faults.Add(place, errs.E(errs.Invalid, "save.name_missing"))
			}
			if !wellFormed(r.Name, r.Code, r.Kind, r.Document) {
				faults.Add(place, badText())
			}
			if !r.To.IsZero() && r.To.Before(r.From) || i > 0 && overlap(u.Rows[i-1], r) {
				faults.Add(place, errs.E(errs.Invalid, "save.unit_dates"))
			}
		}
		if inCircle(tree, u.Key, days) {
			faults.Add(place, errs.E(errs.Invalid, "save.unit_circle"))
		}
	}
}

// wellFormed reports whether texts can be stored: PostgreSQL takes neither NUL
// nor what is not UTF-8, and SQLite must hold nothing that cannot move there.
func wellFormed(texts ...string) bool {
	return !slices.ContainsFunc(texts, func(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) })
}

func badText() *errs.Error { return errs.E(errs.Invalid, "save.text_unreadable") }

// overlap reports whether a row is still valid when the next one begins.
func overlap(a, b org.Row) bool {
	return b.From.IsZero() || a.To.IsZero() || !a.To.Before(b.From)
}

// boundaries gives the days on which the tree may change: between them it is
// the same every day.
func boundaries(tree *org.Tree) []time.Time {
	days := []time.Time{time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)}
	seen := map[time.Time]bool{}
	for _, key := range tree.Keys() {
		u, _ := tree.Unit(key)
		for _, r := range u.Rows {
			if !r.From.IsZero() && !seen[r.From] {
				seen[r.From] = true
				days = append(days, r.From)
			}
		}
	}
	return days
}

// inCircle reports whether a unit lies below itself on any of the days: then
// the way up ends at a unit that has a parent.
func inCircle(tree *org.Tree, unit org.Key, days []time.Time) bool {
	return slices.ContainsFunc(days, func(day time.Time) bool {
		top := unit
		if up := tree.Ancestors(unit, day); len(up) > 0 {
			top = up[len(up)-1]
		}
		parent := tree.Parent(top, day)
		return parent != "" && tree.Has(parent)
	})
}

func checkSets(c *indicator.Catalogue, change indicator.Change, tree *org.Tree, exists func(indicator.Code) bool, faults *errs.Faults) {
	levels := map[string]bool{}
	for _, l := range append(slices.Clone(c.Levels), change.Levels...) {
		levels[l.Code] = true
	}
	for _, s := range change.Sets {
		place := setObject(indicator.SetKey{Unit: s.Unit, Year: s.Year})
		if !tree.Has(s.Unit) {
			faults.Add(place, unknownUnit(s.Unit))
		}
		seen := map[indicator.Code]bool{}
		for _, r := range s.Rows {
			switch {
			case !exists(r.Indicator):
				faults.Add(place, unknownIndicator(r.Indicator))
			case seen[r.Indicator]:
				faults.Add(place, errs.E(errs.Invalid, "save.set_row_twice", "indicator", string(r.Indicator)))
			}
			seen[r.Indicator] = true
			if !levels[r.Judging] {
				faults.Add(place, unknownLevel(r.Judging))
			}
		}
	}
}
