package exchange_test

import (
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

func cellKey(unit, code, p string) indicator.CellKey {
	return indicator.CellKey{Unit: indicator.UnitKey(unit), Indicator: indicator.Code(code), Period: period.MustParse(p)}
}

func TestFiguresRefused(t *testing.T) {
	refuse(t, []refusal{
		one("unknown codes, each named", figuresHeader, []string{
			"nowhere,thu_ns,2022,1,official,,,,,",
			"lechan,no_such,2022,1,official,,,,,",
			"Lê Chân,thu_ns,2022,1,official,,,,,",
		}, "figures.csv:2 unit unknown_unit", "figures.csv:3 indicator unknown_indicator", "figures.csv:4 unit bad_key", "figures.csv:4 unit unknown_unit"),
		one("every wrong cell of one row", figuresHeader, []string{
			"nowhere,no_such,2022-YTD13,1e5,final,,guess,,yesterday,x",
		}, "figures.csv:2 unit unknown_unit", "figures.csv:2 indicator unknown_indicator", "figures.csv:2 period period.unknown",
			"figures.csv:2 value number.not_plain", "figures.csv:2 status not_one_of", "figures.csv:2 origin not_one_of",
			"figures.csv:2 as_of bad_date", "figures.csv:2 version bad_whole"),
		one("other spellings of numbers", figuresHeader, []string{
			"lechan,thu_ns,2018,+5,official,,,,,", "lechan,thu_ns,2017,5.,official,,,,,", "lechan,thu_ns,2016,.5,official,,,,,",
			`lechan,thu_ns,2015,"1,5",official,,,,,`, "lechan,thu_ns,2014,1 000,official,,,,,", "lechan,thu_ns,2013,１２３,official,,,,,",
			"lechan,thu_ns,2012,NaN,official,,,,,", "lechan,thu_ns,2011,Inf,official,,,,,", "lechan,thu_ns,2010,'-5,official,,,,,",
		}, "figures.csv:2 value number.not_plain", "figures.csv:3 value number.not_plain", "figures.csv:4 value number.not_plain",
			"figures.csv:5 value number.not_plain", "figures.csv:6 value number.not_plain", "figures.csv:7 value number.not_plain",
			"figures.csv:8 value number.not_plain", "figures.csv:9 value number.not_plain", "figures.csv:10 value number.not_plain"),
		one("too large, too many decimals", figuresHeader, []string{
			"lechan,thu_ns,2018," + strings.Repeat("9", 30) + ",official,,,,,", "lechan,thu_ns,2017,1.2345,official,,,,,",
		}, "figures.csv:2 value number.too_large", "figures.csv:3 value number.too_many_decimals"),
		one("one cell twice", figuresHeader, []string{
			"lechan,thu_ns,2020,1,official,,,,,", "lechan,thu_ns,2020,2,official,,,,,",
			"lechan,chi_ns,2020,1,official,,,,2021-01-01,", "lechan,chi_ns,2020,2,official,,,,2021-01-01T00:00:00+07:00,",
		}, "figures.csv:3 doubled", "figures.csv:5 doubled"),
		one("value and status", figuresHeader, []string{
			"lechan,thu_ns,2020,,official,,,,,", "lechan,thu_ns,2022,5,withdrawn,,,sai,,", "lechan,chi_ns,2022,5,not_applicable,,,,,", "lechan,chi_ns,2021,5,,,,,,",
		}, "figures.csv:2 value status_needs_value", "figures.csv:3 value status_without_value", "figures.csv:4 value status_without_value", "figures.csv:5 status needed_choice"),
		one("withdrawn", figuresHeader, []string{
			"lechan,thu_ns,2022,,withdrawn,,, ,,", "lechan,chi_ns,2022,,withdrawn,,,sai,,",
		}, "figures.csv:2 note withdrawn_needs_reason", "figures.csv:3 status nothing_to_withdraw"),
		one("lower status", figuresHeader, []string{"lechan,thu_ns,2021,1500,preliminary,,,,,"},
			"figures.csv:2 note lower_status_needs_note"),
		one("as_of", figuresHeader, []string{
			"lechan,thu_ns,2022,5,official,,,,2022-12-21,", "lechan,thu_ns,2021,5,official,,,,2022-03-30,", "lechan,chi_ns,2021,5,official,,,,2022-13-01,",
			"lechan,chi_ns,2020,5,official,,,,2022-12-01T25:00:00Z,",
		}, "figures.csv:2 as_of as_of_in_future", "figures.csv:3 as_of as_of_before_newest", "figures.csv:4 as_of bad_date", "figures.csv:5 as_of bad_time"),
		one("another version than the newest", figuresHeader, []string{
			"lechan,thu_ns,2022,5,official,,,,,0", "lechan,chi_ns,2022,5,official,,,,,1",
		}, "figures.csv:2 version figure_conflict", "figures.csv:3 version figure_conflict"),
		one("typed over a roll-up", figuresHeader, []string{"haiphong,thu_ns,2022,5,official,,,,,", "haiphong,thu_ns,2022-Q1,,not_applicable,,,,,"},
			"figures.csv:2 indicator rollup_typed", "figures.csv:3 indicator rollup_typed"),
		one("typed over a computed ratio", figuresHeader, []string{"lechan,tl_ngheo,2022,0.25,official,,,,,"},
			"figures.csv:2 indicator ratio_typed"),
		one("a ratio and its operands in one file", figuresHeader, []string{
			"anbien,tl_ngheo,2022,0.25,official,,,,,", "anbien,ho,2022,100,official,,,,,", "anbien,ho_ngheo,2022,1,official,,,,,",
		}, "figures.csv:2 indicator ratio_typed"),
		one("periods of another spelling", figuresHeader, []string{
			"lechan,thu_ns,2022-YTD03,5,official,,,,,", "lechan,thu_ns,2022-q1,5,official,,,,,", "lechan,thu_ns,,5,official,,,,,",
		}, "figures.csv:2 period period.other_spelling", "figures.csv:3 period period.other_spelling", "figures.csv:4 period needed"),
	})
}

func TestLockedFiguresRefused(t *testing.T) {
	m := base(t)
	m.locked["lechan/2022"] = true
	_, _, err := m.decide(file("figures.csv", figuresHeader,
		"lechan,thu_ns,2022,940.133,estimate,,,,,", // as it is: no change
		"lechan,thu_ns,2022-Q1,200,official,,,,,",
		"lechan,chi_ns,2022,900,official,,,,,"))
	same(t, "faults", brief(err), []string{"figures.csv:4 locked"})
	if errs.KindOf(err) != errs.Locked {
		t.Errorf("kind %v, want locked", errs.KindOf(err))
	}
}

func TestConflictIsAConflict(t *testing.T) {
	_, _, err := base(t).decide(file("figures.csv", figuresHeader, "lechan,thu_ns,2022,5,official,,,,,0"))
	if errs.KindOf(err) != errs.Conflict {
		t.Errorf("kind %v, want conflict", errs.KindOf(err))
	}
	if got := strings.Join(lines(i18n.Vi, err), ""); !strings.Contains(got, "940,133") {
		t.Errorf("%q does not say what is stored", got)
	}
}

func TestFiguresAdded(t *testing.T) {
	tests := []struct {
		name, row string
		want      indicator.Figure // of the newest version; value in Source of want is not looked at
		value     string
		counts    exchange.Count
	}{
		{"a new cell", "lechan,chi_ns,2022,10.5,official,Báo cáo,,ghi chú,,", indicator.Figure{Status: indicator.Final, Version: 1, Source: "Báo cáo", Note: "ghi chú"}, "10.5", exchange.Count{New: 1}},
		{"the next version", "lechan,thu_ns,2022,950,official,,,,,1", indicator.Figure{Status: indicator.Final, Version: 2}, "950", exchange.Count{Changed: 1}},
		{"the same again", "lechan,thu_ns,2022,940.1330,estimate,,,,,", indicator.Figure{Status: indicator.Estimate, Version: 1}, "940.133", exchange.Count{Unchanged: 1}},
		{"the same with an old version", "lechan,thu_ns,2022,940.133,estimate,,,,,0", indicator.Figure{Status: indicator.Estimate, Version: 1}, "940.133", exchange.Count{Unchanged: 1}},
		{"the same with a note", "lechan,thu_ns,2022,940.133,estimate,,,tăng thu,,", indicator.Figure{Status: indicator.Estimate, Version: 2, Note: "tăng thu"}, "940.133", exchange.Count{Changed: 1}},
		{"the same from another source", "lechan,thu_ns,2022,940.133,estimate,Kho bạc,,,,", indicator.Figure{Status: indicator.Estimate, Version: 2, Source: "Kho bạc"}, "940.133", exchange.Count{Changed: 1}},
		{"a negative figure", "lechan,chi_ns,2022,-3.5,official,,,,,", indicator.Figure{Status: indicator.Final, Version: 1}, "-3.5", exchange.Count{New: 1}},
		{"zero is a figure", "lechan,chi_ns,2022,0,official,,,,,", indicator.Figure{Status: indicator.Final, Version: 1}, "0", exchange.Count{New: 1}},
		{"not applicable", "lechan,chi_ns,2022,,not_applicable,,,,,", indicator.Figure{Status: indicator.NotApplicable, Version: 1}, "", exchange.Count{New: 1}},
		{"withdrawn with a reason", "lechan,thu_ns,2022,,withdrawn,,,nhập nhầm,,", indicator.Figure{Status: indicator.Withdrawn, Version: 2, Note: "nhập nhầm"}, "", exchange.Count{Changed: 1}},
		{"a lower status with a note", "lechan,thu_ns,2021,1500,preliminary,,,theo Kho bạc,,", indicator.Figure{Status: indicator.Preliminary, Version: 2, Note: "theo Kho bạc"}, "1500", exchange.Count{Changed: 1}},
		{"a ratio without its operands", "anbien,tl_ngheo,2022,0.25,official,,,,,", indicator.Figure{Status: indicator.Final, Version: 1}, "0.25", exchange.Count{New: 1}},
		{"a ratio from before its operands", "lechan,tl_ngheo,2022,0.25,estimate,,,,2022-12-08,", indicator.Figure{Status: indicator.Estimate, Version: 1}, "0.25", exchange.Count{New: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := base(t)
			report := m.take(t, file("figures.csv", figuresHeader, tt.row))
			if report.Counts[exchange.Figures] != tt.counts {
				t.Errorf("counts %+v, want %+v", report.Counts[exchange.Figures], tt.counts)
			}
			part := strings.Split(tt.row, ",")
			versions := m.figures[cellKey(part[0], part[1], part[2])]
			got, value := versions[len(versions)-1], ""
			if got.Value != nil {
				value = got.Value.String()
			}
			if got.Status != tt.want.Status || got.Version != tt.want.Version || got.Source != tt.want.Source || got.Note != tt.want.Note || value != tt.value {
				t.Errorf("newest %+v value %q, want %+v value %q", got, value, tt.want, tt.value)
			}
		})
	}
}

// Rows of one cell with different as_of are its versions, in that order.
func TestVersionsOfOneCell(t *testing.T) {
	m := base(t)
	m.take(t, file("figures.csv", figuresHeader,
		"lechan,chi_ns,2022,30,official,,,,,",
		"lechan,chi_ns,2022,10,estimate,,,,2022-06-01,",
		"lechan,chi_ns,2022,20,preliminary,,,,2022-09-01T12:00:00Z,"))
	var got []string
	for _, f := range m.figures[cellKey("lechan", "chi_ns", "2022")] {
		got = append(got, f.Value.String()+" "+f.Dated.UTC().Format(time.RFC3339))
	}
	same(t, "versions", got, []string{"10 2022-05-31T17:00:00Z", "20 2022-09-01T12:00:00Z", "30 2022-12-20T03:00:00Z"})
	// The older rows again: each is its own version and changes nothing.
	report := m.take(t, file("figures.csv", figuresHeader, "lechan,chi_ns,2022,10,estimate,,,,2022-06-01,", "lechan,chi_ns,2022,20,preliminary,,,,2022-09-01T12:00:00Z,"))
	if want := (exchange.Count{Unchanged: 2}); report.Counts[exchange.Figures] != want {
		t.Errorf("again: %+v, want %+v", report.Counts[exchange.Figures], want)
	}
}

// A column that is not there keeps what is stored; an empty cell does not.
func TestAbsentColumnsKeep(t *testing.T) {
	m := base(t)
	m.take(t, file("a.csv", "unit,indicator,period,value,status", "lechan,thu_ns,2021,1542,official"))
	m.take(t, file("b.csv", "unit,indicator,period,value,status,origin", "lechan,thu_ns,2021,1543,official,"))
	versions := m.figures[cellKey("lechan", "thu_ns", "2021")]
	if len(versions) != 3 || versions[1].Origin != indicator.Derived || versions[2].Origin != indicator.Reported {
		t.Errorf("origins of %+v, want derived, derived, none", versions)
	}
}

func TestFigureOfAUnitNotThereIsADoubt(t *testing.T) {
	m := base(t)
	m.now = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	report := m.take(t, file("figures.csv", figuresHeader, "lechan,chi_ns,2025-M07,5,official,,,,,", "lechan,chi_ns,2025,5,official,,,,,"))
	same(t, "doubts", brief(report.Doubts.Err()), []string{"figures.csv:2 period unit_not_there"})
}
