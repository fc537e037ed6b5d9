package chart

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A plan of the tests: level, percent, value, verdict.
type plan struct {
	level, phrase  string
	percent, value string
	verdict        indicator.Verdict
	basis          indicator.Basis
	operator       indicator.Operator
	points         string
}

// vi prints a plain number the Vietnamese way.
func vi(plain string) report.Value {
	if plain == "" {
		return report.Value{}
	}
	return report.Value{Plain: plain, Text: i18n.For(i18n.Vi).Format().Text(plain, 0)}
}

// row makes a row; the first plan is the judging one.
func row(name, year, actual string, status indicator.Status, plans ...plan) report.Row {
	at, err := period.Parse(year)
	if err != nil {
		panic(err)
	}
	r := report.Row{Name: name, Measure: "tỷ đồng", Actual: vi(actual), Judging: -1, Verdict: "Chưa giao kế hoạch"}
	r.Result.Period = at
	if actual != "" {
		r.Result.Actual = &indicator.Operand{Rat: big.NewRat(1, 1), Status: status}
		r.Status = report.StatusWord(i18n.For(i18n.Vi), status)
	}
	for i, p := range plans {
		if p.operator == "" {
			p.operator = indicator.Equal
		}
		r.Plans = append(r.Plans, report.PlanRow{
			Level: p.level, Phrase: p.phrase, Percent: vi(p.percent), Low: vi(p.value), Points: vi(p.points),
			Verdict: report.VerdictWord(i18n.For(i18n.Vi), p.verdict, false),
			Result:  &indicator.PlanResult{Verdict: p.verdict, Plan: indicator.Plan{Basis: p.basis, Target: indicator.Target{Operator: p.operator}}},
		})
		if i == 0 {
			r.Judging, r.Verdict = 0, r.Plans[0].Verdict
		}
	}
	return r
}

func city(percent, value string, v indicator.Verdict) plan {
	return plan{level: "city", phrase: "kế hoạch thành phố giao", percent: percent, value: value, verdict: v}
}

func council(percent, value string, v indicator.Verdict) plan {
	return plan{level: "council", phrase: "kế hoạch HĐND quận giao", percent: percent, value: value, verdict: v}
}

// summary has a row of every sort.
func summary() report.Summary {
	rate := city("", "92.6", indicator.Exceeded)
	rate.points = "0.4"
	share := row("Tỷ lệ người dân tham gia bảo hiểm y tế", "2022", "93", indicator.Estimate, rate)
	share.Result.Indicator.Measure, share.Measure = "%", "%"
	return report.Summary{Lang: i18n.Vi, Period: period.Period{Year: 2022}, Rows: []report.Row{
		row("Thu ngân sách nhà nước trên địa bàn", "2022", "940.133", indicator.Estimate, city("100", "940.133", indicator.Met), council("89", "1056.329", indicator.NotMet)),
		row("Tổng mức bán lẻ hàng hóa", "2022", "27037", indicator.Final, city("95.2", "28400.2", indicator.NotMet)),
		row("Vốn đầu tư", "2022", "1545", indicator.Preliminary, city("188.3", "820.5", indicator.Exceeded)),
		share,
		row("fn:vi0 <b>var(--bar)</b>", "2022", "7", indicator.Final, city("110.6", "6.3", indicator.Exceeded)),
		row("Chưa có kế hoạch", "2022", "7", indicator.Final),
	}}
}

// years is one indicator over four years, the last one proposed.
func years() []report.Row {
	proposed := council("", "31362.92", indicator.NoData)
	proposed.basis = indicator.Proposed
	name := "Tổng mức bán lẻ hàng hóa"
	return []report.Row{
		row(name, "2020", "19420.5", indicator.Final, city("102.2", "19000", indicator.Exceeded)),
		row(name, "2021", "23327.87", indicator.Final, city("101", "23100", indicator.Exceeded), council("98.4", "23700", indicator.NotMet)),
		row(name, "2022", "27037", indicator.Estimate, city("110.6", "24445.75", indicator.Exceeded), council("105", "25750", indicator.Exceeded)),
		row(name, "2023", "", indicator.Final, proposed),
	}
}

// golden compares JSON with a file of testdata.
func golden(t *testing.T, name string, got json.RawMessage) {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, got, "", "  "); err != nil {
		t.Fatal(err)
	}
	b.WriteByte('\n')
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, b.Bytes())
	}
}
