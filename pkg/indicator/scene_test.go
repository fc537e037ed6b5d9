package indicator_test

import (
	"math/big"
	"testing"
	"time"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// rat reads "27037.5" or "1/3".
func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

// shown prints a number in full where it has finite decimals, else as a
// fraction; none is a dash.
func shown(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	if n, ok := r.FloatPrec(); ok {
		return r.FloatString(n)
	}
	return r.RatString()
}

func value(o *Operand) string {
	if o == nil {
		return "–"
	}
	return shown(o.Rat)
}

func key(r *Reason) string {
	if r == nil {
		return ""
	}
	return r.Key
}

// A scene is a book under construction.
type scene struct {
	t    *testing.T
	book *Book
}

// newScene has a city with two districts; lechan has three wards below it.
func newScene(t *testing.T, successions ...org.Succession) *scene {
	unit := func(k, parent org.Key, from, to time.Time) org.Unit {
		return org.Unit{Key: k, Rows: []org.Row{{Name: string(k), Kind: "đơn vị", Parent: parent, From: from, To: to}}}
	}
	open := time.Time{}
	tree := org.NewTree([]org.Unit{
		unit("haiphong", "", open, open),
		unit("lechan", "haiphong", open, open),
		unit("ngoquyen", "haiphong", open, open),
		unit("w1", "lechan", open, open),
		unit("w2", "lechan", open, open),
		unit("w3", "lechan", open, open),
		// Units of the year 2025: old1 and old2 end, new begins, goeson stays.
		unit("old1", "", open, day(2025, 6, 30)),
		unit("old2", "", open, day(2025, 6, 30)),
		unit("new", "", day(2025, 7, 1), open),
		unit("goeson", "", open, open),
	}, successions)
	return &scene{t, &Book{
		Tree: tree, Indicators: map[Code]Indicator{}, Sets: map[SetKey]Set{}, Figures: map[CellKey]Figure{}, Plans: map[PlanKey][]Plan{},
		Levels: []Level{{Code: "city", Position: 1}, {Code: "council", Position: 2}},
	}}
}

// sum is an indicator in billion dong that adds up over units and months.
func sum(code Code) Indicator {
	return Indicator{Code: code, NameVi: string(code), Measure: "tỷ đồng", Decimals: 2, Kind: Amount, Direction: Higher, Method: Ratio,
		OverUnits: OverSum, OverTime: OverSum, Base: SamePeriod, PriceBasis: CurrentPrices}
}

// rate is a percentage that is compared in points.
func rate(code Code, d Direction) Indicator {
	return Indicator{Code: code, NameVi: string(code), Measure: "%", Decimals: 2, Kind: Rate, Direction: d, Method: Points,
		OverUnits: OverNone, OverTime: OverNone, Base: SamePeriod, PriceBasis: CurrentPrices}
}

// add puts indicators into the catalogue.
func (s *scene) add(all ...Indicator) {
	for _, i := range all {
		s.book.Indicators[i.Code] = i
	}
}

// row puts an indicator into a unit's set, judged on the city's level.
func (s *scene) row(unit UnitKey, year int, code Code, source Source) {
	k := SetKey{Unit: unit, Year: year}
	set := s.book.Sets[k]
	set.Unit, set.Year = unit, year
	set.Rows = append(set.Rows, SetRow{Position: len(set.Rows) + 1, Indicator: code, Judging: "city", Source: source})
	s.book.Sets[k] = set
}

// figure enters the newest version of a cell, dated on a day of its own.
func (s *scene) figure(unit UnitKey, code Code, p, value string, status Status, change ...func(*Figure)) {
	s.t.Helper()
	k := CellKey{Unit: unit, Indicator: code, Period: period.MustParse(p)}
	f := Figure{CellKey: k, Version: s.book.Figures[k].Version + 1, Status: status, Dated: day(2022, 12, 9)}
	if value != "" {
		f.Value = s.amount(code, value)
	}
	for _, c := range change {
		c(&f)
	}
	s.book.Figures[k] = f
}

func (s *scene) amount(code Code, value string) *number.Amount {
	s.t.Helper()
	a, err := number.ParsePlain(value, s.book.Indicators[code].Decimals)
	if err != nil {
		s.t.Fatal(err)
	}
	return &a
}

// plan adds a version of a plan, in force from 1 January of its year.
func (s *scene) plan(unit UnitKey, code Code, year int, level, value string, change ...func(*Plan)) {
	s.t.Helper()
	k := PlanKey{Unit: unit, Indicator: code, Year: year, Level: level}
	p := Plan{PlanKey: k, Version: len(s.book.Plans[k]) + 1, Basis: Decided, Dated: day(year, 1, 1), Recorded: day(year, 1, 2),
		Target: Target{Operator: Equal, Low: *s.amount(code, value)}}
	for _, c := range change {
		c(&p)
	}
	s.book.Plans[k] = append(s.book.Plans[k], p)
}

// to makes a plan a range up to high, or gives it another operator.
func (s *scene) to(op Operator, code Code, high string) func(*Plan) {
	return func(p *Plan) {
		p.Target.Operator = op
		if high != "" {
			p.Target.High = s.amount(code, high)
		}
	}
}

// result computes one row of a unit's set.
func (s *scene) result(unit UnitKey, code Code, p string) Result {
	s.t.Helper()
	at := period.MustParse(p)
	for _, r := range s.book.Results(unit, at) {
		if r.Indicator.Code == code {
			return r
		}
	}
	s.t.Fatalf("%s has no row %s in %s", unit, code, p)
	return Result{}
}
