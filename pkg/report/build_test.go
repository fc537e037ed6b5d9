package report

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

func TestBuildRefuses(t *testing.T) {
	d := leChan(t)
	year := period.MustParse("2022")
	tests := []struct {
		name string
		in   Input
		kind errs.Kind
		key  string
	}{
		{"unknown unit", Input{Unit: "nowhere", Period: year}, errs.NotFound, "report.unknown_unit"},
		{"no period", Input{Unit: "lechan"}, errs.Invalid, "report.no_period"},
		{"too many decimals", Input{Unit: "lechan", Period: year, Decimals: 4}, errs.Invalid, "report.decimals_range"},
		{"decimals below 0", Input{Unit: "lechan", Period: year, Decimals: -1}, errs.Invalid, "report.decimals_range"},
	}
	for _, tt := range tests {
		tt.in.Book = d.book
		_, err := Build(tt.in)
		var e *errs.Error
		if !errors.As(err, &e) || e.Kind != tt.kind || e.Key != tt.key {
			t.Errorf("%s: got %v, want %s %s", tt.name, err, tt.kind, tt.key)
		}
	}
	if _, err := BuildRow(Input{Book: d.book, Unit: "nowhere", Period: year}, d.set[0]); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a row of an unknown unit: %v", err)
	}
	if _, err := BuildRow(Input{Book: d.book, Unit: "lechan"}, d.set[0]); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a row of no period: %v", err)
	}
}

// One row alone is the row of the summary.
func TestBuildRow(t *testing.T) {
	d := leChan(t)
	row, err := BuildRow(Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022"), Decimals: 1}, d.set[3])
	if err != nil {
		t.Fatal(err)
	}
	if row.Sentence != published[3] || row.Verdict != "Dự kiến đạt" || row.Status != "ước" || row.Change != "bằng 61% so với cùng kỳ" {
		t.Errorf("got %q, %q, %q, %q", row.Sentence, row.Verdict, row.Status, row.Change)
	}
}

func TestSummaryHead(t *testing.T) {
	d := leChan(t)
	s := d.summary("2022", i18n.En)
	want := UnitName{Key: "lechan", Code: "305", Name: "Lê Chân district", Kind: "quận"}
	if s.Unit != want || !s.Estimated || s.Lang != i18n.En || !s.ComputedAt.Equal(time.Date(2022, 12, 9, 10, 30, 0, 0, time.UTC)) {
		t.Errorf("got %+v, estimated %t, computed at %s", s.Unit, s.Estimated, s.ComputedAt)
	}
	row := s.Rows[3]
	if row.Measure != "billion VND" || row.Group != "Economy" || row.Agency != "Economic office" {
		t.Errorf("terms: %q, %q, %q", row.Measure, row.Group, row.Agency)
	}
	if p := row.Plans[1]; p.LevelName != "Council" || p.Phrase != "plan assigned by the district council" || p.Text != "1,056.329" || p.Percent.Text != "89" || p.Verdict != "Expected to miss" {
		t.Errorf("council: %+v", p)
	}
	if got, want := Title(d.summary("2022-YTD06", i18n.Vi)), "Quận Lê Chân: kết quả thực hiện các chỉ tiêu 6 tháng đầu năm 2022"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

// The summary is as new as the newest version any row used, in whatever order
// they come.
func TestComputedAt(t *testing.T) {
	for _, late := range []indicator.Code{"gtsx_cn", "ban_le", "thu_ns"} {
		d := leChan(t)
		key := indicator.CellKey{Unit: "lechan", Indicator: late, Period: period.MustParse("2022")}
		f := d.book.Figures[key]
		f.Dated = time.Date(2023, 1, 15, 8, 0, 0, 0, time.UTC)
		d.book.Figures[key] = f
		if got := d.summary("2022", i18n.Vi).ComputedAt; !got.Equal(f.Dated) {
			t.Errorf("%s is newest: computed at %s", late, got)
		}
	}
}

// A unit is called as it was on the period's last day, and its kind with it.
func TestNamesOfThePeriod(t *testing.T) {
	end, begin := time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC), time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	tree := org.NewTree([]org.Unit{{Key: "thuynguyen", Rows: []org.Row{
		{Code: "311", Name: "Thủy Nguyên", Kind: "huyện", To: end}, {Code: "0311", Name: "Thủy Nguyên", Kind: "thành phố", From: begin},
	}}}, nil)
	tests := []struct {
		period, name, code, phrase string
	}{
		{"2024", "Huyện Thủy Nguyên", "311", "kế hoạch HĐND huyện giao"},
		{"2025-YTD06", "Huyện Thủy Nguyên", "311", "kế hoạch HĐND huyện giao"},
		{"2025", "Thành phố Thủy Nguyên", "0311", "kế hoạch HĐND thành phố giao"},
	}
	for _, tt := range tests {
		at := period.MustParse(tt.period)
		d := newDesk(t)
		d.book.Tree = tree
		i := indicator.Indicator{Code: "x", Method: indicator.Ratio}
		d.book.Indicators["x"] = i
		key := indicator.PlanKey{Unit: "thuynguyen", Indicator: "x", Year: at.Year, Level: "council"}
		d.book.Plans[key] = []indicator.Plan{{PlanKey: key, Target: indicator.Target{Operator: indicator.Equal, Low: amount(t, "1", 0)}}}
		d.book.Sets[indicator.SetKey{Unit: "thuynguyen", Year: at.Year}] = indicator.Set{Rows: []indicator.SetRow{{Position: 1, Indicator: "x", Judging: "council"}}}
		s, err := Build(Input{Book: d.book, Unit: "thuynguyen", Period: at, Lang: i18n.Vi, Decimals: 1})
		if err != nil {
			t.Fatal(err)
		}
		if s.Unit.Name != tt.name || s.Unit.Code != tt.code || s.Rows[0].Plans[0].Phrase != tt.phrase {
			t.Errorf("%s: %q, %q, %q", tt.period, s.Unit.Name, s.Unit.Code, s.Rows[0].Plans[0].Phrase)
		}
	}
	if got := NameOf(tree, nil, "nobody", end, i18n.Vi).Name; got != "nobody" {
		t.Errorf("an unknown unit is called %q", got)
	}
}

func TestMissing(t *testing.T) {
	d := newDesk(t)
	add := func(code indicator.Code, change func(*indicator.Indicator)) {
		i := indicator.Indicator{Code: code, NameVi: "Chỉ tiêu " + string(code)}
		if change != nil {
			change(&i)
		}
		d.add(i)
	}
	add("full", nil)
	add("empty", nil)
	add("unplanned", nil)
	add("neutral", func(i *indicator.Indicator) { i.Direction = indicator.Neutral })
	add("inapplicable", nil)
	add("none", func(i *indicator.Indicator) { i.Method = indicator.NoPercent })
	for _, code := range []indicator.Code{"full", "unplanned", "none"} {
		d.figure(code, "2022", "5", indicator.Final)
	}
	d.figure("full", "2021", "5", indicator.Final)
	d.figure("neutral", "2022", "5", indicator.Final)
	d.figure("inapplicable", "2022", "", indicator.NotApplicable)
	d.plan("full", "city", "=", "5")
	d.plan("empty", "city", "=", "5")
	d.plan("none", "city", "=", "5")
	s := d.summary("2022", i18n.Vi)
	var got []string
	for _, m := range s.Missing {
		got = append(got, string(m.Indicator)+" "+m.What)
	}
	want := []string{"empty actual", "empty previous", "unplanned plan", "unplanned previous", "neutral previous"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	lines := []string{"Chưa có số liệu: chỉ tiêu empty", "Chưa giao kế hoạch: chỉ tiêu unplanned", "Chưa có số liệu so sánh: chỉ tiêu empty, chỉ tiêu unplanned, chỉ tiêu neutral"}
	if got := MissingLines(s); !slices.Equal(got, lines) {
		t.Errorf("got %q\nwant %q", got, lines)
	}
}

func TestText(t *testing.T) {
	d := leChan(t)
	d.add(indicator.Indicator{Code: "giao_quan", NameVi: "Hoàn thành chỉ tiêu giao quân", Group: "Quốc phòng - an ninh", Method: indicator.NoPercent})
	d.plan("giao_quan", "city", "=", "100")
	want := `Quận Lê Chân: kết quả thực hiện các chỉ tiêu năm 2022
4/5 chỉ tiêu đạt và vượt kế hoạch thành phố giao (2 vượt, 2 đạt); 1 chưa có số liệu: hoàn thành chỉ tiêu giao quân.

I. Kinh tế
` + strings.Join(published, ".\n") + `.

II. Quốc phòng - an ninh
Hoàn thành chỉ tiêu giao quân: chưa có số liệu.

Chưa có số liệu: hoàn thành chỉ tiêu giao quân.
`
	if got := Text(d.summary("2022", i18n.Vi)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The JSON is an interface: every name and form is promised.
func TestJSON(t *testing.T) {
	d := leChan(t)
	d.set = d.set[3:]
	d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}] = indicator.Set{Rows: d.set}
	council := d.book.Plans[indicator.PlanKey{Unit: "lechan", Indicator: "thu_ns", Year: 2022, Level: "council"}]
	council[0].Basis = indicator.Decided
	council[0].Decision = indicator.Decision{Number: "12/NQ-HĐND", Date: time.Date(2021, 12, 20, 0, 0, 0, 0, time.UTC), Issuer: "HĐND quận", Title: "Giao dự toán"}
	d.add(indicator.Indicator{Code: "ngheo", NameVi: "Tỷ lệ hộ nghèo", Decimals: 2, Measure: "%", Kind: indicator.Rate, Direction: indicator.Lower})
	d.plan("ngheo", "city", indicator.Range, "0.1", "0.25")
	d.figure("ngheo", "2021", "0.08", indicator.Final)
	got, err := json.MarshalIndent(d.summary("2022", i18n.Vi), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "unit": {
  "key": "lechan",
  "code": "305",
  "name": "Quận Lê Chân"
 },
 "period": "2022",
 "lang": "vi",
 "decimals": 1,
 "computed_at": "2022-12-09T10:30:00Z",
 "tally": {
  "set": 2,
  "achieved": 1,
  "exceeded": 0,
  "met": 1,
  "not_met": 0,
  "in_progress": 0,
  "reached": 0,
  "no_data": 1,
  "no_plan": 0,
  "not_comparable": 0,
  "not_judged": 0,
  "not_applicable": 0,
  "text": "1/2 chỉ tiêu đạt và vượt kế hoạch thành phố giao (0 vượt, 1 đạt); 1 chưa có số liệu: tỷ lệ hộ nghèo"
 },
 "rows": [
  {
   "position": 4,
   "indicator": "thu_ns",
   "name": "Thu ngân sách nhà nước trên địa bàn",
   "measure": "tỷ đồng",
   "direction": "higher",
   "actual": {
    "value": "940.133",
    "text": "940,133",
    "status": "estimate",
    "version": 1,
    "origin": ""
   },
   "previous": {
    "value": "1541.202",
    "status": "official",
    "version": 1
   },
   "plans": [
    {
     "level": "city",
     "operator": "=",
     "low": "940.133",
     "high": null,
     "judging": true,
     "percent": "100",
     "gap": "0",
     "points": null,
     "verdict": "met",
     "reached": null,
     "basis": "unknown",
     "document": null
    },
    {
     "level": "council",
     "operator": "=",
     "low": "1056.329",
     "high": null,
     "judging": false,
     "percent": "89",
     "gap": "-116.196",
     "points": null,
     "verdict": "not_met",
     "reached": null,
     "basis": "decided",
     "document": {
      "number": "12/NQ-HĐND",
      "date": "2021-12-20",
      "issuer": "HĐND quận",
      "title": "Giao dự toán"
     }
    }
   ],
   "growth_percent": "-39",
   "ratio_percent": "61",
   "points": null,
   "verdict": "met",
   "reached": null,
   "reason": null,
   "sentence": "Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ"
  },
  {
   "position": 2,
   "indicator": "ngheo",
   "name": "Tỷ lệ hộ nghèo",
   "measure": "%",
   "direction": "lower",
   "actual": null,
   "previous": {
    "value": "0.08",
    "status": "official",
    "version": 1
   },
   "plans": [
    {
     "level": "city",
     "operator": "range",
     "low": "0.1",
     "high": "0.25",
     "judging": true,
     "percent": null,
     "gap": null,
     "points": null,
     "verdict": "no_data",
     "reached": null,
     "basis": "unknown",
     "document": null
    }
   ],
   "growth_percent": null,
   "ratio_percent": null,
   "points": null,
   "verdict": "no_data",
   "reached": null,
   "reason": null,
   "sentence": "Tỷ lệ hộ nghèo: chưa có số liệu"
  }
 ],
 "missing": [
  {
   "indicator": "ngheo",
   "what": "actual"
  }
 ]
}`
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

// A summary without rows has lists, not nulls, and nothing it was computed at.
func TestJSONEmpty(t *testing.T) {
	got, err := json.Marshal(newDesk(t).summary("2022-YTD06", i18n.En))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"rows":[]`, `"missing":[]`, `"computed_at":null`, `"period":"2022-YTD06"`, `"lang":"en"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

// Equal data gives equal bytes.
func TestJSONIsStable(t *testing.T) {
	first, _ := json.Marshal(leChan(t).summary("2022", i18n.Vi))
	for range 20 {
		if next, _ := json.Marshal(leChan(t).summary("2022", i18n.Vi)); string(next) != string(first) {
			t.Fatal("the same data gave other bytes")
		}
	}
}

// In-year the row and each plan say whether the year's plan is reached.
func TestJSONInYear(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "x"})
	d.plan("x", "city", "=", "5")
	d.plan("x", "council", "=", "9")
	d.figure("x", "2022-YTD09", "5", indicator.Final)
	var got struct {
		Rows []struct {
			Verdict string
			Reached *bool
			Plans   []struct{ Reached *bool }
		}
	}
	raw, err := json.Marshal(d.summary("2022-YTD09", i18n.Vi))
	if err == nil {
		err = json.Unmarshal(raw, &got)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := got.Rows[0]
	if r.Verdict != "in_progress" || r.Reached == nil || !*r.Reached || r.Plans[1].Reached == nil || *r.Plans[1].Reached {
		t.Errorf("got %s", raw)
	}
}
