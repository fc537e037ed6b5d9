package exchange_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A store that fails is not a fault of the files: its error comes as it is.
func TestErrorsOfTheState(t *testing.T) {
	gone := errors.New("the database is gone")
	figures := file("f.csv", figuresHeader, "lechan,chi_ns,2022,1,official,,,,,")
	tests := []struct {
		name  string
		spoil func(*indicator.State)
		file  exchange.File
	}{
		{"figures", func(s *indicator.State) {
			s.Figures = func([]indicator.CellKey) (map[indicator.CellKey][]indicator.Figure, error) { return nil, gone }
		}, figures},
		{"locks", func(s *indicator.State) {
			s.Locked = func(org.Key, period.Period) (bool, error) { return false, gone }
		}, figures},
		{"plans", func(s *indicator.State) {
			s.Plans = func([]indicator.PlanKey) (map[indicator.PlanKey][]indicator.Plan, error) { return nil, gone }
		}, file("p.csv", briefPlans, "lechan,thu_ns,2022,city,,5,")},
		{"use", func(s *indicator.State) {
			s.Used = func([]indicator.Code) (map[indicator.Code]bool, error) { return nil, gone }
		}, file("i.csv", indicatorsHeader, "thu_ns,Thu,,tỷ đồng,4,1,,amount,higher,,sum,sum,,,,,,,,")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			state := base(t).state()
			tt.spoil(state)
			if _, _, err := exchange.Decide(state, exchange.Read(tt.file)); !errors.Is(err, gone) {
				t.Errorf("error %v, want that of the state", err)
			}
		})
	}
}

// A batch may be decided again, as a store does that has to begin anew, and
// against another state.
func TestBatchDecidedAgain(t *testing.T) {
	b := exchange.Read(file("f.csv", figuresHeader, "lechan,chi_ns,2022,1,official,,,,,", "nowhere,chi_ns,2022,1,official,,,,,"))
	for range 3 {
		_, _, err := exchange.Decide(base(t).state(), b)
		same(t, "faults", brief(err), []string{"f.csv:3 unit unknown_unit"})
	}
	good := exchange.Read(workbook(t, "b.xlsx", figuresSheet("x", nil)))
	for range 2 {
		change, _, err := exchange.Decide(base(t).state(), good)
		if err != nil || len(change.Figures) != 1 || change.Figures[0].Status != indicator.NotApplicable {
			t.Errorf("figures %+v, %v", change.Figures, err)
		}
	}
	m := base(t)
	delete(m.Indicators, "chi_ns")
	_, _, err := exchange.Decide(m.state(), good)
	same(t, "without the indicator", brief(err), []string{"b.xlsx:Số liệu!B2 indicator unknown_indicator"})
}

// An empty installation has nothing, not even a tree.
func TestEmptyState(t *testing.T) {
	state := &indicator.State{Now: now}
	change, report, err := exchange.Decide(state, exchange.Read(file("u.csv", unitsHeader, "x,,X,xã,,,,")))
	if err != nil || len(change.Units) != 1 || report.Counts[exchange.Units].New != 1 {
		t.Errorf("change %+v, report %+v, %v", change, report, err)
	}
	change, report, err = exchange.Decide(state, exchange.Read())
	if err != nil || report.Changes() || len(change.Units) > 0 {
		t.Errorf("no files: %+v, %v", report, err)
	}
}

// The ways to write when a figure was made known. A day begins in the zone.
func TestWaysOfAsOf(t *testing.T) {
	for text, want := range map[string]string{
		"2022-12-09":                "2022-12-08T17:00:00Z",
		"2022-12-09T10:20:30Z":      "2022-12-09T10:20:30Z",
		"2022-12-09T10:20:30+07:00": "2022-12-09T03:20:30Z",
		"2022-12-09T10:20:30.9Z":    "2022-12-09T10:20:30Z",
		" 2022-12-09 ":              "2022-12-08T17:00:00Z",
	} {
		m := base(t)
		m.take(t, file("f.csv", figuresHeader, "lechan,chi_ns,2022,1,official,,,,"+text+","))
		if got := m.figures[cellKey("lechan", "chi_ns", "2022")][0].Dated.Format(time.RFC3339); got != want {
			t.Errorf("as_of %q is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"09/12/2022", "2022", "2022-12", "2022-12-09 10:00:00", "2022-12-09T10:00", "1800-01-01", "2022-02-30", "now"} {
		_, _, err := base(t).decide(file("f.csv", figuresHeader, "lechan,chi_ns,2022,1,official,,,,"+text+","))
		if got := strings.Join(brief(err), " "); !strings.HasPrefix(got, "f.csv:2 as_of bad_") {
			t.Errorf("as_of %q: %q", text, got)
		}
	}
}

// An earlier row of one cell counts for the later ones of the same files.
func TestRowsOfOneCellInOrder(t *testing.T) {
	tests := []struct {
		name string
		rows []string
		want []string
	}{
		{"withdrawn after it came", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,", "lechan,chi_ns,2022,,withdrawn,,,sai,2022-07-01,"}, nil},
		{"withdrawn twice", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,", "lechan,chi_ns,2022,,withdrawn,,,sai,2022-07-01,", "lechan,chi_ns,2022,,withdrawn,,,vẫn sai,2022-08-01,"}, []string{"f.csv:4 status nothing_to_withdraw"}},
		{"lower without a note", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,", "lechan,chi_ns,2022,2,estimate,,,,2022-07-01,"}, []string{"f.csv:3 note lower_status_needs_note"}},
		{"after a withdrawal any status", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,", "lechan,chi_ns,2022,,withdrawn,,,sai,2022-07-01,", "lechan,chi_ns,2022,2,estimate,,,,2022-08-01,"}, nil},
		{"a history by its versions", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,1", "lechan,chi_ns,2022,2,official,,,,2022-06-01,2", "lechan,chi_ns,2022,3,official,,,,2022-06-01,3"}, nil},
		{"a history with a gap", []string{"lechan,chi_ns,2022,1,official,,,,2022-06-01,1", "lechan,chi_ns,2022,3,official,,,,2022-06-02,3"}, []string{"f.csv:3 version figure_conflict"}},
		{"rolled up now, typed before", []string{"haiphong,thu_ns,2022,1,official,,,,2022-06-01,", "haiphong,thu_ns,2022,,withdrawn,,,tổng hợp,2022-07-01,"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := base(t).decide(file("f.csv", append([]string{figuresHeader}, tt.rows...)...))
			same(t, "faults", brief(err), tt.want)
		})
	}
}

// A ratio cannot be typed where its operands come from their months.
func TestRatioOfDerivedOperands(t *testing.T) {
	m := newMemory()
	m.take(t, file("units.csv", unitsHeader, "x,,X,xã,,,,"), file("indicators.csv", indicatorsHeader,
		"a,A,,hộ,0,0,,count,higher,,sum,sum,,,,,,,,", "b,B,,hộ,0,0,,count,higher,,sum,last,,,,,,,,", "r,R,,%,2,2,,rate,higher,,ratio,none,a,b,,,,,,"))
	rows := []string{figuresHeader}
	for _, month := range []string{"01", "02", "03"} {
		rows = append(rows, "x,a,2022-M"+month+",1,official,,,,,", "x,b,2022-M"+month+",10,official,,,,,")
	}
	typed := "x,r,2022-Q1,30,official,,,,,"
	_, _, err := m.decide(file("f.csv", append(rows, typed)...))
	same(t, "with all months", brief(err), []string{"f.csv:8 indicator ratio_typed"})
	_, _, err = m.decide(file("f.csv", append(rows[:len(rows)-1:len(rows)-1], typed)...))
	same(t, "with a month missing", brief(err), nil)
}

// Faults of one row do not hide behind each other, and a row that is refused
// still tells that its unit or indicator is known.
func TestNoFaultHidesOrCausesAnother(t *testing.T) {
	_, _, err := base(t).decide(
		file("units.csv", unitsHeader, "x,,,phường,lechan,,,", "y,,Y,phường,x,,,"),
		file("indicators.csv", indicatorsHeader, "neu,,,tấn,1,1,,amount,higher,,sum,sum,,,,,,,,"),
		file("levels.csv", levelsHeader, "mới,9,,,,"),
		file("figures.csv", figuresHeader, "x,neu,2022,12345.678,official,,,,,", "y,neu,2022,x,official,,,,,"),
		file("plans.csv", briefPlans, "y,neu,2022,city,range,5,1e4", "x,neu,2023,city,~,a,"))
	same(t, "faults", brief(err), []string{
		"units.csv:2 name needed", "indicators.csv:2 name_vi needed",
		"levels.csv:2 level bad_key", "levels.csv:2 name_vi needed", "levels.csv:2 phrase_vi needed",
		"figures.csv:3 value number.not_plain",
		"plans.csv:2 high number.not_plain", "plans.csv:3 operator not_one_of", "plans.csv:3 low number.not_plain",
	})
}

// Merging rows of the smaller tables.
func TestSmallTablesMerge(t *testing.T) {
	m := base(t)
	m.take(t, file("t.csv", tilesHeader, "lechan,1,1"), file("s.csv", successionHeader, "lechan,anbien,2025-07-01,part,1669/NQ"))
	tests := []struct {
		name string
		file exchange.File
		kind exchange.Kind
		want exchange.Count
	}{
		{"levels", file("l.csv", levelsHeader, "city,2,Thành phố giao,City,kế hoạch thành phố giao,plan assigned by the city", "council,5,HĐND giao,Council,kế hoạch HĐND giao,x", "x,9,X,,kế hoạch x,"), exchange.Levels, exchange.Count{New: 1, Changed: 1, Unchanged: 1}},
		{"terms without factors", file("t.csv", "sort,vi,en", "measure,tỷ đồng,billion VND", "measure,tấn,tonne", "kind,quận,borough"), exchange.Terms, exchange.Count{New: 1, Changed: 1, Unchanged: 1}},
		{"tiles", file("t.csv", tilesHeader, "lechan,1,1", "anbien,1,2"), exchange.Tiles, exchange.Count{New: 1, Unchanged: 1}},
		{"tiles moved", file("t.csv", tilesHeader, "lechan,2,1"), exchange.Tiles, exchange.Count{Changed: 1}},
		{"successions without documents", file("s.csv", "from,to,date,share", "lechan,anbien,2025-07-01,part"), exchange.Successions, exchange.Count{Unchanged: 1}},
		{"successions whole", file("s.csv", "from,to,date,share", "lechan,anbien,2025-07-01,whole", "lechan,haiphong,2026-01-01,part"), exchange.Successions, exchange.Count{New: 1, Changed: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			change, report, err := m.decide(tt.file)
			if err != nil || report.Counts[tt.kind] != tt.want {
				t.Errorf("counts %+v, %v; want %+v", report.Counts[tt.kind], err, tt.want)
			}
			for _, s := range change.Successions {
				if s.To == "anbien" && s.Document != "1669/NQ" {
					t.Errorf("the document was not kept: %+v", s)
				}
			}
			for _, x := range change.Terms {
				if x.Vi == "tỷ đồng" {
					t.Errorf("an unchanged term is written: %+v", x)
				}
			}
		})
	}
}
