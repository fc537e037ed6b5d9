package exchange_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

var now = time.Date(2022, 12, 20, 3, 0, 0, 0, time.UTC)

// zone is seven hours ahead of UTC, as in Vietnam.
var zone = time.FixedZone("+07", 7*3600)

// A memory is a store of the simplest kind: what a change says is kept.
type memory struct {
	indicator.Catalogue
	units   map[org.Key]org.Unit
	figures map[indicator.CellKey][]indicator.Figure
	plans   map[indicator.PlanKey][]indicator.Plan
	locked  map[string]bool // "unit/period"
	now     time.Time
}

func newMemory() *memory {
	return &memory{
		Catalogue: indicator.Catalogue{Tree: org.NewTree(nil, nil), Indicators: map[indicator.Code]indicator.Indicator{}, Sets: map[indicator.SetKey]indicator.Set{}},
		units:     map[org.Key]org.Unit{},
		figures:   map[indicator.CellKey][]indicator.Figure{},
		plans:     map[indicator.PlanKey][]indicator.Plan{},
		locked:    map[string]bool{},
		now:       now,
	}
}

func (m *memory) state() *indicator.State {
	return &indicator.State{
		Catalogue: m.Catalogue, Now: m.now, Zone: zone,
		Figures: func(keys []indicator.CellKey) (map[indicator.CellKey][]indicator.Figure, error) {
			found := map[indicator.CellKey][]indicator.Figure{}
			for _, k := range keys {
				if v, ok := m.figures[k]; ok {
					found[k] = v
				}
			}
			return found, nil
		},
		Plans: func(keys []indicator.PlanKey) (map[indicator.PlanKey][]indicator.Plan, error) {
			found := map[indicator.PlanKey][]indicator.Plan{}
			for _, k := range keys {
				if v, ok := m.plans[k]; ok {
					found[k] = v
				}
			}
			return found, nil
		},
		Used: func(codes []indicator.Code) (map[indicator.Code]bool, error) {
			used := map[indicator.Code]bool{}
			for k := range m.figures {
				used[k.Indicator] = true
			}
			for k := range m.plans {
				used[k.Indicator] = true
			}
			return used, nil
		},
		Locked: func(unit org.Key, p period.Period) (bool, error) {
			return m.locked[string(unit)+"/"+p.String()], nil
		},
	}
}

// apply keeps what a change says.
func (m *memory) apply(c indicator.Change) {
	for _, u := range c.Units {
		m.units[u.Key] = u
	}
	successions := slices.DeleteFunc(m.Tree.Successions(), func(old org.Succession) bool {
		return slices.ContainsFunc(c.Successions, func(s org.Succession) bool {
			return s.From == old.From && s.To == old.To && s.Date.Equal(old.Date)
		})
	})
	m.Tree = org.NewTree(slices.Collect(maps.Values(m.units)), append(successions, c.Successions...))
	for _, l := range c.Levels {
		l.Version++
		m.Levels = append(slices.DeleteFunc(m.Levels, func(x indicator.Level) bool { return x.Code == l.Code }), l)
	}
	slices.SortFunc(m.Levels, func(a, b indicator.Level) int { return cmp.Compare(a.Position, b.Position) })
	for _, t := range c.Terms {
		m.Terms = append(slices.DeleteFunc(m.Terms, func(x i18n.Term) bool { return x.Sort == t.Sort && x.Vi == t.Vi }), t)
	}
	for _, i := range c.Indicators {
		i.Version++
		m.Indicators[i.Code] = i
	}
	for _, s := range c.Sets {
		s.Version++
		m.Sets[indicator.SetKey{Unit: s.Unit, Year: s.Year}] = s
	}
	for _, o := range c.Outlines {
		m.Outlines = append(slices.DeleteFunc(m.Outlines, func(x org.Outline) bool { return x.Unit == o.Unit }), o)
	}
	for _, t := range c.Tiles {
		m.Tiles = append(slices.DeleteFunc(m.Tiles, func(x indicator.Tile) bool { return x.Unit == t.Unit }), t)
	}
	m.append(c)
}

func (m *memory) append(c indicator.Change) {
	for _, p := range c.Plans {
		p.Version, p.Recorded = len(m.plans[p.PlanKey])+1, m.now
		m.plans[p.PlanKey] = append(m.plans[p.PlanKey], p)
	}
	for _, f := range c.Figures {
		f.Version, f.Recorded = len(m.figures[f.CellKey])+1, m.now
		if f.Dated.IsZero() {
			f.Dated = m.now
		}
		m.figures[f.CellKey] = append(m.figures[f.CellKey], f)
	}
}

func (m *memory) stored() exchange.Stored {
	return exchange.Stored{
		Catalogue: &m.Catalogue,
		EachFigure: func(take func(indicator.Figure) error) error {
			keys := slices.SortedFunc(maps.Keys(m.figures), func(a, b indicator.CellKey) int {
				return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Indicator, b.Indicator), period.Compare(a.Period, b.Period))
			})
			for _, k := range keys {
				for _, f := range m.figures[k] {
					if err := take(f); err != nil {
						return err
					}
				}
			}
			return nil
		},
		EachPlan: func(take func(indicator.Plan) error) error {
			keys := slices.SortedFunc(maps.Keys(m.plans), func(a, b indicator.PlanKey) int {
				return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Level, b.Level))
			})
			for _, k := range keys {
				for _, p := range m.plans[k] {
					if err := take(p); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

// file makes a CSV file of a header and rows, which may be written apart for
// reading.
func file(name string, lines ...string) exchange.File {
	return exchange.File{Name: name, Data: []byte(strings.Join(lines, "\n") + "\n")}
}

// decide reads and decides files without applying them.
func (m *memory) decide(files ...exchange.File) (indicator.Change, exchange.Report, error) {
	return exchange.Decide(m.state(), exchange.Read(files...))
}

// take imports files that must be sound.
func (m *memory) take(t testing.TB, files ...exchange.File) exchange.Report {
	t.Helper()
	change, report, err := m.decide(files...)
	if err != nil {
		t.Fatalf("refused:\n%s", strings.Join(lines(i18n.En, err), "\n"))
	}
	m.apply(change)
	return report
}

func lines(lang i18n.Lang, err error) []string {
	var all []string
	for _, l := range i18n.For(lang).Faults(err) {
		all = append(all, l.String())
	}
	return all
}

// brief gives faults as "place column key", which tests name.
func brief(err error) []string {
	var faults errs.Faults
	if !errors.As(err, &faults) {
		if err != nil {
			return []string{err.Error()}
		}
		return nil
	}
	var all []string
	for _, f := range faults {
		column, e := "", f.Err
		var inner *errs.Error
		if problem, ok := e.Args["problem"].(error); ok && e.Key == "exchange.in_column" && errors.As(problem, &inner) {
			column, e = fmt.Sprint(e.Args["column"], " "), inner
		} else if ok && e.Key == "unitmap.feature" && errors.As(problem, &inner) {
			e = inner
		}
		all = append(all, f.Place+" "+column+strings.TrimPrefix(e.Key, "exchange."))
	}
	return all
}

func export(t testing.TB, m *memory, f exchange.Format, k exchange.Kind) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Export(&b, f, k, m.stored()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same fails unless got and want hold the same lines.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
