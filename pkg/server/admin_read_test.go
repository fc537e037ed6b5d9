package server

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// posted is the context of a form.
func posted(form url.Values) echo.Context {
	r := httptest.NewRequest(post, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return echo.New().NewContext(r, httptest.NewRecorder())
}

func TestReadDay(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2022-12-31", "31/12/2022"}, {"31/12/2022", "31/12/2022"}, {"07/12/2022", "07/12/2022"}, {"1/7/2025", "01/07/2025"}, {"01/7/2025", "01/07/2025"}, {"31-12-2022", "31/12/2022"}, {"31.12.2022", "31/12/2022"}, {"31122022", "31/12/2022"}, {"", ""},
		{"31/02/2022", "refused"}, {"2022-13-01", "refused"}, {"12/31/2022", "refused"}, {"hôm qua", "refused"}, {"2022", "refused"}, {strings.Repeat("9", 300), "refused"},
	}
	for _, tt := range tests {
		day, err := readDay(tt.text)
		got := dayValue(day)
		if err != nil {
			got = "refused"
		}
		if got != tt.want {
			t.Errorf("readDay(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestReadWindow(t *testing.T) {
	usual := period.Default(period.MustParse("2022"))
	c := posted(url.Values{"from": {""}, "to": {"30/11/2022"}, "cut_off": {"2022-11-14"}})
	days, err := readWindow(c, usual)
	must(t, err)
	if days.From != usual.From || dayValue(days.To) != "30/11/2022" || dayValue(days.CutOff) != "14/11/2022" || days.Due != usual.Due {
		t.Errorf("read %+v", days)
	}
	if _, err := readWindow(posted(url.Values{"due": {"x"}}), usual); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a day that is none: %v", err)
	}
}

func TestReadSetRows(t *testing.T) {
	row := func(kind, position, code string) []string { return []string{kind, position, code} }
	tests := []struct {
		name    string
		rows    [][]string // row, position, indicator
		want    string
		refused bool
	}{
		{"in their order", [][]string{row("old", "1", "a"), row("old", "2", "b")}, "1a 2b", false},
		{"sorted by position", [][]string{row("old", "9", "a"), row("old", "2", "b")}, "2b 9a", false},
		{"one goes", [][]string{row("old", "", "a"), row("old", "2", "b")}, "2b", false},
		{"one comes last", [][]string{row("old", "7", "a"), row("new", "", "b"), row("new", "", "c")}, "7a 8b 9c", false},
		{"one comes between", [][]string{row("old", "1", "a"), row("old", "5", "b"), row("new", "3", "c")}, "1a 3c 5b", false},
		{"rows nobody filled in", [][]string{row("new", "", ""), row("new", "4", "")}, "", false},
		{"no number", [][]string{row("old", "một", "a")}, "", true},
		{"zero", [][]string{row("old", "0", "a")}, "", true},
		{"too far", [][]string{row("old", "10000", "a")}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{}
			for _, r := range tt.rows {
				form.Add("row", r[0])
				form.Add("position", r[1])
				form.Add("indicator", r[2])
				form.Add("judging", "city")
				form.Add("source", "entered")
				form.Add("fall", "change")
			}
			rows, err := readSetRows(posted(form))
			if (err != nil) != tt.refused {
				t.Fatalf("error %v, refused %t", err, tt.refused)
			}
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(r.Position)+string(r.Indicator))
			}
			if !tt.refused && strings.Join(got, " ") != tt.want {
				t.Errorf("%s, want %s", strings.Join(got, " "), tt.want)
			}
		})
	}
}

func TestReadUnitRows(t *testing.T) {
	form := url.Values{
		"name0": {" Lê Chân "}, "kind0": {"quận"}, "parent0": {"haiphong"}, "to0": {"30/06/2025"}, "code0": {"305"}, "document0": {"NQ"},
		"name1": {""}, "kind1": {"phường"}, "name2": {"Mới"}, "from2": {"2025-07-01"}, "name3": {"Thừa"},
	}
	rows, err := readUnitRows(posted(form), 3)
	must(t, err)
	want := []org.Row{
		{Code: "305", Name: "Lê Chân", Kind: "quận", Parent: "haiphong", To: day("2025-06-30"), Document: "NQ"},
		{Name: "Mới", From: day("2025-07-01")},
	}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", rows, want)
	}
	form.Set("to2", "x")
	if _, err := readUnitRows(posted(form), 3); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a day that is none: %v", err)
	}
}

func TestReadGrants(t *testing.T) {
	form := url.Values{"role": {"official", "", "leader"}, "unit": {"lechan", "ngoquyen", "haiphong"}, "below": {"", "1", "1"}, "agency": {"Phòng Kinh tế", "", ""}}
	if got := fmt.Sprint(readGrants(posted(form))); got != "[official@lechan:Phòng Kinh tế leader@haiphong+below]" {
		t.Errorf("read %s", got)
	}
	if got := readGrants(posted(url.Values{"role": {"official", "leader"}, "unit": {"lechan"}})); len(got) != 2 || got[1].Unit != "" {
		t.Errorf("columns of unequal length: %v", got)
	}
	if got := readGrants(echo.New().NewContext(httptest.NewRequest(get, "/?role=official&unit=lechan", nil), httptest.NewRecorder())); got != nil {
		t.Errorf("an address is no form: %v", got)
	}
}

func TestCheckTerm(t *testing.T) {
	tests := []struct {
		name string
		term i18n.Term
		ok   bool
	}{
		{"a word", i18n.Term{Sort: i18n.GroupTerm, Vi: "Kinh tế"}, true},
		{"a measure that is converted", i18n.Term{Sort: i18n.MeasureTerm, Vi: "triệu đồng", Dimension: "money", Factor: "0.001"}, true},
		{"no word", i18n.Term{Sort: i18n.GroupTerm}, false},
		{"no sort", i18n.Term{Vi: "x"}, false},
		{"a factor without dimension", i18n.Term{Sort: i18n.MeasureTerm, Vi: "x", Factor: "1"}, false},
		{"a dimension without factor", i18n.Term{Sort: i18n.MeasureTerm, Vi: "x", Dimension: "money"}, false},
		{"a kind with a factor", i18n.Term{Sort: i18n.KindTerm, Vi: "x", Dimension: "money", Factor: "1"}, false},
		{"below zero", i18n.Term{Sort: i18n.MeasureTerm, Vi: "x", Dimension: "money", Factor: "-1"}, false},
		{"too many decimals", i18n.Term{Sort: i18n.MeasureTerm, Vi: "x", Dimension: "money", Factor: "0.0000000001"}, false},
	}
	for _, tt := range tests {
		if err := checkTerm(tt.term); (err == nil) != tt.ok || err != nil && errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A row of a form goes through an exchange file and comes out as it was typed.
func TestExchangeFile(t *testing.T) {
	i := indicator.Indicator{
		Code: "x", NameVi: "=1+1, \"hai\"\n'ba'", NameEn: "@x", Measure: "tỷ đồng", Decimals: 2, ShownDecimals: 1, Group: "-Kinh tế", Kind: indicator.Amount,
		Direction: indicator.Higher, Method: indicator.Ratio, OverUnits: indicator.OverSum, OverTime: indicator.OverSum, Base: indicator.SamePeriod, PriceBasis: "constant:2010", Agency: "'Phòng",
	}
	i.NameVi = strings.ReplaceAll(i.NameVi, "\n", " ") // names have one line
	values := make([]string, len(indicatorColumns))
	for n, column := range indicatorColumns {
		values[n] = indicatorValues(i)[column]
	}
	file, err := exchangeFile("indicators.csv", indicatorColumns, values)
	must(t, err)
	state := &indicator.State{Catalogue: indicator.Catalogue{Tree: org.NewTree(nil, nil)}, Zone: time.UTC,
		Used: func([]indicator.Code) (map[indicator.Code]bool, error) { return map[indicator.Code]bool{}, nil }}
	change, _, err := exchange.Decide(state, exchange.Read(file))
	must(t, err)
	if len(change.Indicators) != 1 || change.Indicators[0] != i {
		t.Errorf("came back as %+v, want %+v", change.Indicators, i)
	}
}

func TestPlainText(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "a", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "'a": "''a", "\ta": "'\ta", "\ra": "'\ra", "1-1": "1-1"} {
		if got := plainText(text); got != want {
			t.Errorf("plainText(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestUnplaced(t *testing.T) {
	err := unplaced(errs.Faults{{Place: "indicators.csv:2", Err: errs.E(errs.Invalid, "admin.day_needed")}})
	var faults errs.Faults
	if !errors.As(err, &faults) || faults[0].Place != "" || faults[0].Err.Key != "admin.day_needed" {
		t.Errorf("faults %v", err)
	}
	if other := errors.New("x"); !errors.Is(unplaced(other), other) || unplaced(nil) != nil {
		t.Error("another error is not left as it is")
	}
}

func TestAuditFilter(t *testing.T) {
	s := &Server{zone: time.FixedZone("+07", 7*3600)}
	c := echo.New().NewContext(httptest.NewRequest(get, "/?login=+an+&action=figure.&object=lechan/&from=2022-12-01&until=09/12/2022&below=77", nil), httptest.NewRecorder())
	f, err := s.auditFilter(c)
	must(t, err)
	if f.Login != "an" || f.Action != "figure." || f.Object != "lechan/" || f.Below != 77 {
		t.Errorf("filter %+v", f)
	}
	if got := f.From.UTC().Format(time.RFC3339) + " " + f.Until.UTC().Format(time.RFC3339); got != "2022-11-30T17:00:00Z 2022-12-09T17:00:00Z" {
		t.Errorf("from and until %s: want the first instant of the first day and the last of the last in Hải Phòng", got)
	}
}

// Every choice a form offers has its words in both languages.
func TestChoicesHaveWords(t *testing.T) {
	for _, lang := range i18n.Langs {
		p := i18n.For(lang)
		groups := [][]choiceView{
			worded(p, "admin.kind_", indicator.Kinds), worded(p, "admin.direction_", indicator.Directions), worded(p, "admin.method_", indicator.Methods),
			worded(p, "admin.over_units_", []indicator.Aggregation{indicator.OverSum, indicator.OverRatio, indicator.OverNone}),
			worded(p, "admin.over_time_", []indicator.Aggregation{indicator.OverSum, indicator.OverLast, indicator.OverNone}),
			worded(p, "admin.base_", []indicator.Base{indicator.SamePeriod, indicator.YearStart}), worded(p, "admin.source_", []indicator.Source{indicator.Entered, indicator.Rollup}),
			worded(p, "admin.fall_", []indicator.Fall{indicator.FallChange, indicator.FallRatio}), worded(p, "admin.share_", []org.Share{org.Whole, org.Part}),
			worded(p, "admin.term_", termSorts), worded(p, "admin.setting_", switches),
		}
		for _, group := range groups {
			seen := map[string]bool{}
			for _, c := range group {
				if strings.HasPrefix(c.Text, "admin.") || c.Text == "" || seen[c.Text] {
					t.Errorf("%s: %q is said %q", lang, c.Value, c.Text)
				}
				seen[c.Text] = true
			}
		}
	}
}

func TestFieldMaker(t *testing.T) {
	m := fieldMaker{i18n.For(i18n.Vi), func(name string) string { return map[string]string{"a": "2"}[name] }}
	f := m.choice("a", "admin.kind", []choiceView{{Value: "1", Text: "một"}, {Value: "2", Text: "hai"}})
	if f.Options[0].Checked || !f.Options[1].Checked || f.Required || f.Label != "Loại chỉ tiêu" {
		t.Errorf("choice %+v", f)
	}
	if f := m.text("a", "admin.kind", "admin.code_help"); f.Value != "2" || !f.Required || f.Help == "" || f.Optional != "" {
		t.Errorf("text %+v", f)
	}
	if f := m.maybe("b", "admin.kind"); f.Value != "" || f.Required || f.Optional == "" {
		t.Errorf("maybe %+v", f)
	}
	if f := m.fixed(m.text("a", "admin.kind")); !f.ReadOnly || f.Required {
		t.Errorf("fixed %+v", f)
	}
	if f := m.day("a", "admin.due"); f.Type != "date" || f.Required {
		t.Errorf("day %+v", f)
	}
}
