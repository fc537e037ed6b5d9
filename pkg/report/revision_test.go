package report

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// differing prints the rows that differ: "thu: actual verdict by +5".
func differing(r Revision) string {
	var lines []string
	for _, row := range r.Rows {
		if len(row.Differs) == 0 {
			continue
		}
		line := string(row.Code) + ":"
		for _, d := range row.Differs {
			line += " " + string(d)
		}
		if !row.By.None() {
			line += " by " + row.By.Text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestRevise(t *testing.T) {
	tests := []struct {
		name   string
		change func(*desk)
		want   string
		text   string
		base   string
	}{
		{"nothing", func(*desk) {}, "", "không có thay đổi", ""},
		{"a figure that turns its verdict", func(d *desk) { d.figure("thu_ns", "2022", "938.75", indicator.Estimate) },
			"thu_ns: actual percent change verdict by -1,383", "1 chỉ tiêu có thay đổi, trong đó 1 chỉ tiêu đổi đánh giá; đạt và vượt kế hoạch: trước 4/4, nay 3/4 chỉ tiêu", ""},
		{"only firmer", func(d *desk) { d.figure("thu_ns", "2022", "940.133", indicator.Final) },
			"thu_ns: status", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá", ""},
		{"a plan", func(d *desk) { d.plan("thu_ns", "council", indicator.Equal, "1100") },
			"thu_ns: plan", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá", ""},
		{"a plan of another kind", func(d *desk) { d.plan("thu_ns", "council", indicator.AtLeast, "1056.329") },
			"thu_ns: plan", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá", ""},
		{"last year's figure", func(d *desk) { d.figure("ban_le", "2021", "23357.8", indicator.Final) },
			"ban_le: previous change", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá",
			"Tổng mức bán lẻ hàng hóa: số năm 2021 điều chỉnh từ 23.327,87 tỷ đồng thành 23.357,8 tỷ đồng; đã công bố \"tăng 15,9% so với cùng kỳ\", nay tính lại là \"tăng 15,8% so với cùng kỳ\""},
		{"last year's figure, too little to be seen", func(d *desk) { d.figure("ban_le", "2021", "23327.88", indicator.Final) },
			"ban_le: previous", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá", ""},
		{"last year's figure is gone", func(d *desk) { d.figure("thu_ns", "2021", "", indicator.Withdrawn) },
			"thu_ns: previous change", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá",
			"Thu ngân sách nhà nước trên địa bàn: số năm 2021 (1.541,202 tỷ đồng) đã rút hoặc chưa đủ; đã công bố \"bằng 61% so với cùng kỳ\", nay không tính được"},
		{"last year's figure is zero", func(d *desk) { d.figure("gtsx_cn", "2021", "0", indicator.Final) },
			"gtsx_cn: previous change", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá",
			"Giá trị sản xuất công nghiệp: số năm 2021 điều chỉnh từ 406,9 tỷ đồng thành 0,0 tỷ đồng; đã công bố \"tăng 4% so với cùng kỳ\", nay không tính được"},
		{"both", func(d *desk) {
			d.figure("gtsx_cn", "2022", "430", indicator.Estimate)
			d.figure("gtsx_cn", "2021", "410", indicator.Final)
		}, "gtsx_cn: actual previous percent change verdict by 6,8", "1 chỉ tiêu có thay đổi, trong đó 1 chỉ tiêu đổi đánh giá",
			"Giá trị sản xuất công nghiệp: số năm 2021 điều chỉnh từ 406,9 tỷ đồng thành 410,0 tỷ đồng; đã công bố \"tăng 4% so với cùng kỳ\", nay tính lại là \"tăng 3,2% so với cùng kỳ\""},
		{"a figure is gone", func(d *desk) { d.figure("gtsx_cn", "2022", "", indicator.Withdrawn) },
			"gtsx_cn: actual status percent change verdict", "1 chỉ tiêu có thay đổi, trong đó 1 chỉ tiêu đổi đánh giá; đạt và vượt kế hoạch: trước 4/4, nay 3/4 chỉ tiêu", ""},
		{"a new indicator", func(d *desk) { d.add(indicator.Indicator{Code: "moi"}) },
			"moi: added", "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá; đạt và vượt kế hoạch: trước 4/4, nay 4/5 chỉ tiêu", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after := leChan(t), leChan(t)
			tt.change(after)
			r := Revise(before.summary("2022", i18n.Vi), after.summary("2022", i18n.Vi))
			if got := differing(r); got != tt.want {
				t.Errorf("differs %q, want %q", got, tt.want)
			}
			if r.Text != tt.text {
				t.Errorf("text %q, want %q", r.Text, tt.text)
			}
			var base []string
			for _, b := range r.Base {
				base = append(base, b.Text)
			}
			if got := strings.Join(base, "; "); got != tt.base {
				t.Errorf("base\n%s\nwant\n%s", got, tt.base)
			}
			en := Revise(before.summary("2022", i18n.En), after.summary("2022", i18n.En))
			if differing(en) == "" != (tt.want == "") || len(en.Base) != len(r.Base) || en.Text == r.Text {
				t.Errorf("in English %q with %d of the base: %q", differing(en), len(en.Base), en.Text)
			}
		})
	}
}

// A rate changes in points, and so does what was published of it.
func TestReviseBaseOfARate(t *testing.T) {
	rate := func(previous string) Summary {
		d := newDesk(t)
		d.add(indicator.Indicator{Code: "bhyt", NameVi: "Bảo hiểm y tế", NameEn: "Health insurance", Kind: indicator.Rate, Measure: "%", Decimals: 2, ShownDecimals: 1})
		d.figure("bhyt", "2022", "93", indicator.Final)
		d.figure("bhyt", "2021", previous, indicator.Final)
		return d.summary("2022", i18n.En)
	}
	r := Revise(rate("91.8"), rate("92"))
	want := `Health insurance: the figure of 2021 was revised from 91.8% to 92.0%; "up 1.2 percentage points on the same period" was published, and would now read "up 1 percentage point on the same period"`
	if len(r.Base) != 1 || r.Base[0].Text != want {
		t.Errorf("base %+v, want\n%s", r.Base, want)
	}
	if r.Text != "1 indicator has changed, 0 of them in its verdict" {
		t.Errorf("text %q", r.Text)
	}
}

// A row that was dropped from the set comes last, with what it was.
func TestReviseRemoved(t *testing.T) {
	before, after := leChan(t), leChan(t)
	key := indicator.SetKey{Unit: "lechan", Year: 2022}
	after.book.Sets[key] = indicator.Set{Unit: "lechan", Year: 2022, Rows: after.set[1:]}
	r := Revise(before.summary("2022", i18n.Vi), after.summary("2022", i18n.Vi))
	last := r.Rows[len(r.Rows)-1]
	if differing(r) != "gtsx_cn: removed" || last.Now != nil || last.Then.Actual.Text != "423,2" || last.Name == "" {
		t.Errorf("differs %q, last row %+v", differing(r), last)
	}
	if r.Changed != 1 || r.Turned != 0 || r.Then.Set != 4 || r.Now.Set != 3 {
		t.Errorf("changed %d, turned %d, %d then, %d now", r.Changed, r.Turned, r.Then.Set, r.Now.Set)
	}
}

// In-year there is no tally of verdicts to hold against each other.
func TestReviseInYear(t *testing.T) {
	before, after := leChan(t), leChan(t)
	before.figure("thu_ns", "2022-YTD06", "400", indicator.Final)
	after.figure("thu_ns", "2022-YTD06", "941", indicator.Final)
	r := Revise(before.summary("2022-YTD06", i18n.Vi), after.summary("2022-YTD06", i18n.Vi))
	if want := "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá"; r.Text != want {
		t.Errorf("text %q, want %q", r.Text, want)
	}
}
