package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

// words puts a number as it is read: everything it shows in one line.
func (n numberView) words() string {
	return strings.TrimSpace(strings.Join([]string{n.Words, n.Int + n.Frac, n.Mark, n.Origin, n.Unit, n.Reason}, " "))
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestResultViews(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		lang                   i18n.Lang
		code                   indicator.Code
		actual, previous, plan string
		percent, growth        string
	}{
		{i18n.Vi, "ban_le", "27.037,0 ước", "23.327,87 ≈", "24.445,75 ≈", "110,6 %", "+15,9 %"},
		{i18n.En, "ban_le", "27,037.0 estimate", "23,327.87 ≈", "24,445.75 ≈", "110.6 %", "+15.9 %"},
		{i18n.Vi, "thu_ns", "940,133 ước", "1.541,202 ≈", "940,133 ≈", "100,0 %", "−39,0 %"},
		{i18n.Vi, "ho_ngheo", "0 ước ◇", "0,08 ◇", "0 ◇", "bằng KH", "−0,08 điểm %"},
		{i18n.Vi, "nuoc_sach", "100 ước ◇", "100 ◇", "100 ◇", "bằng KH", "giữ nguyên"},
		{i18n.Vi, "bhyt", "93,0 ước ◇", "91,8 ◇", "92,6 ◇", "+0,4 điểm %", "+1,2 điểm %"},
		{i18n.En, "bhyt", "93.0 estimate ◇", "91.8 ◇", "92.6 ◇", "+0.4 pp", "+1.2 pp"},
	} {
		t.Run(fmt.Sprint(tt.code, " ", tt.lang), func(t *testing.T) {
			sum, err := w.server.summary(context.Background(), "lechan", period.MustParse("2022"), tt.lang, 1, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			p := i18n.For(tt.lang)
			for _, row := range sum.Rows {
				if row.Code != tt.code {
					continue
				}
				pr := row.Plans[row.Judging]
				got := []string{actualView(row, p).words(), previousView(row, p).words(), planView(pr, p).words(), percentView(row, pr, p).words(), growthView(row, p).words()}
				want := []string{tt.actual, tt.previous, tt.plan, tt.percent, tt.growth}
				for i := range want {
					if spaced(got[i]) != want[i] {
						t.Errorf("%d: %q, want %q", i, spaced(got[i]), want[i])
					}
				}
			}
		})
	}
}

func TestResultViewsWithoutNumbers(t *testing.T) {
	p := i18n.For(i18n.Vi)
	row := report.Row{Format: p.Format()}
	row.Result.Inapplicable = true
	if got := actualView(row, p).words(); got != "Không áp dụng" {
		t.Errorf("not applicable: %q", got)
	}
	if got := growthView(report.Row{}, p).words(); got != dash {
		t.Errorf("no growth: %q", got)
	}
	none := report.PlanRow{Result: &indicator.PlanResult{}, Reason: "kế hoạch bằng 0 nên không có tỷ lệ"}
	if got := percentView(row, none, p).words(); spaced(got) != "– kế hoạch bằng 0 nên không có tỷ lệ" {
		t.Errorf("no percent: %q", got)
	}
	bound := report.PlanRow{Text: "dưới 4", Result: &indicator.PlanResult{Plan: indicator.Plan{Target: indicator.Target{Operator: indicator.Less}}}}
	if got := planView(bound, p).words(); got != "dưới 4" {
		t.Errorf("a bound: %q", got)
	}
}
