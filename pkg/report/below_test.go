package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// wards adds three wards below lechan whose sets hold the indicator x, with
// values for the first of them.
func (d *desk) wards(values ...string) {
	units := []org.Unit{
		{Key: "lechan", Rows: []org.Row{{Code: "305", Name: "Lê Chân", Kind: "quận"}}},
		{Key: "catdai", Rows: []org.Row{{Code: "1", Name: "Cát Dài", Kind: "phường", Parent: "lechan"}}},
		{Key: "anbien", Rows: []org.Row{{Code: "2", Name: "An Biên", Kind: "phường", Parent: "lechan"}}},
		{Key: "lamson", Rows: []org.Row{{Code: "3", Name: "Lam Sơn", Kind: "phường", Parent: "lechan"}}},
	}
	d.book.Tree = org.NewTree(units, nil)
	for i, u := range units[1:] {
		d.book.Sets[indicator.SetKey{Unit: u.Key, Year: 2022}] = indicator.Set{Unit: u.Key, Year: 2022, Rows: []indicator.SetRow{{Position: 1, Indicator: "x", Judging: "city"}}}
		if i >= len(values) {
			continue
		}
		v := amount(d.t, values[i], d.book.Indicators["x"].Decimals)
		k := indicator.CellKey{Unit: u.Key, Indicator: "x", Period: period.MustParse("2022")}
		d.book.Figures[k] = indicator.Figure{CellKey: k, Version: 3, Value: &v, Status: indicator.Estimate, Dated: time.Date(2022, 12, 8, 0, 0, 0, 0, time.UTC)}
	}
}

func summed(r *indicator.SetRow) { r.Source = indicator.Rollup }

// An incomplete total is shown with how many units are in it, compared with
// nothing, and names who is missing.
func TestIncompleteTotal(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "x", NameVi: "Chỉ tiêu", NameEn: "Indicator", Decimals: 1, OverUnits: indicator.OverSum}, summed)
	d.plan("x", "city", "=", "5")
	d.wards("1.5", "2")
	s := d.summary("2022", i18n.Vi)
	row := s.Rows[0]
	if want := "Chỉ tiêu ước đạt 3,5 tỷ đồng (2/3 đơn vị), chưa đủ số liệu"; row.Sentence != want {
		t.Errorf("got %s\nwant %s", row.Sentence, want)
	}
	if row.Reason != "2/3 đơn vị" || row.Verdict != "Chưa có số liệu" || !slices.Equal(row.Lacking, []string{"Phường Lam Sơn"}) {
		t.Errorf("reason %q, verdict %q, lacking %q", row.Reason, row.Verdict, row.Lacking)
	}
	if p := row.Plans[0]; !p.Percent.None() || !p.Gap.None() || p.Clause != "" || p.Short != "" {
		t.Errorf("compared with a plan: %+v", p)
	}
	if s.Tally.NoData != 1 || s.Missing[0].What != MissingActual {
		t.Errorf("tally %+v, missing %+v", s.Tally, s.Missing)
	}
	if got := strings.Join(Notes(s), "\n"); !strings.Contains(got, "Chỉ tiêu: mới có 2/3 đơn vị; còn thiếu: Phường Lam Sơn.") {
		t.Errorf("notes\n%s", got)
	}
	if a := s.Rows[0].json().Actual; a == nil || a.Version != nil || a.Value != "3.5" {
		t.Errorf("a total has no version: %+v", a)
	}
	if got, want := d.summary("2022", i18n.En).Rows[0].Sentence, "Indicator is estimated at 3.5 billion VND (2/3 units), figures incomplete"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := Attention(s, nil)[0]; got.Notice != NoticeNoData || got.Text != "2/3 đơn vị" {
		t.Errorf("attention %+v", got)
	}
}

// Beside an entered figure the total of the units stands, and a difference is
// said once all of them are in.
func TestEnteredBesideTotal(t *testing.T) {
	for _, tt := range []struct {
		name    string
		wards   []string
		below   string
		differs bool
	}{
		{"equal", []string{"1", "2", "3"}, "6", false},
		{"different", []string{"1", "2", "4"}, "7", true},
		{"not all are in", []string{"1", "2"}, "3", false},
		{"none", nil, "", false},
	} {
		d := newDesk(t)
		d.add(indicator.Indicator{Code: "x", OverUnits: indicator.OverSum})
		d.figure("x", "2022", "6", indicator.Final)
		d.wards(tt.wards...)
		s := d.summary("2022", i18n.Vi)
		if row := s.Rows[0]; row.Below.Plain != tt.below || row.Differs != tt.differs {
			t.Errorf("%s: below %q, differs %t", tt.name, row.Below.Plain, row.Differs)
		}
		if said := strings.Contains(strings.Join(Notes(s), "\n"), "Chỉ tiêu: số nhập 6 khác tổng các đơn vị 7."); said != tt.differs {
			t.Errorf("%s: notes %q", tt.name, Notes(s))
		}
	}
}

// Reasons name levels, days and prices in words.
func TestReasonsInWords(t *testing.T) {
	tests := []struct {
		name, want string
		reason     indicator.Reason
	}{
		{"a new unit", "đơn vị mới thành lập 01/7/2025", indicator.Reason{Key: "reason.new_unit", Args: map[string]any{"date": time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)}}},
		{"levels", "chưa có kế hoạch thành phố giao; đã có: kế hoạch HĐND quận giao, lạ", indicator.Reason{Key: "reason.no_plan_others", Args: map[string]any{"level": "city", "levels": []string{"council", "lạ"}}}},
		{"prices", "kế hoạch theo giá so sánh 2010, thực hiện theo giá hiện hành", indicator.Reason{Key: "reason.price_basis", Args: map[string]any{"plan": "constant:2010", "own": "current"}}},
		{"units", "cùng kỳ mới có 14/15 đơn vị", indicator.Reason{Key: "reason.previous_units_missing", Args: map[string]any{"have": 14, "of": 15}}},
		{"growth at other prices", "chưa có số liệu theo giá so sánh 2010 để tính tăng, giảm", indicator.Reason{Key: "reason.growth_missing", Args: map[string]any{"prices": "constant:2010"}}},
	}
	w := newWriter(Input{Book: newDesk(t).book, Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi})
	for _, tt := range tests {
		if got := w.reason(&tt.reason); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Met and not met of an estimate are only expected; the other verdicts stay.
func TestVerdictWords(t *testing.T) {
	p := i18n.For(i18n.Vi)
	for _, tt := range []struct {
		verdict         indicator.Verdict
		final, expected string
	}{
		{indicator.Met, "Đạt", "Dự kiến đạt"},
		{indicator.Exceeded, "Vượt", "Dự kiến vượt"},
		{indicator.NotMet, "Không đạt", "Dự kiến không đạt"},
		{indicator.NoPlan, "Chưa giao kế hoạch", "Chưa giao kế hoạch"},
		{indicator.NotJudged, "Không đánh giá", "Không đánh giá"},
		{indicator.InProgress, "Đang thực hiện", "Đang thực hiện"},
	} {
		if got := VerdictWord(p, tt.verdict, false); got != tt.final {
			t.Errorf("%s: got %q", tt.verdict, got)
		}
		if got := VerdictWord(p, tt.verdict, true); got != tt.expected {
			t.Errorf("%s of an estimate: got %q", tt.verdict, got)
		}
	}
	for _, v := range indicator.Verdicts {
		if got := VerdictWord(p, v, true); strings.Contains(got, "core.") {
			t.Errorf("%s has no word", v)
		}
	}
	for s, want := range map[indicator.Status]string{indicator.Estimate: "ước", indicator.Preliminary: "sơ bộ", indicator.Final: "chính thức", "": ""} {
		if got := StatusWord(p, s); got != want {
			t.Errorf("status %q is called %q", s, got)
		}
	}
	if got := Prices(p, "something"); got != "something" {
		t.Errorf("another basis: %q", got)
	}
}

// The JSON gives the reason of whatever could not be computed, each once.
func TestWhyNot(t *testing.T) {
	tests := []struct {
		name string
		i    indicator.Indicator
		lay  func(d *desk)
		want string
	}{
		{"all is there", money, all(in2022("5", indicator.Final), planned("city", "=", "5"), before("4")), ""},
		{"no percentage of a plan of 0", money, all(in2022("5", indicator.Final), planned("city", "=", "0"), before("4")), "kế hoạch bằng 0 nên không có tỷ lệ"},
		{"points need none", worse, all(in2022("0", indicator.Final), planned("city", "=", "0"), before("0.1")), ""},
		{"no change", money, all(in2022("5", indicator.Final), planned("city", "=", "5"), before("0")), "cùng kỳ không phát sinh"},
		{"no figure says the verdict", money, planned("city", "=", "5"), ""},
		{"below 0: neither percentage nor change, said once", money, all(in2022("-5", indicator.Final), planned("city", "=", "5"), before("4")), "thực hiện âm nên không có tỷ lệ"},
		{"two reasons", money, all(in2022("5", indicator.Final), planned("council", "=", "5")), "chưa có kế hoạch thành phố giao; đã có: kế hoạch HĐND quận giao; chưa có số liệu cùng kỳ"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		tt.i.Code = "x"
		d.add(tt.i)
		tt.lay(d)
		if got := d.summary("2022", i18n.Vi).Rows[0].WhyNot(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAside(t *testing.T) {
	d := sixteen(t)
	if got, want := AsideLines(d.summary("2022", i18n.Vi)), []string{"Không đánh giá: chi ngân sách", "Không áp dụng: sản lượng lúa"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := AsideLines(leChan(t).summary("2022", i18n.En)); got != nil {
		t.Errorf("all rows are judged: %q", got)
	}
	if text := Text(d.summary("2022", i18n.En)); !strings.Contains(text, "\nNot judged: expenditure.\nNot applicable: rice.\n") {
		t.Errorf("the text\n%s", text)
	}
}
