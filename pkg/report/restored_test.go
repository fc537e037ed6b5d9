package report

import (
	"encoding/json"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// What was reported is read back from its JSON as it was printed.
func TestRestored(t *testing.T) {
	for _, lang := range i18n.Langs {
		s := proofDesk(t).summary("2022", lang)
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Restored(raw, s)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range s.Rows {
			back := got.Rows[i]
			if back.Code != row.Code || back.Actual != row.Actual || back.Previous != row.Previous || back.Growth != row.Growth || back.Change != row.Change ||
				back.Verdict != row.Verdict || back.Status != row.Status || back.Judging != row.Judging || back.Sentence != row.Sentence {
				t.Errorf("%s, row %s:\n got %+v\nwant %+v", lang, row.Code, back, row)
			}
			for k, p := range row.Plans {
				q := back.Plans[k]
				if q.Level != p.Level || q.Text != p.Text || q.Percent != p.Percent || q.Phrase != p.Phrase || q.Result.Plan.Target.Operator != p.Result.Plan.Target.Operator {
					t.Errorf("%s, plan %s of %s: got %+v, want %+v", lang, p.Level, row.Code, q, p)
				}
			}
		}
		if got.Tally.Text != s.Tally.Text || got.Tally.Achieved != s.Tally.Achieved || !got.ComputedAt.Equal(s.ComputedAt) || got.Period != s.Period {
			t.Errorf("%s: %+v", lang, got.Tally)
		}
	}
}

func TestSinceReported(t *testing.T) {
	tests := []struct {
		name   string
		change func(*desk)
		want   string
	}{
		{"nothing", func(*desk) {}, ""},
		{"a figure", func(d *desk) { d.figure("thu_ns", "2022", "938.75", indicator.Estimate) }, "thu_ns: actual percent change verdict by -1,383"},
		{"only firmer", func(d *desk) { d.figure("ban_le", "2022", "27037", indicator.Final) }, "ban_le: status"},
		{"last year's figure", func(d *desk) { d.figure("ban_le", "2021", "23357.8", indicator.Final) }, "ban_le: previous change"},
		{"a plan", func(d *desk) { d.year = 2022; d.plan("thu_ns", "council", indicator.Equal, "1100") }, "thu_ns: plan"},
		{"withdrawn", func(d *desk) { d.figure("ban_le", "2022", "", indicator.Withdrawn) }, "ban_le: actual status percent change verdict"},
		{"a new row", func(d *desk) { d.year = 2022; d.add(indicator.Indicator{Code: "moi", NameVi: "Mới"}) }, "moi: added"},
		{"a row that is gone", func(d *desk) {
			set := d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}]
			set.Rows = set.Rows[1:]
			d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}] = set
		}, "gtsx_cn: removed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := proofDesk(t)
			then, err := json.Marshal(d.summary("2022", i18n.Vi))
			if err != nil {
				t.Fatal(err)
			}
			tt.change(d)
			r, err := SinceReported(then, d.summary("2022", i18n.Vi))
			if err != nil {
				t.Fatal(err)
			}
			if got := differing(r); got != tt.want {
				t.Errorf("differs %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRestoredRefuses(t *testing.T) {
	for _, raw := range []string{"", "{", "[]", `{"period":"2022-Q9"}`} {
		if _, err := Restored([]byte(raw), Summary{}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v, want Invalid", raw, err)
		}
		if _, err := SinceReported([]byte(raw), Summary{}); err == nil {
			t.Errorf("SinceReported of %q: no error", raw)
		}
	}
}
