package exchange_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// texts are what people write, and what makes readers stumble.
var randomTexts = []string{"", "Báo cáo", "=SUM(A1)", "+84", "-", "@x", "'quoted'", `a "b" c`, "a,b", "hai\ndòng", " spaces ", "#1", "_x0041_", "điểm %", "…", "\ttab"}

// A maker makes random states that the program could be in.
type maker struct {
	r *rand.Rand
	m *memory
}

func (k *maker) text() string { return randomTexts[k.r.IntN(len(randomTexts))] }

func (k *maker) amount(i indicator.Indicator) number.Amount {
	return number.New(k.r.Int64N(2_000_000)-1_000_000, i.Decimals)
}

var randomPeriods = []string{"2021", "2022", "2022-Q1", "2022-M05", "2022-YTD06", "1999"}

// figures adds versions to random cells, as the store would keep them.
func (k *maker) figures(n int) {
	units, codes := []org.Key{"lechan", "anbien"}, []indicator.Code{"chi_ns", "ss2010", "ho_ngheo"}
	for range n {
		key := indicator.CellKey{Unit: units[k.r.IntN(2)], Indicator: codes[k.r.IntN(3)], Period: period.MustParse(randomPeriods[k.r.IntN(len(randomPeriods))])}
		versions := k.m.figures[key]
		f := indicator.Figure{CellKey: key, Status: indicator.Statuses[k.r.IntN(3)], Source: k.text(), Note: "lý do " + k.text(), Dated: k.later(versions)}
		switch k.r.IntN(8) {
		case 0:
			f.Status = indicator.NotApplicable
		case 1:
			if len(versions) > 0 && versions[len(versions)-1].Status != indicator.Withdrawn {
				f.Status = indicator.Withdrawn
			}
		case 2:
			f.Origin = indicator.Illustrative
		}
		if f.Status.HasValue() {
			a := k.amount(k.m.Indicators[key.Indicator])
			f.Value = &a
		}
		if len(versions) > 0 && versions[len(versions)-1].Same(f) {
			continue
		}
		k.m.append(indicator.Change{Figures: []indicator.Figure{f}})
	}
}

// later gives a time not before the newest version, at times the same second.
func (k *maker) later(versions []indicator.Figure) time.Time {
	at := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	if len(versions) > 0 {
		at = versions[len(versions)-1].Dated
	}
	return at.Add(time.Duration(k.r.IntN(3)) * 1000 * time.Second)
}

// plans adds versions to random plans.
func (k *maker) plans(n int) {
	for range n {
		key := indicator.PlanKey{Unit: "lechan", Indicator: []indicator.Code{"chi_ns", "ss2010"}[k.r.IntN(2)], Year: 2020 + k.r.IntN(3), Level: []string{"city", "council"}[k.r.IntN(2)]}
		versions, i := k.m.plans[key], k.m.Indicators[key.Indicator]
		p := indicator.Plan{PlanKey: key, Basis: indicator.Proposed, Source: k.text(), Note: "vì " + k.text(), Dated: time.Date(2021, 1, 1+k.r.IntN(300), 0, 0, 0, 0, time.UTC)}
		p.Target.Operator = indicator.Operators[k.r.IntN(len(indicator.Operators))]
		p.Target.Low = k.amount(i)
		if p.Target.Operator == indicator.Range {
			high := number.New(p.Target.Low.Count()+1+k.r.Int64N(50), i.Decimals)
			p.Target.High = &high
		}
		switch k.r.IntN(4) {
		case 0:
			p.Basis, p.Decision = indicator.Decided, indicator.Decision{Number: fmt.Sprint(k.r.IntN(9)+1, "/QĐ-UBND"), Date: time.Date(2021, 3, 1+k.r.IntN(28), 0, 0, 0, 0, time.UTC), Issuer: "UBND"}
		case 1:
			if len(versions) > 0 && !versions[len(versions)-1].Withdrawn {
				p.Withdrawn, p.Basis, p.Target = true, indicator.Unknown, indicator.Target{Operator: indicator.Equal}
			}
		}
		k.m.append(indicator.Change{Plans: []indicator.Plan{p}})
	}
}

// Whatever has been entered: an export changes nothing where it came from, and
// makes the same of an empty place.
func TestRandomStatesComeBack(t *testing.T) {
	for seed := range uint64(60) {
		k := maker{rand.New(rand.NewPCG(seed, 5)), base(t)}
		k.m.figures, k.m.plans = map[indicator.CellKey][]indicator.Figure{}, map[indicator.PlanKey][]indicator.Plan{}
		k.figures(25)
		k.plans(15)
		for _, format := range exchange.Formats {
			var files []exchange.File
			for _, kind := range exchange.Kinds {
				files = append(files, exchange.File{Name: string(kind) + "." + string(format), Data: export(t, k.m, format, kind)})
			}
			_, report, err := k.m.decide(files...)
			if err != nil || report.Changes() {
				t.Fatalf("seed %d, %s into itself: %+v\n%q", seed, format, report.Counts, lines(i18n.En, err))
			}
			fresh := newMemory()
			change, _, err := fresh.decide(files...)
			if err != nil {
				t.Fatalf("seed %d, %s: %q", seed, format, lines(i18n.En, err))
			}
			fresh.apply(change)
			for _, kind := range exchange.Kinds {
				if got, want := export(t, fresh, exchange.CSV, kind), export(t, k.m, exchange.CSV, kind); !bytes.Equal(got, want) {
					t.Fatalf("seed %d: %s differ after %s:\n%s\nwant\n%s", seed, kind, format, got, want)
				}
			}
		}
	}
}

// The order of files does not matter, nor does that of the rows of one file
// where each cell is named once.
func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	files := shipped(t)
	var want []byte
	for round := range 4 {
		m := newMemory()
		m.now = now.AddDate(4, 0, 0)
		shuffled := make([]exchange.File, 0, len(files))
		for _, f := range files {
			rows := bytes.SplitAfter(f.Data, []byte("\n"))
			if round > 0 && !bytes.HasPrefix(f.Data, []byte("sort,")) { // terms keep their order
				random.Shuffle(len(rows)-2, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
			}
			shuffled = append(shuffled, exchange.File{Name: f.Name, Data: bytes.Join(rows, nil)})
		}
		if round > 0 {
			random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		}
		m.take(t, shuffled...)
		var got []byte
		for _, kind := range exchange.Kinds {
			got = append(got, export(t, m, exchange.CSV, kind)...)
		}
		if round == 0 {
			want = got
		} else if !bytes.Equal(got, want) {
			t.Errorf("round %d: another order gives another state", round)
		}
	}
}

// One wrong cell, wherever it is, keeps everything out and is named.
func TestOneWrongCellAnywhere(t *testing.T) {
	m := base(t)
	random := rand.New(rand.NewPCG(2, 3))
	rows := []string{figuresHeader}
	for year := 1950; year < 2000; year++ {
		rows = append(rows, fmt.Sprintf("lechan,chi_ns,%d,%d.5,official,,,,,", year, year))
	}
	for range 40 {
		wrong := slices.Clone(rows)
		n := 1 + random.IntN(len(rows)-1)
		wrong[n] = fmt.Sprintf("lechan,chi_ns,%d,12a,official,,,,,", 1949+n)
		change, _, err := m.decide(file("f.csv", wrong...))
		same(t, "faults", brief(err), []string{fmt.Sprintf("f.csv:%d value number.not_plain", n+1)})
		if len(change.Figures) > 0 {
			t.Errorf("row %d: %d figures are to be written", n, len(change.Figures))
		}
	}
}
